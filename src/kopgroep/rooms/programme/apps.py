from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    name = "kopgroep.rooms.programme"
    label = "programme"
