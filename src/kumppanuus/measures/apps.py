from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    name = "kumppanuus.measures"
    label = "measures"
