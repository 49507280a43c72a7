from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "kopgroep.kernel.accounts"
    label = "accounts"
