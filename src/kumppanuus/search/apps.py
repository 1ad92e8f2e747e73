from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class SearchConfig(AppConfig):
    name = "kumppanuus.search"
    label = "search"

    def ready(self) -> None:
        """Find every app's `search` module: what of it can be found."""
        from kumppanuus.search import below, following  # noqa: F401 - following hears of every event

        below.provide_all()
        autodiscover_modules("search")
