from django.apps import AppConfig


class BulletinsConfig(AppConfig):
    name = "kumppanuus.bulletins"
    label = "bulletins"
