from django.apps import AppConfig


class ServicesConfig(AppConfig):
    name = "kumppanuus.services"
    label = "services"

    def ready(self) -> None:
        from kumppanuus.services import panel, redaction, rooms  # noqa: F401 - they register themselves
