"""Jobs in the queue."""

from datetime import datetime

from kopgroep.kernel.accounts.models import User
from kopgroep.kernel.clock import now
from kopgroep.kernel.jobs.chores import rebuild_index
from kopgroep.kernel.jobs.models import Job
from kopgroep.kernel.jobs.registry import name_of


def make_job(
    *, action: str = "", asked_by: User | None = None, asked_at: datetime | None = None, **fields: object
) -> Job:
    at = asked_at or now()
    return Job.objects.create(
        action=action or name_of(rebuild_index), asked_by=asked_by, asked_at=at, queued_at=at, **fields
    )
