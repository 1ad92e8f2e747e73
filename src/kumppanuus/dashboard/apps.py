from django.apps import AppConfig


class DashboardConfig(AppConfig):
    name = "kumppanuus.dashboard"
    label = "dashboard"
