from django.apps import AppConfig


class BodiesConfig(AppConfig):
    name = "kumppanuus.bodies"
    label = "bodies"

    def ready(self) -> None:
        """Tell what an organisation does in bodies on its page."""
        from kumppanuus.bodies import panels  # noqa: F401
