from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "kopgroep.rooms.assessment"
    label = "assessment"
