from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "kumppanuus.places"
    label = "places"
