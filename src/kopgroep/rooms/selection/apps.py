from django.apps import AppConfig


class SelectionConfig(AppConfig):
    name = "kopgroep.rooms.selection"
    label = "selection"
