from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ConsultationsConfig(AppConfig):
    name = "kumppanuus.consultations"
    label = "consultations"

    def ready(self) -> None:
        """Find what apps above say can be commented, and who belongs to what."""
        autodiscover_modules("consulted", "audience")
