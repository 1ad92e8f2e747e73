from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "kumppanuus.core"
    label = "core"

    def ready(self) -> None:
        """Find every app's permissions, actions and tasks, so that one register knows them all."""
        from kumppanuus.core import among, numbers  # noqa: F401 - register the lookup, and <id:…> before any address is read

        autodiscover_modules("permissions", "actions", "tasks", "waiting")
