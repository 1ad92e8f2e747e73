from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "kumppanuus.organisations"
    label = "organisations"
