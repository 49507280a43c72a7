from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    name = "kopgroep.kernel.jobs"
    label = "jobs"

    def ready(self) -> None:
        from kopgroep.kernel.jobs.chores import make_checkpoints, rebuild_index  # noqa: PLC0415 -- models exist only from here on
        from kopgroep.kernel.jobs.registry import register  # noqa: PLC0415 -- as above

        register(rebuild_index, title=_("Make the search index anew"), retryable=True)
        register(
            make_checkpoints,
            title=_("Seal the journal, so that no later change to it goes unseen"),
            retryable=True,
        )
