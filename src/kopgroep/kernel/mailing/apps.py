from django.apps import AppConfig


class MailingConfig(AppConfig):
    name = "kopgroep.kernel.mailing"
    label = "mailing"
