from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class FollowingConfig(AppConfig):
    name = "kumppanuus.following"
    label = "following"

    def ready(self) -> None:
        """Find every app's `followed` module: what of it can be followed, and which of its events are told."""
        from kumppanuus.following import below, panels, telling  # noqa: F401 - they register themselves

        autodiscover_modules("followed")
        telling.begin()
