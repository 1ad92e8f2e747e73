from django.apps import AppConfig


class SpacesConfig(AppConfig):
    name = "kumppanuus.spaces"
    label = "spaces"

    def ready(self) -> None:
        """Give every page the space's name."""
        from kumppanuus.spaces import context  # noqa: F401
