from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "kopgroep.kernel.imports"
    label = "imports"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _  # noqa: PLC0415 -- models exist only from here on

        from kopgroep.kernel.imports.work import (  # noqa: PLC0415 -- as above
            check_job,
            import_job,
            remove_uploads,
            undo_job,
        )
        from kopgroep.kernel.jobs.registry import register  # noqa: PLC0415 -- as above

        register(check_job, title=_("Look at the rows of a table"), retryable=True)
        register(import_job, title=_("Import a table"), retryable=True)
        register(undo_job, title=_("Undo an import"), retryable=True)
        register(remove_uploads, title=_("Remove old uploads"), retryable=True)
