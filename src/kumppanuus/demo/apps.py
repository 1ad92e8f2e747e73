from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "kumppanuus.demo"
    label = "demo"
