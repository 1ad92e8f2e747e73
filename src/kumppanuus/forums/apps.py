from django.apps import AppConfig


class ForumsConfig(AppConfig):
    name = "kumppanuus.forums"
    label = "forums"
