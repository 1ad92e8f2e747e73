from django.apps import AppConfig


class PracticesConfig(AppConfig):
    name = "kumppanuus.practices"
    label = "practices"

    def ready(self) -> None:
        """Register the link of the yearly question."""
        from kumppanuus.practices import letters  # noqa: F401
