from django.apps import AppConfig


class NegotiationsConfig(AppConfig):
    name = "kumppanuus.negotiations"
    label = "negotiations"

    def ready(self) -> None:
        """Show an organisation's negotiations on its page, and what waits in them in its work list."""
        from kumppanuus.negotiations import panels, waiting  # noqa: F401
