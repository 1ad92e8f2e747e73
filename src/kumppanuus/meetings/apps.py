from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "kumppanuus.meetings"
    label = "meetings"

    def ready(self) -> None:
        """Show a body's meetings on its page; let bodies receive matters."""
        from kumppanuus.meetings import panels, receiving  # noqa: F401
