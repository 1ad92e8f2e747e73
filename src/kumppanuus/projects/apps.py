from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "kumppanuus.projects"
    label = "projects"

    def ready(self) -> None:
        """Lead to an organisation's projects from its page; let their money be warned of."""
        from kumppanuus.projects import panels  # noqa: F401
