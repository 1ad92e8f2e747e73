from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "kumppanuus.notices"
    label = "notices"
