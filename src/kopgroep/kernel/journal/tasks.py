"""What the worker does every minute besides its jobs (huey finds this module by its name)."""

from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from kopgroep.kernel import clock, health
from kopgroep.kernel.journal.mail import look_after_mails


@db_periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]  # huey carries no types
def every_minute() -> None:
    health.beat(clock.now())
    look_after_mails(at=clock.now())
