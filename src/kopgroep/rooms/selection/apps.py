from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SelectionConfig(AppConfig):
    name = "kopgroep.rooms.selection"
    label = "selection"

    def ready(self) -> None:
        from kopgroep.kernel.jobs.registry import register as register_job  # noqa: PLC0415 -- models exist only from here on
        from kopgroep.kernel.links.purposes import register  # noqa: PLC0415 -- as above
        from kopgroep.rooms.selection.advice import propose  # noqa: PLC0415 -- as above
        from kopgroep.rooms.selection.views.asking import BallotByMail  # noqa: PLC0415 -- as above

        register(BallotByMail())
        register_job(propose, title=_("Propose which tools to choose"), retryable=True)
