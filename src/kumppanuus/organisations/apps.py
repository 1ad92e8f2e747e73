from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "kumppanuus.organisations"
    label = "organisations"

    def ready(self) -> None:
        """Tell every page for whom its reader acts."""
        from kumppanuus.organisations import context  # noqa: F401
