from django.apps import AppConfig


class MattersConfig(AppConfig):
    name = "kumppanuus.matters"
    label = "matters"

    def ready(self) -> None:
        """Show an organisation's matters on its page."""
        from kumppanuus.matters import panels  # noqa: F401
