from django.apps import AppConfig


class GatesConfig(AppConfig):
    name = "kopgroep.rooms.gates"
    label = "gates"
