from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "kopgroep.rooms.partners"
    label = "partners"
