from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArchiveConfig(AppConfig):
    name = "kopgroep.rooms.archive"
    label = "archive"

    def ready(self) -> None:
        from kopgroep.kernel.backup.nightly import make_nightly_backup  # noqa: PLC0415 -- models exist only from here on
        from kopgroep.kernel.jobs.registry import register  # noqa: PLC0415 -- as above
        from kopgroep.rooms.archive.actions.jobs import look_at_archive, make_archive, take_in_archive  # noqa: PLC0415 -- as above

        register(make_nightly_backup, title=_("Make the nightly backup"), retryable=True)
        register(make_archive, title=_("Make an archive of a deal"), retryable=True)
        register(look_at_archive, title=_("Look at what an archive brings"), retryable=True)
        register(take_in_archive, title=_("Restore a deal from an archive"))
