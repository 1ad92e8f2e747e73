from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "kumppanuus.core"
    label = "core"

    def ready(self) -> None:
        """Find every app's permissions, actions and tasks, so that one register knows them all."""
        autodiscover_modules("permissions", "actions", "tasks")
