"""The calendar itself: least changes first, then most people, and proof of both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from kopgroep.engine.answers import Conflict, Infeasibility, Reason, Relaxation, Status, outcome_of
from kopgroep.engine.deletion import minimal_conflict
from kopgroep.engine.meetings.answer import MeetingPlan, Planned, Presence
from kopgroep.engine.meetings.check import broken_rules
from kopgroep.engine.meetings.model import RULES, programme_of
from kopgroep.engine.meetings.options import Option, Possible, possible
from kopgroep.engine.meetings.problem import Calendar
from kopgroep.engine.patience import Patience
from kopgroep.engine.solver import Programme, Solved, SolverFailed, solve
from kopgroep.engine.watch import NOBODY, Watch

Floats = NDArray[np.float64]
ALL = frozenset(RULES)


def schedule_meetings(
    calendar: Calendar, *, seconds: float | None = None, watch: Watch = NOBODY
) -> MeetingPlan:
    """Put every meeting on a day; proven best unless time is up."""
    calendar, patience = calendar.in_order(), Patience.of(seconds, watch)
    found = possible(calendar)
    if found.reasons:
        return _none(calendar, Infeasibility(rung="items", reasons=found.reasons))
    points = np.array([float(option.points) for option in found.options])
    moved = np.array([float(option.changed) for option in found.options])
    fewest = _solve(programme_of(calendar, found, moved, ALL, maximise=False), patience)
    if fewest.status == "infeasible":
        return _none(calendar, _explained(calendar, found, patience))
    if not fewest.found:
        return _none(calendar, None, status="stopped")
    if fewest.status == "stopped":
        return _plan(calendar, found, fewest, points, bound=float(points.sum()))
    programme = programme_of(calendar, found, points, ALL)
    programme.row(np.arange(len(moved)), moved, upper=fewest.objective)
    best = _solve(programme, patience, start=fewest.x)
    if best.status == "stopped":
        return _plan(calendar, found, best if best.found else fewest, points, bound=best.bound)
    return _plan(calendar, found, _earliest(calendar, found, points, moved, best, patience), points)


def _solve(programme: Programme, patience: Patience, start: Floats | None = None) -> Solved:
    return solve(programme, step=1, seconds=patience.left(), start=start, watch=patience.watch)


def _earliest(
    calendar: Calendar, found: Possible, points: Floats, moved: Floats, best: Solved, patience: Patience
) -> Solved:
    """Of all calendars as good as this one, that with the earliest days and the first principles."""
    order = sorted({(option.date, option.principle or "") for option in found.options})
    late = {one: place for place, one in enumerate(order)}
    cost = np.array([float(late[option.date, option.principle or ""]) for option in found.options])
    programme = programme_of(calendar, found, cost, ALL, maximise=False)
    every = np.arange(len(cost))
    programme.row(every, points, lower=round(float(points @ best.x)))
    programme.row(every, moved, upper=round(float(moved @ best.x)))
    first = _solve(programme, patience, start=best.x)
    return first if first.status == "optimal" else best


def _plan(
    calendar: Calendar, found: Possible, solved: Solved, points: Floats, *, bound: float | None = None
) -> MeetingPlan:
    taken = [option for option, yes in zip(found.options, solved.x > 0.5, strict=True) if yes]
    chosen = {calendar.meetings[one.meeting].id: (one.date, one.principle) for one in taken}
    if broken := broken_rules(calendar, chosen):
        raise SolverFailed(f"a calendar that breaks its own rules: {broken}")
    value = float(points @ solved.x)
    planned = tuple(_planned(calendar, found, option) for option in taken)
    status: Status = "optimal" if bound is None else "stopped"
    return MeetingPlan(
        planned=planned,
        presence=_presence(calendar, taken),
        changes=sum(one.changed for one in planned),
        infeasibility=None,
        outcome=outcome_of(
            calendar, status=status, objective=value, bound=value if bound is None else max(bound, value)
        ),
    )


def _planned(calendar: Calendar, found: Possible, option: Option) -> Planned:
    coming = found.coming[option.date]
    here = [person for person, comes in zip(calendar.people, coming, strict=True) if comes]
    by_helix = Counter(person.helix for person in here if person.helix is not None)
    return Planned(
        meeting=calendar.meetings[option.meeting].id,
        date=option.date,
        principle=option.principle,
        present=len(here),
        by_helix=dict(sorted(by_helix.items())),
        absent=tuple(person.id for person, comes in zip(calendar.people, coming, strict=True) if not comes),
        changed=option.changed,
    )


def _presence(calendar: Calendar, taken: list[Option]) -> tuple[Presence, ...]:
    return tuple(
        Presence(
            person=person.id,
            meetings=sum(option.date not in person.away for option in taken),
            own_principle=sum(
                option.date not in person.away and option.principle in person.principles for option in taken
            ),
        )
        for person in calendar.people
    )


def _explained(calendar: Calendar, found: Possible, patience: Patience) -> Infeasibility:
    """Which rules exclude each other, and how far everybody's attendance must be loosened if that helps."""
    nothing, unsure = np.zeros(len(found.options)), []

    def can_be_kept(rules: Sequence[str]) -> bool:
        solved = _solve(programme_of(calendar, found, nothing, frozenset(rules)), patience)
        if solved.status == "stopped":
            unsure.append(rules)
        return solved.status != "infeasible"

    refs = tuple(sorted(minimal_conflict(RULES, can_be_kept)))
    relaxation = _loosened(calendar, found, patience)
    return Infeasibility(
        rung="integer",
        reasons=(Reason(code="meetings.rules_exclude_each_other", refs=refs),),
        conflicts=(Conflict(refs=refs, minimal=not unsure),),
        relaxations=(relaxation,) if relaxation else (),
    )


def _loosened(calendar: Calendar, found: Possible, patience: Patience) -> Relaxation | None:
    """The highest attendance that everybody can have, by halving: what is asked, less that, is the loosening."""
    low, high, best, proven = 0, calendar.attend_at_least - 1, None, True
    while low <= high:
        middle = (low + high) // 2
        tried = msgspec.structs.replace(calendar, attend_at_least=middle)
        solved = _solve(programme_of(tried, found, np.zeros(len(found.options)), ALL), patience)
        proven = proven and solved.status != "stopped"
        if solved.found:
            best, low = middle, middle + 1
        else:
            high = middle - 1
    if best is None:
        return None
    by = calendar.attend_at_least - best
    return Relaxation(ref="attend_at_least", by=by, unit="meetings", proven_smallest=proven)


def _none(calendar: Calendar, why: Infeasibility | None, *, status: Status = "infeasible") -> MeetingPlan:
    return MeetingPlan(
        planned=(), presence=(), changes=0, infeasibility=why, outcome=outcome_of(calendar, status=status)
    )
