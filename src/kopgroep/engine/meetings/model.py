"""The calendar as a programme: one yes-or-no column per option, one row per rule.

With z[o] = 1 when option o (meeting m, day d, principle p) is taken:

    one of each         sum of z over the options of m = 1
    gap                 z of a day of m, plus z of the days of the next meeting that are too near, <= 1
    turns               floor(M / P) <= sum of z over the options of p <= ceil(M / P)
    no repeats          z of p in m, plus z of p in the next meeting, <= 1
    everybody           sum of z over the options to which the person can come >= attend_at_least

M is the number of meetings and P that of principles. First the number of changes is made as small as it can be, then
the points as many as that leaves possible, and of equal calendars the one with the earliest days is taken.
"""

from __future__ import annotations

import math
from collections import defaultdict
from itertools import combinations
from operator import attrgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kopgroep.engine.meetings.options import Possible
from kopgroep.engine.meetings.problem import Calendar
from kopgroep.engine.solver import Programme

# The rules that can be left out when one looks for what stands in the way.
RULES = ("attend_at_least", "gap_days", "repeats", "turns")


def programme_of(
    calendar: Calendar,
    found: Possible,
    cost: NDArray[np.float64],
    rules: frozenset[str],
    *,
    maximise: bool = True,
) -> Programme:
    programme = Programme(maximise=maximise)
    programme.columns(cost, whole=True)
    for columns in _by(found, "meeting").values():
        programme.row(columns, lower=1, upper=1)
    if "gap_days" in rules:
        _add_gaps(programme, calendar, found)
    if "turns" in rules and calendar.principles:
        _add_turns(programme, calendar, found)
    if "repeats" in rules and not calendar.repeats:
        _add_no_repeats(programme, calendar, found)
    if "attend_at_least" in rules and calendar.attend_at_least:
        _add_everybody(programme, calendar, found)
    return programme


def _by(found: Possible, *names: str) -> dict[Any, list[int]]:
    """The columns of the options, by what these fields of an option say."""
    columns: dict[Any, list[int]] = defaultdict(list)
    key = attrgetter(*names)
    for at, option in enumerate(found.options):
        columns[key(option)].append(at)
    return columns


def _add_gaps(programme: Programme, calendar: Calendar, found: Possible) -> None:
    columns = _by(found, "meeting", "date")
    for (one, day), (other, other_day) in combinations(sorted(columns), 2):
        if one != other and abs((other_day - day).days) < calendar.gap_days:
            programme.row([*columns[one, day], *columns[other, other_day]], upper=1)


def _add_turns(programme: Programme, calendar: Calendar, found: Possible) -> None:
    share = len(calendar.meetings) / len(calendar.principles)
    columns = _by(found, "principle")
    for principle in calendar.principles:
        programme.row(columns[principle], lower=math.floor(share), upper=math.ceil(share))


def _add_no_repeats(programme: Programme, calendar: Calendar, found: Possible) -> None:
    columns = _by(found, "meeting", "principle")
    for number in range(len(calendar.meetings) - 1):
        for principle in calendar.principles:
            programme.row([*columns[number, principle], *columns[number + 1, principle]], upper=1)


def _add_everybody(programme: Programme, calendar: Calendar, found: Possible) -> None:
    coming = np.array([found.coming[option.date] for option in found.options])
    # People who are away on the same days ask the same of the calendar.
    for column in np.unique(coming, axis=1).T:
        if not column.all():
            programme.row(np.flatnonzero(column), lower=calendar.attend_at_least)
