from django.apps import AppConfig


class LinksConfig(AppConfig):
    name = "kumppanuus.links"
    label = "links"
