from django.apps import AppConfig


class ActivityConfig(AppConfig):
    name = "kumppanuus.activity"
    label = "activity"

    def ready(self) -> None:
        """Register the recorder of events with `core`."""
        from kumppanuus.activity import recorder  # noqa: F401
