from django.apps import AppConfig


class NegotiationsConfig(AppConfig):
    name = "kumppanuus.negotiations"
    label = "negotiations"

    def ready(self) -> None:
        """Show an organisation's negotiations on its page; find copies of what is removed from them."""
        from kumppanuus.negotiations import panels, redaction  # noqa: F401
