from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "kumppanuus.accounts"
    label = "accounts"
