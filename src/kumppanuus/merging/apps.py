from django.apps import AppConfig


class MergingConfig(AppConfig):
    name = "kumppanuus.merging"
    label = "merging"

    def ready(self) -> None:
        """Say what becomes of invitations to comment when organisations are merged."""
        from kumppanuus.merging import invited  # noqa: F401
