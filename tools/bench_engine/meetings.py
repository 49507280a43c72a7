"""A calendar of two years for the people of 342 municipalities, against its linear relaxation."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np

from kopgroep.engine.draws import Draws
from kopgroep.engine.meetings.model import RULES, programme_of
from kopgroep.engine.meetings.options import possible
from kopgroep.engine.meetings.problem import Calendar, Meeting, Person
from kopgroep.engine.meetings.schedule import schedule_meetings
from kopgroep.engine.solver import solve
from tools.bench_engine.measure import Growth, Row, seconds_of, side_by_side

START = date(2026, 1, 1)


def rows() -> Iterator[Row]:
    for months, dates, people in ((12, 8, 60), (24, 12, 342)):
        calendar = generated(months, dates, people).in_order()
        found = possible(calendar)
        points = np.array([float(option.points) for option in found.options])
        ours, theirs = side_by_side(
            lambda calendar=calendar: schedule_meetings(calendar),  # type: ignore[misc]
            lambda calendar=calendar, found=found, points=points: solve(  # type: ignore[misc]
                programme_of(calendar, found, points, frozenset(RULES)), relaxed=True
            ),
            rounds=3,
        )
        plan = schedule_meetings(calendar)
        yield Row(
            "meetings",
            f"{months} months, {dates} days each, {people} people",
            "one linear relaxation",
            ours,
            theirs,
            note=f"{plan.outcome.status}, {plan.outcome.objective:g} points",
        )


def growths() -> Iterator[Growth]:
    sizes = (40, 80, 160, 320, 640)
    problems = [generated(12, 8, size) for size in sizes]
    yield Growth(
        name="calendar of 12 months",
        unit="people",
        sizes=sizes,
        seconds=[seconds_of(lambda one=one: schedule_meetings(one)) for one in problems],  # type: ignore[misc]
    )


def generated(months: int, dates: int, people: int, seed: int = 1) -> Calendar:
    """Everybody is away on one day in five; four principles, one of them one's own; three weeks between meetings."""
    draws = Draws(seed)
    days = [[START + timedelta(days=30 * month + 2 * at) for at in range(dates)] for month in range(months)]
    every = [day for month in days for day in month]
    return Calendar(
        meetings=tuple(Meeting(id=f"m{at:02}", candidates=tuple(month)) for at, month in enumerate(days)),
        people=tuple(
            Person(
                id=f"p{at:03}",
                away=tuple(
                    day for day, off in zip(every, draws.uniform(len(every)) < 0.2, strict=True) if off
                ),
                principles=(f"principle-{at % 4}",),
            )
            for at in range(people)
        ),
        principles=tuple(f"principle-{at}" for at in range(4)),
        gap_days=21,
    )
