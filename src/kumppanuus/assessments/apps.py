from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "kumppanuus.assessments"
    label = "assessments"
