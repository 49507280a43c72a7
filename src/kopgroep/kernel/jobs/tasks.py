"""What the worker does by the clock (huey finds this module by its name). Hours are UTC."""

from django.conf import settings
from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from kopgroep.kernel import clock
from kopgroep.kernel.backup.nightly import make_nightly_backup
from kopgroep.kernel.jobs import care
from kopgroep.kernel.jobs.chores import make_checkpoints
from kopgroep.kernel.privacy.retention import keep_no_longer


@db_periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]
def every_minute() -> None:
    care.look_after_jobs(at=clock.now())


@db_periodic_task(crontab(minute="15", hour="1"))  # type: ignore[untyped-decorator]
def every_night() -> None:
    at = clock.now()
    care.start_nightly(make_checkpoints, at=at)
    care.start_nightly(keep_no_longer, at=at)
    if settings.BACKUP_FOLDER:
        care.start_nightly(make_nightly_backup, at=at)
    care.clear_sessions()
    care.forget_old_jobs(at=at)
