"""What the worker does about webhooks by the clock (huey finds this module by its name)."""

from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from kopgroep.kernel import clock
from kopgroep.kernel.webhooks.deliver import look_after_webhooks


@db_periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]  # huey carries no types
def every_minute() -> None:
    look_after_webhooks(at=clock.now())
