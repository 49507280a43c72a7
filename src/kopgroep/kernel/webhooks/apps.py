from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "kopgroep.kernel.webhooks"
    label = "webhooks"

    def ready(self) -> None:
        from kopgroep.kernel.journal.record import after_commit  # noqa: PLC0415 -- models exist only from here on
        from kopgroep.kernel.webhooks.fan_out import hear  # noqa: PLC0415 -- as above

        after_commit(hear)
