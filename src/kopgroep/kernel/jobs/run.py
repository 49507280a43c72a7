"""What a worker does with a job: claim it, work, tell how far it is, and end it whatever happens."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from django.db import DatabaseError, connection
from django.db.models import F
from django.utils.translation import gettext as _

from kopgroep.kernel.jobs.models import Job, State
from kopgroep.kernel.jobs.registry import ActionUnknown, Result, kind_of
from kopgroep.kernel.obstacles import Obstructed, Words

log = structlog.get_logger(__name__)
Clock = Callable[[], datetime]

BEAT_SECONDS = 5.0
# A page cannot show more often than this how far a job is.
TELL_SECONDS = 0.5
# In a row, before somebody has to look at it. The number also tells a worker whether a job is still its own.
MOST_ATTEMPTS = 3
RETRY_AFTER = timedelta(seconds=30)


class Stopped(Exception):
    """Somebody asked the job to stop."""


class WorkerCloses(Exception):
    """The worker was told to end; the job goes on elsewhere or later."""


class Closing:
    """Whether this process was told to end; the worker command binds it to its own flag."""

    def __init__(self) -> None:
        self.flag: Any = threading.Event()

    def __bool__(self) -> bool:
        return bool(self.flag.is_set())


closing = Closing()


def run(uid: UUID, *, clock: Clock) -> datetime | None:
    """Run a waiting job; do nothing when another worker has it, or it is no longer waiting.

    Returns when to try again, if it did not work out and may be tried again.
    """
    if not _claim(uid, at=clock()):
        return None
    job = Job.objects.get(uid=uid)
    log.info("job", action=job.action, uid=str(uid), state="running", attempt=job.attempts)
    try:
        with _beating(job, clock=clock):
            result = _work(job, clock=clock)
    except Stopped:
        _end(job, State.STOPPED, at=clock())
    except Obstructed as refusal:
        _end(job, State.FAILED, at=clock(), error=str(refusal))
    except ActionUnknown:
        _end(
            job,
            State.FAILED,
            at=clock(),
            error=_("This version of Kopgroep does not know this job any more."),
        )
    except WorkerCloses:
        return _again_or_failed(job, at=clock(), error=_("The worker was stopped half-way."))
    except Exception:
        log.exception("job", action=job.action, uid=str(uid), state="failed")
        unforeseen = _("Something went wrong that we did not foresee; the log of the worker says what.")
        return _again_or_failed(job, at=clock(), error=unforeseen, wait=RETRY_AFTER * job.attempts)
    else:
        _end(job, State.DONE, at=clock(), result=result)
    return None


def _claim(uid: UUID, *, at: datetime) -> bool:
    """One update that only one worker can win."""
    waiting = Job.objects.filter(uid=uid, state=State.WAITING)
    return bool(
        waiting.update(
            state=State.RUNNING,
            started_at=at,
            beat_at=at,
            attempts=F("attempts") + 1,
            revision=F("revision") + 1,
        )
    )


def _work(job: Job, *, clock: Clock) -> Result:
    kind = kind_of(job.action)
    told = 0.0

    def progress(done: int, total: int, message: Words) -> None:
        nonlocal told
        if closing:
            raise WorkerCloses
        if time.monotonic() - told < TELL_SECONDS:
            return
        told = time.monotonic()
        mine = Job.objects.filter(pk=job.pk, state=State.RUNNING, attempts=job.attempts)
        stopped = not mine.filter(stop_asked_at=None).exists()
        if stopped:
            raise Stopped
        mine.update(done=max(done, 0), total=max(total, 0), message=str(message)[:300], beat_at=clock())

    return kind.work(progress=progress, **job.arguments)


@contextmanager
def _beating(job: Job, *, clock: Clock) -> Iterator[None]:
    """Say every few seconds that we still work on it, also while one long step says nothing."""
    over = threading.Event()

    def beat() -> None:
        try:
            while not over.wait(BEAT_SECONDS):
                try:
                    Job.objects.filter(pk=job.pk, state=State.RUNNING, attempts=job.attempts).update(
                        beat_at=clock()
                    )
                except DatabaseError:
                    # The work itself holds the database; the next beat may get through.
                    log.info("job", uid=str(job.uid), beat="missed")
        finally:
            connection.close()

    thread = threading.Thread(target=beat, name=f"beat of {job.uid}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _end(job: Job, state: State, *, at: datetime, error: str = "", result: Result = None) -> None:
    """Write the end down, unless the job was given to another worker meanwhile."""
    mine = Job.objects.filter(pk=job.pk, state=State.RUNNING, attempts=job.attempts)
    values: dict[str, Any] = {"state": state, "ended_at": at, "error": error, "result": dict(result or {})}
    if state == State.DONE:
        values |= {"done": F("total"), "message": ""}
    mine.update(revision=F("revision") + 1, **values)
    log.info("job", action=job.action, uid=str(job.uid), state=str(state))


def _again_or_failed(
    job: Job, *, at: datetime, error: str, wait: timedelta = timedelta(0)
) -> datetime | None:
    """Back to the queue when that does no harm and was not tried often enough; else it failed."""
    if not kind_of(job.action).retryable or (wait and job.attempts % MOST_ATTEMPTS == 0):
        _end(job, State.FAILED, at=at, error=error)
        return None
    mine = Job.objects.filter(pk=job.pk, state=State.RUNNING, attempts=job.attempts)
    mine.update(state=State.WAITING, queued_at=at + wait, message=error[:300], revision=F("revision") + 1)
    return at + wait
