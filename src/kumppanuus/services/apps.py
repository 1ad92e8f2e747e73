from django.apps import AppConfig


class ServicesConfig(AppConfig):
    name = "kumppanuus.services"
    label = "services"

    def ready(self) -> None:
        from kumppanuus.services import panel  # noqa: F401 - tells organisations' pages what they offer
