from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "kopgroep.kernel.journal"
    label = "journal"
