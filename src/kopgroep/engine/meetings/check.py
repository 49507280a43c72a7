"""Whether a calendar keeps every rule, told from the problem alone: no solver, whole numbers only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from itertools import combinations, pairwise

from kopgroep.engine.meetings.problem import Calendar

# Per meeting its day and its principle.
Chosen = Mapping[str, tuple[date, str | None]]


def broken_rules(calendar: Calendar, chosen: Chosen) -> list[str]:
    """What is wrong with this calendar; empty when nothing is."""
    broken = [f"{meeting.id}: not planned" for meeting in calendar.meetings if meeting.id not in chosen]
    if broken:
        return broken
    locked = {one.meeting: (one.date, one.principle) for one in calendar.agreed if one.locked}
    broken += [f"{meeting}: locked, and moved" for meeting, was in locked.items() if chosen[meeting] != was]
    for meeting in calendar.meetings:
        if meeting.id not in locked:
            broken += _broken_by(calendar, meeting.id, meeting.candidates, meeting.principle, chosen)
    days = [chosen[meeting.id][0] for meeting in calendar.meetings]
    broken += [
        f"{one} and {other}: too near"
        for one, other in combinations(days, 2)
        if abs((one - other).days) < calendar.gap_days
    ]
    broken += _broken_turns(calendar, [chosen[meeting.id][1] for meeting in calendar.meetings])
    for person in calendar.people:
        comes = sum(day not in person.away for day in days)
        if comes < calendar.attend_at_least:
            broken.append(f"{person.id}: can come to {comes} only")
    return broken


def _broken_by(
    calendar: Calendar, meeting: str, candidates: tuple[date, ...], settled: str | None, chosen: Chosen
) -> list[str]:
    day, principle = chosen[meeting]
    here = [person for person in calendar.people if day not in person.away]
    helices = Counter(person.helix for person in here)
    wrong = {
        "no candidate": day not in candidates,
        "a holiday": day in calendar.holidays,
        "another principle": settled is not None and principle != settled,
        "no such principle": bool(calendar.principles) != (principle in calendar.principles),
        "somebody required is away": any(
            person.required and person not in here for person in calendar.people
        ),
        "no quorum": any(helices[helix] < count for helix, count in calendar.quorum.items()),
    }
    return [f"{meeting} on {day}: {why}" for why, is_so in wrong.items() if is_so]


def _broken_turns(calendar: Calendar, principles: list[str | None]) -> list[str]:
    if not calendar.principles:
        return []
    broken = []
    low, rest = divmod(len(principles), len(calendar.principles))
    high = low + bool(rest)
    turns = Counter(principles)
    broken += [f"{one}: {turns[one]} turns" for one in calendar.principles if not low <= turns[one] <= high]
    if not calendar.repeats:
        broken += [f"{one}: twice in a row" for one, next_one in pairwise(principles) if one == next_one]
    return broken
