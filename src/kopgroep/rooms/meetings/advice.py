"""The engine's proposal for a series of meetings: each principle in turn, no holidays, as many people as can come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from kopgroep.engine.meetings.problem import Calendar, Person
from kopgroep.engine.meetings.problem import Meeting as GivenMeeting
from kopgroep.engine.meetings.schedule import schedule_meetings
from kopgroep.facts.working_days import is_working_day, public_holidays
from kopgroep.rooms.programme.models import Deal, DesignPrinciple


@dataclass(frozen=True, slots=True)
class Proposed:
    """A day for a meeting, and the principle that it treats."""

    on: date
    principle: DesignPrinciple | None


def propose_series(deal: Deal, *, first_month: date, months: int, weekday: int) -> list[Proposed]:
    """A meeting each month on one weekday (0 is Monday); empty when no such calendar exists."""
    principles = {each.code: each for each in deal.principles.order_by("order", "pk")}
    wanted = []
    month = first_month.replace(day=1)
    in_turn = list(principles)
    for number in range(months):
        days = tuple(day for day in _days_of(month) if day.weekday() == weekday and is_working_day(day))
        principle = in_turn[number % len(in_turn)] if in_turn else None
        wanted.append(GivenMeeting(id=month.isoformat(), candidates=days, principle=principle))
        month = (month + timedelta(days=32)).replace(day=1)
    holidays = tuple(sorted(public_holidays(first_month.year) | public_holidays(first_month.year + 1)))
    plan = schedule_meetings(
        Calendar(
            meetings=tuple(wanted),
            people=(Person(id="deal"),),
            principles=tuple(principles),
            holidays=holidays,
            gap_days=14,
            repeats=len(principles) < 2,
        )
    )
    return [Proposed(one.date, principles.get(one.principle or "")) for one in plan.planned]


def _days_of(month: date) -> list[date]:
    after = (month + timedelta(days=32)).replace(day=1)
    return [month + timedelta(days=number) for number in range((after - month).days)]
