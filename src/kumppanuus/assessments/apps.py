from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "kumppanuus.assessments"
    label = "assessments"

    def ready(self) -> None:
        """Say what becomes of answers when organisations are merged."""
        from kumppanuus.assessments import merging  # noqa: F401
