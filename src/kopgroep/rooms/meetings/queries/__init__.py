"""When the deal meets, what is open, and what was decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet

from kopgroep.kernel.clock import AMSTERDAM, day_of
from kopgroep.rooms.meetings.models import Decision, Meeting, MeetingKind, Task
from kopgroep.rooms.programme.models import Deal, PhaseEntry, PhaseKind


def end_of(on: date) -> datetime:
    """The first moment after a day, in the Netherlands."""
    return datetime.combine(on + timedelta(days=1), time(0), AMSTERDAM)


def held(deal: Deal, on: date) -> QuerySet[Meeting]:
    """Meetings that began by the end of a day and were not cancelled."""
    rows = Meeting.objects.filter(deal=deal, starts_at__lt=end_of(on))
    return rows.filter(Q(cancelled_at=None) | Q(cancelled_at__gte=end_of(on)))


def open_tasks(deal: Deal, on: date) -> QuerySet[Task]:
    """Everything that was promised by a day and not done then; the most overdue first."""
    rows = Task.objects.filter(Q(done_on=None) | Q(done_on__gt=on), deal=deal, made_on__lte=on)
    return rows.select_related("partner__organisation", "meeting").order_by("due_on", "pk")


def decisions_in_force(deal: Deal, on: date) -> QuerySet[Decision]:
    rows = Decision.objects.filter(Q(ended_on=None) | Q(ended_on__gt=on), deal=deal, decided_on__lte=on)
    return rows.order_by("-decided_on", "-pk")


@dataclass(frozen=True, slots=True)
class MonthMet:
    """A month of the exploration, and the meeting that was held in it."""

    month_from: date
    meeting: Meeting | None


def months_of_exploring(deal: Deal, on: date) -> list[MonthMet]:
    """The months of exploring that are over, and the running one as soon as it has its meeting."""
    entries = list(
        PhaseEntry.objects.filter(deal=deal, entered_on__lte=on)
        .select_related("phase")
        .order_by("entered_on")
    )
    meetings: dict[date, Meeting] = {}
    for meeting in held(deal, on).filter(kind=MeetingKind.MEETING).order_by("starts_at"):
        meetings.setdefault(day_of(meeting.starts_at).replace(day=1), meeting)
    found = []
    for place, entry in enumerate(entries):
        if entry.phase.kind != PhaseKind.EXPLORE:
            continue
        until = entries[place + 1].entered_on if place + 1 < len(entries) else on
        month = entry.entered_on.replace(day=1)
        while month <= until:
            after = (month + timedelta(days=32)).replace(day=1)
            if month in meetings or after <= until:
                found.append(MonthMet(month, meetings.get(month)))
            month = after
    return found
