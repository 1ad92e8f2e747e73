from django.apps import AppConfig


class CallsConfig(AppConfig):
    name = "kumppanuus.calls"
    label = "calls"

    def ready(self) -> None:
        """Show a body's calls on its page."""
        from kumppanuus.calls import panels  # noqa: F401
