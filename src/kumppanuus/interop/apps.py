from django.apps import AppConfig


class InteropConfig(AppConfig):
    name = "kumppanuus.interop"
    label = "interop"
