from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "kumppanuus.files"
    label = "files"
