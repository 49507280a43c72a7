from django.apps import AppConfig


class SigningConfig(AppConfig):
    name = "kopgroep.rooms.signing"
    label = "signing"
