from django.apps import AppConfig


class QuestionnairesConfig(AppConfig):
    name = "kumppanuus.questionnaires"
    label = "questionnaires"
