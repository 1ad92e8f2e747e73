from django.apps import AppConfig


class SpacesConfig(AppConfig):
    name = "kumppanuus.spaces"
    label = "spaces"
