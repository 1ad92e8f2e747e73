from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ContinuityConfig(AppConfig):
    name = "kumppanuus.continuity"
    label = "continuity"

    def ready(self) -> None:
        """Find every app's `handover` module: what of it is handed over, and what of it nobody answers for."""
        from kumppanuus.continuity import below, panels  # noqa: F401 - they register themselves

        autodiscover_modules("handover")
