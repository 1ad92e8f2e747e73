from django.apps import AppConfig


class TaxonomyConfig(AppConfig):
    name = "kumppanuus.taxonomy"
    label = "taxonomy"
