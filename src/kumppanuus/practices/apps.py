from django.apps import AppConfig


class PracticesConfig(AppConfig):
    name = "kumppanuus.practices"
    label = "practices"

    def ready(self) -> None:
        """Register the link of the yearly question, and what becomes of models when organisations are merged."""
        from kumppanuus.practices import letters, merging  # noqa: F401
