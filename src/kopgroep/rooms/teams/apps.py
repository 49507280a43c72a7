from django.apps import AppConfig


class TeamsConfig(AppConfig):
    name = "kopgroep.rooms.teams"
    label = "teams"
