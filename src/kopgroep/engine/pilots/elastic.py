"""Ways out: how little one group of rules must give way so that there is a plan that keeps all others.

    minimise sum of s[k] over the rules k of the group,   each rule k: at least b[k] - s[k], or at most b[k] + s[k]

(Brown and Graves, Elastic programming, 1975; Chinneck, Feasibility and Infeasibility in Optimization, 2008, chapter 5.)
The linear relaxation gives a lower bound at once; whole numbers give the ways, with a time limit: when it stops, the
way is good but a smaller one may exist, and it says "at most".
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from kopgroep.engine.answers import Relaxation
from kopgroep.engine.patience import Patience
from kopgroep.engine.pilots.answer import Way
from kopgroep.engine.pilots.ladder import UNITS
from kopgroep.engine.pilots.model import NO_LIMIT, Grid, Group, Rows, programme_of
from kopgroep.engine.pilots.problem import PilotProblem
from kopgroep.engine.solver import TOLERANCE, Programme, solve

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def way_out(problem: PilotProblem, grid: Grid, group: Group, patience: Patience) -> Way | None:
    """None when loosening this group alone is not enough, or that is not known in time."""
    programme, slack = _loosened(grid, group)
    relaxed = solve(programme, relaxed=True, seconds=patience.left(), watch=patience.watch)
    if relaxed.status != "optimal":
        return None
    least = math.ceil(relaxed.objective - TOLERANCE)
    solved = solve(programme, step=1, seconds=patience.left(), watch=patience.watch)
    if not solved.found:
        return None
    given = np.round(solved.x[slack]).astype(np.int64)
    total = int(given.sum())
    proven = solved.status == "optimal" or least == total
    if math.isfinite(solved.bound):
        least = max(least, math.ceil(solved.bound - TOLERANCE))
    names = _names(problem, grid, group)
    relaxations = tuple(
        Relaxation(ref=f"{group}:{names[k]}", by=int(given[k]), unit=UNITS[group], proven_smallest=proven)
        for k in np.flatnonzero(given)
    )
    least = total if proven else least
    return Way(group=group, total=total, least=least, unit=UNITS[group], enough=True, relaxations=relaxations)


def _names(problem: PilotProblem, grid: Grid, group: Group) -> list[str]:
    if group in ("least_sites", "most_sites", "regions", "ends"):
        return [one.id for one in problem.tools]
    if group == "locked":
        pairs = [problem.pairs[pair] for pair in np.flatnonzero(grid.locked)]
        return [f"{pair.municipality}, {pair.tool}" for pair in pairs]
    return [one.id for one in problem.municipalities]


def _loosened(grid: Grid, group: Group) -> tuple[Programme, Ints]:
    """The programme without points, with a slack for every item of the group in each of its rows."""
    without: tuple[Group, ...] = ("locked",) if group == "locked" else ()
    rows = programme_of(replace(grid, points=np.zeros_like(grid.points)), without=without)
    programme = rows.programme
    programme.maximise = False
    name, most, per_row, sign = _slacks(grid, group, rows)
    slack = programme.columns(np.ones(len(most)), upper=most, whole=True)
    if group == "locked":
        locked = np.flatnonzero(grid.locked)
        at = np.arange(len(locked))
        lines = programme.rows(at, locked, 1.0, lower=np.ones(len(locked)), upper=math.inf)
    else:
        lines = rows.row.get(name, np.zeros(0, dtype=np.int64))
    programme.entries.append((lines, slack[per_row], np.full(len(lines), sign)))
    return programme, slack


def _slacks(grid: Grid, group: Group, rows: Rows) -> tuple[str, Floats, Ints, float]:
    """The rows of the group, the most that each item can give way, the item of each row, and which way it gives."""
    if group == "locked":
        locked = int(grid.locked.sum())
        return "", np.ones(locked), np.arange(locked), 1.0
    name, sign, each, most = {
        "least_tools": ("counts", 1.0, 1, grid.least_tools),
        "most_tools": ("counts", -1.0, 1, np.where(grid.most_tools < NO_LIMIT, grid.tools, 0)),
        "least_sites": ("sites", 1.0, 1, grid.least_sites),
        "most_sites": ("sites", -1.0, 1, np.where(grid.most_sites < NO_LIMIT, grid.places, 0)),
        "hours": ("hours", -1.0, 1, grid.per_place(np.ones(grid.pairs), grid.hours)),
        "regions": ("regions", 1.0, 1, grid.regions),
        "ends": ("ends", 1.0, max(1, len(grid.in_end)), grid.ends),
        "principles": ("principles", 1.0, max(1, grid.principles), grid.every_principle),
    }[group]
    keys = rows.keys.get(name, np.zeros(0, dtype=np.int64))
    return name, np.asarray(most, dtype=float), keys // each, sign
