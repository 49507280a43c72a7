from django.apps import AppConfig


class LinksConfig(AppConfig):
    name = "kopgroep.kernel.links"
    label = "links"
