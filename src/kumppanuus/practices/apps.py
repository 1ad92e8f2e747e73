from django.apps import AppConfig


class PracticesConfig(AppConfig):
    name = "kumppanuus.practices"
    label = "practices"
