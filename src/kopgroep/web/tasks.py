"""What the worker does for several rooms together by the clock (huey finds this module by its name)."""

from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from kopgroep.kernel import clock
from kopgroep.web.news import write_news


@db_periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]  # huey carries no types
def every_minute() -> None:
    write_news(at=clock.now())
