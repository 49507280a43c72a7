"""Why a meeting cannot be called, a decision not end, or somebody not check in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from kopgroep.kernel.obstacles import Obstacle
from kopgroep.rooms.meetings.models import AgendaItem, Decision, Meeting, Task
from kopgroep.rooms.programme.models import Deal
from kopgroep.rooms.programme.rules import obstacles_to_changing

# Who comes early checks in early; who forgot can do so until the next day.
EARLY, LATE = timedelta(hours=2), timedelta(hours=24)


def obstacles_to_calling(deal: Deal, *, starts_at: datetime, ends_at: datetime) -> Iterator[Obstacle]:
    yield from obstacles_to_changing(deal)
    if ends_at <= starts_at:
        yield Obstacle("ends-first", _("A meeting ends after it starts."), facts={"field": "ends"})
    elif ends_at - starts_at > timedelta(days=3):
        yield Obstacle("too-long", _("A meeting takes three days at most."), facts={"field": "ends"})


def obstacles_to_moving(meeting: Meeting) -> Iterator[Obstacle]:
    yield from obstacles_to_changing(meeting.deal)
    if meeting.is_cancelled:
        yield Obstacle("cancelled", _("This meeting was cancelled."))


def obstacles_to_cancelling(meeting: Meeting, *, reason: str) -> Iterator[Obstacle]:
    yield from obstacles_to_moving(meeting)
    if not reason.strip():
        yield Obstacle("no-reason", _("Say why it does not go on."), facts={"field": "reason"})


def obstacles_to_minuting(item: AgendaItem) -> Iterator[Obstacle]:
    yield from obstacles_to_changing(item.deal)


def obstacles_to_deciding(deal: Deal, *, text: str, on: date, today: date) -> Iterator[Obstacle]:
    yield from obstacles_to_changing(deal)
    if not text.strip():
        yield Obstacle("no-text", _("Write down what was decided."), facts={"field": "text"})
    if on > today:
        yield Obstacle("day-to-come", _("This day is still to come."), facts={"field": "on"})


def obstacles_to_ending(decision: Decision, *, reason: str) -> Iterator[Obstacle]:
    yield from obstacles_to_changing(decision.deal)
    if decision.ended_on is not None:
        yield Obstacle("ended", _("This decision does not hold any more."))
    if not reason.strip():
        yield Obstacle("no-reason", _("Say why it does not hold any more."), facts={"field": "reason"})


def obstacles_to_finishing(task: Task) -> Iterator[Obstacle]:
    yield from obstacles_to_changing(task.deal)
    if task.done_on is not None:
        yield Obstacle("done", _("This was done already."))


def obstacles_to_coming_in(meeting: Meeting, at: datetime) -> Iterator[Obstacle]:
    """Checking in is for the day itself."""
    yield from obstacles_to_moving(meeting)
    if at < meeting.starts_at - EARLY:
        yield Obstacle("too-early", _("Checking in opens two hours before the meeting."))
    if at > meeting.ends_at + LATE:
        yield Obstacle("too-late", _("This meeting is over; the office can still write down who was there."))
