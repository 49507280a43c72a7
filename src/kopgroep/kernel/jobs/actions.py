"""Starting, stopping and starting again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kopgroep.kernel.actors import Actor
from kopgroep.kernel.jobs.models import Job, State
from kopgroep.kernel.jobs.queue import enqueue
from kopgroep.kernel.jobs.registry import is_registered, kind_of
from kopgroep.kernel.journal.record import record
from kopgroep.kernel.journal.verbs import Verb
from kopgroep.kernel.obstacles import Obstacle, clear


@transaction.atomic
def start_job(*, action: str, by: Actor, at: datetime, arguments: Mapping[str, Any] | None = None) -> Job:
    """Put a registered action in the queue, as soon as this transaction is kept."""
    kind = kind_of(action)
    job = Job.objects.create(
        action=action, arguments=dict(arguments or {}), asked_by=by.user, asked_at=at, queued_at=at
    )
    record(Verb.JOB_STARTED, about=job, by=by, at=at, facts={"job": str(kind.title)})
    transaction.on_commit(lambda: enqueue(job.uid), robust=True)
    return job


def obstacles_to_stopping(job: Job) -> Iterator[Obstacle]:
    if job.is_over:
        yield Obstacle("over", _("This job has ended already."))


@transaction.atomic
def stop_job(*, job: Job, by: Actor, at: datetime) -> Job:
    """A waiting job is stopped at once; a running one (or one whose worker is gone) at its next step."""
    job = Job.objects.select_for_update().get(pk=job.pk)
    clear(obstacles_to_stopping(job))
    job.stop_asked_at = at
    if job.state == State.WAITING or job.is_lost(at):
        job.state, job.ended_at = State.STOPPED, at
    job.save(update_fields=["stop_asked_at", "state", "ended_at"])
    record(Verb.JOB_STOPPED, about=job, by=by, at=at, facts={"job": str(job.title)})
    return job


def obstacles_to_restarting(job: Job, at: datetime) -> Iterator[Obstacle]:
    if not is_registered(job.action):
        yield Obstacle("unknown", _("This version of Kopgroep does not know this job any more."))
    if job.state == State.DONE:
        yield Obstacle("done", _("This job is done."))
    elif not job.is_over and not job.is_lost(at):
        yield Obstacle("busy", _("This job is still waiting or running."))


@transaction.atomic
def restart_job(*, job: Job, by: Actor, at: datetime) -> Job:
    """Begin again with a job that failed, was stopped, or lost its worker."""
    job = Job.objects.select_for_update().get(pk=job.pk)
    clear(obstacles_to_restarting(job, at))
    back_to_the_queue(job, at=at)
    record(Verb.JOB_STARTED, about=job, by=by, at=at, facts={"job": str(job.title)})
    return job


def back_to_the_queue(job: Job, *, at: datetime) -> None:
    """Let a job begin again from its beginning; call it in a transaction."""
    job.state, job.queued_at = State.WAITING, at
    job.done = job.total = 0
    job.message = job.error = ""
    job.started_at = job.beat_at = job.ended_at = job.stop_asked_at = None
    job.save()
    transaction.on_commit(lambda: enqueue(job.uid), robust=True)
