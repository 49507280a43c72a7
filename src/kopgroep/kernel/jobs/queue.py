"""The one task there is: run a job by its uid. Through the django.tasks API, so that another engine can take over."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django_tasks import task

from kopgroep.kernel import clock
from kopgroep.kernel.jobs.run import run


@task()
def run_job(uid: str) -> None:
    again_at = run(UUID(uid), clock=clock.now)
    if again_at:
        enqueue(UUID(uid), not_before=again_at)


def enqueue(uid: UUID, *, not_before: datetime | None = None) -> None:
    """A job may be in the queue twice: it runs once, because run() claims it in the database."""
    waiting = run_job.using(run_after=not_before) if not_before else run_job
    waiting.enqueue(str(uid))
