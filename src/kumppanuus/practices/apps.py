from django.apps import AppConfig


class PracticesConfig(AppConfig):
    name = "kumppanuus.practices"
    label = "practices"

    def ready(self) -> None:
        """Lead to an organisation's practices from its page; register the link of the yearly question."""
        from kumppanuus.practices import letters, panels  # noqa: F401
