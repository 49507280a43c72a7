from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "kopgroep.kernel.search"
    label = "search"
