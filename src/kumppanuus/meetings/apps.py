from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "kumppanuus.meetings"
    label = "meetings"

    def ready(self) -> None:
        """Show a body's meetings on its page."""
        from kumppanuus.meetings import panels  # noqa: F401
