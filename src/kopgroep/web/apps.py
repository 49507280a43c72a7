from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "kopgroep.web"
    label = "web"
