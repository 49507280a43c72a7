from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "kopgroep.rooms.meetings"
    label = "meetings"
