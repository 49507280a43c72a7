from django.apps import AppConfig


class ContributionsConfig(AppConfig):
    name = "kopgroep.rooms.contributions"
    label = "contributions"
