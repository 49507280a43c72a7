"""A job: what is to be done, how far it is, and how it ended."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kopgroep.kernel.accounts.models import User
from kopgroep.kernel.jobs.registry import is_registered, kind_of
from kopgroep.kernel.obstacles import Words
from kopgroep.kernel.records import Keep, Privacy, Record

# A worker says every few seconds that it still works on a job; after a minute of silence it is gone.
LOST_AFTER = timedelta(seconds=60)


class State(models.TextChoices):
    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    STOPPED = "stopped", _("stopped")


class JobQuerySet(models.QuerySet["Job"]):
    def lost(self, at: datetime) -> JobQuerySet:
        """Running as far as we were told, but their worker is silent."""
        return self.filter(state=State.RUNNING, beat_at__lt=at - LOST_AFTER)

    def over(self) -> JobQuerySet:
        return self.filter(state__in=(State.DONE, State.FAILED, State.STOPPED))


class Job(Record):
    """A piece of work in the queue (taak)."""

    action = models.CharField(max_length=200)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0, help_text="0: nobody knows how much there is to do.")
    message = models.CharField(max_length=300, blank=True)
    result = models.JSONField(default=dict)
    error = models.TextField(blank=True, help_text="Why it failed, in words for people.")
    attempts = models.PositiveSmallIntegerField(default=0)
    asked_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="jobs")
    asked_at = models.DateTimeField()
    queued_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    beat_at = models.DateTimeField(null=True, blank=True)
    stop_asked_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = JobQuerySet.as_manager()

    personal: ClassVar[Mapping[str, Keep]] = {
        "arguments": Keep(days=90, after="ended_at"),
        "result": Keep(days=90, after="ended_at"),
        "message": Keep(days=90, after="ended_at"),
        "error": Keep(days=90, after="ended_at"),
    }
    privacy: ClassVar[Privacy | None] = Privacy(
        what=_("Long jobs that were started: what they were about and what came of them"),
        why=_("to show you how far it is, and to find out why something failed"),
        seen_by=_("you and the programme office"),
        stays=_("That the work was done stays, without what it was about."),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="running")
                | models.Q(started_at__isnull=False, beat_at__isnull=False),
                name="running_job_has_begun",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=("done", "failed", "stopped"))
                | models.Q(ended_at__isnull=False),
                name="job_that_is_over_has_ended",
            ),
        ]
        indexes = [models.Index(fields=["state", "beat_at"], name="jobs_by_state")]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def journal_chain(self) -> str:
        return "jobs"

    @property
    def title(self) -> Words:
        return kind_of(self.action).title if is_registered(self.action) else self.action

    @property
    def is_over(self) -> bool:
        return self.state in (State.DONE, State.FAILED, State.STOPPED)

    def is_lost(self, at: datetime) -> bool:
        return self.state == State.RUNNING and self.beat_at is not None and self.beat_at < at - LOST_AFTER

    @property
    def percent(self) -> int | None:
        return min(100, self.done * 100 // self.total) if self.total else None

    def left(self, at: datetime) -> timedelta | None:
        """How long it still takes when it goes on as it went; None before anything can be said."""
        if self.state != State.RUNNING or not (self.total and self.done and self.started_at):
            return None
        spent = at - self.started_at
        if spent < timedelta(seconds=3):
            return None
        return spent * max(self.total - self.done, 0) / self.done
