from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    name = "kopgroep.rooms.archive"
    label = "archive"
