"""What is still possible: per meeting the days that are left, and who can come on each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from kopgroep.engine.answers import Parameter, Reason
from kopgroep.engine.meetings.problem import Agreed, Calendar, Meeting

# A person who can come counts once, and once more when the meeting treats a principle of this person's own.
PRESENT, OWN = 1, 1


@dataclass(frozen=True)
class Option:
    """A meeting (its number) on a day with a principle, how many points that is worth, and whether something else was
    agreed before."""

    meeting: int
    date: date
    principle: str | None
    points: int
    changed: bool


@dataclass(frozen=True)
class Possible:
    """All options, and per day who can come: a row of booleans in the order of the people."""

    options: tuple[Option, ...]
    coming: dict[date, NDArray[np.bool_]]
    reasons: tuple[Reason, ...]


def possible(calendar: Calendar) -> Possible:
    """Every option that no single rule forbids; and the meetings for which none is left, with the reason."""
    coming = _coming(calendar)
    own = {
        principle: np.array([principle in person.principles for person in calendar.people])
        for principle in calendar.principles
    }
    agreed = {one.meeting: one for one in calendar.agreed}
    options, reasons = [], []
    for number, meeting in enumerate(calendar.meetings):
        before = agreed.get(meeting.id)
        left, lost = _days_left(calendar, meeting, coming, before)
        if not left:
            params: dict[str, Parameter] = {"candidates": len(meeting.candidates), **lost}
            reasons.append(Reason(code="meetings.no_day_left", params=params, refs=(meeting.id,)))
        for day in left:
            for principle in _principles(calendar, meeting, before):
                here = coming[day]
                points = PRESENT * int(here.sum())
                if principle is not None:
                    points += OWN * int((here & own[principle]).sum())
                changed = before is not None and (before.date, before.principle) != (day, principle)
                options.append(Option(number, day, principle, points, changed))
    return Possible(tuple(options), coming, tuple(reasons))


def _coming(calendar: Calendar) -> dict[date, NDArray[np.bool_]]:
    days = {day for meeting in calendar.meetings for day in meeting.candidates}
    days |= {one.date for one in calendar.agreed}
    coming = {day: np.ones(len(calendar.people), dtype=bool) for day in days}
    for at, person in enumerate(calendar.people):
        for day in days.intersection(person.away):
            coming[day][at] = False
    return coming


def _days_left(
    calendar: Calendar, meeting: Meeting, coming: dict[date, NDArray[np.bool_]], agreed: Agreed | None
) -> tuple[list[date], dict[str, int]]:
    """The days on which the meeting can be, and how many were lost to what."""
    if agreed is not None and agreed.locked:
        return [agreed.date], {}
    left, lost = [], Counter[str]()
    for day in meeting.candidates:
        why = _forbidden(calendar, day, coming[day])
        if why:
            lost[why] += 1
        else:
            left.append(day)
    return left, dict(sorted(lost.items()))


def _forbidden(calendar: Calendar, day: date, coming: NDArray[np.bool_]) -> str | None:
    if day in calendar.holidays:
        return "holidays"
    if any(person.required and not here for person, here in zip(calendar.people, coming, strict=True)):
        return "required_away"
    here = Counter(person.helix for person, comes in zip(calendar.people, coming, strict=True) if comes)
    if any(here[helix] < count for helix, count in calendar.quorum.items()):
        return "no_quorum"
    return None


def _principles(calendar: Calendar, meeting: Meeting, agreed: Agreed | None) -> tuple[str | None, ...]:
    if agreed is not None and agreed.locked:
        return (agreed.principle,)
    if meeting.principle is not None:
        return (meeting.principle,)
    return calendar.principles or (None,)
