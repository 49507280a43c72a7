from django.apps import AppConfig


class ContributionsConfig(AppConfig):
    name = "kopgroep.rooms.contributions"
    label = "contributions"

    def ready(self) -> None:
        from kopgroep.kernel.links.purposes import register  # noqa: PLC0415 -- models exist only from here on
        from kopgroep.rooms.contributions.views.asking import MonthHours  # noqa: PLC0415 -- as above

        register(MonthHours())
