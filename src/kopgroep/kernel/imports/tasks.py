"""Every night uploads whose days are over go away."""

from __future__ import annotations

from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from kopgroep.kernel import clock
from kopgroep.kernel.imports.work import remove_uploads
from kopgroep.kernel.jobs.care import start_nightly


@db_periodic_task(crontab(minute="45", hour="1"))  # type: ignore[untyped-decorator]
def every_night() -> None:
    start_nightly(remove_uploads, at=clock.now())
