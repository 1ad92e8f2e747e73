from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CalendarsConfig(AppConfig):
    name = "kumppanuus.calendars"
    label = "calendars"

    def ready(self) -> None:
        """Find what each app has to tell of the year, and tell organisations' pages where their clock is."""
        from kumppanuus.calendars import panels  # noqa: F401

        autodiscover_modules("calendar")
