from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "kumppanuus.ui"
    label = "ui"
