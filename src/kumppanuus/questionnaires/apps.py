from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class QuestionnairesConfig(AppConfig):
    name = "kumppanuus.questionnaires"
    label = "questionnaires"

    def ready(self) -> None:
        """Let the apps above tell what helps with the items of a checklist."""
        autodiscover_modules("helping")
