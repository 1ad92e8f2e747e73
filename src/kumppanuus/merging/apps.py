from django.apps import AppConfig


class MergingConfig(AppConfig):
    name = "kumppanuus.merging"
    label = "merging"
