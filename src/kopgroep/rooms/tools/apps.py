from django.apps import AppConfig


class ToolsConfig(AppConfig):
    name = "kopgroep.rooms.tools"
    label = "tools"
