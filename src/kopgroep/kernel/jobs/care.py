"""What keeps the queue honest: jobs whose worker is gone, jobs that the queue lost, jobs that are long over."""

from __future__ import annotations

from datetime import datetime, timedelta
from importlib import import_module

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from kopgroep.kernel.actors import Actor
from kopgroep.kernel.jobs.actions import back_to_the_queue, start_job
from kopgroep.kernel.jobs.models import Job, State
from kopgroep.kernel.jobs.queue import enqueue
from kopgroep.kernel.jobs.registry import Work, is_registered, kind_of, name_of
from kopgroep.kernel.jobs.run import MOST_ATTEMPTS

QUEUE_LOST_IT_AFTER = timedelta(minutes=5)
KEPT = timedelta(days=90)
NIGHT = timedelta(hours=12)


def look_after_jobs(*, at: datetime) -> None:
    """Find the jobs that nobody works on any more."""
    for pk in Job.objects.lost(at).order_by("pk").values_list("pk", flat=True):
        _take_up(pk, at=at)
    forgotten = Job.objects.filter(state=State.WAITING, queued_at__lt=at - QUEUE_LOST_IT_AFTER).order_by("pk")
    for uid in list(forgotten.values_list("uid", flat=True)):
        Job.objects.filter(uid=uid).update(queued_at=at)
        enqueue(uid)


@transaction.atomic
def _take_up(pk: int, *, at: datetime) -> None:
    job = Job.objects.select_for_update().get(pk=pk)
    if not job.is_lost(at):
        return
    if job.stop_asked_at:
        job.state, job.ended_at = State.STOPPED, at
        job.save(update_fields=["state", "ended_at"])
    elif is_registered(job.action) and kind_of(job.action).retryable and job.attempts % MOST_ATTEMPTS:
        back_to_the_queue(job, at=at)
    else:
        job.state, job.ended_at = State.FAILED, at
        job.error = _("The worker that did this was ended half-way. Start it again.")
        job.save(update_fields=["state", "ended_at", "error"])


def start_nightly(work: Work, *, at: datetime) -> Job | None:
    """Start a nightly job, once a night however many workers there are."""
    with transaction.atomic():
        if Job.objects.filter(action=name_of(work), asked_by=None, asked_at__gt=at - NIGHT).exists():
            return None
        return start_job(action=name_of(work), by=Actor.system("nightly"), at=at)


def forget_old_jobs(*, at: datetime) -> int:
    return Job.objects.over().filter(ended_at__lt=at - KEPT).delete()[0]


def clear_sessions() -> None:
    """Sessions that have expired open nothing any more, but say when somebody was here."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
