"""Which groups of rules cannot be kept together, with nothing in the list that could be left out.

Every set of groups either can be kept together or not; below a set that can, all can, above one that cannot, none can.
From small sets to large (there are nine groups at most): a set that no earlier answer decides is asked. One that cannot
is minimal, since all smaller ones can; one that can is grown as far as it goes, so that it decides many at once
(Liffiton and others, Fast, flexible MUS enumeration, Constraints 21, 2016).
"""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import Any

import numpy as np

from kopgroep.engine.answers import Conflict
from kopgroep.engine.patience import Patience
from kopgroep.engine.pilots.best import best
from kopgroep.engine.pilots.model import GROUPS, NO_LIMIT, Grid, Group

# Who cannot be decided in so many seconds counts as possible, and what rests on it is not called minimal.
EACH = 5.0


def conflicts(grid: Grid, patience: Patience) -> tuple[Conflict, ...]:
    groups = [group for group in GROUPS if _holds(grid, group)]
    together: list[frozenset[Group]] = []
    found: list[Conflict] = []
    unsure = False
    for size in range(1, len(groups) + 1):
        for some in combinations(groups, size):
            asked = frozenset(some)
            if any(asked <= one for one in together) or any(set(one.refs) <= asked for one in found):
                continue
            if patience.over():
                return tuple(found)
            possible = _possible(grid, asked, patience)
            if possible is False:
                found.append(Conflict(refs=tuple(sorted(asked)), minimal=not unsure))
                continue
            unsure = unsure or possible is None
            together.append(asked if possible is None else _grown(grid, asked, groups, patience))
    return tuple(found)


def _grown(grid: Grid, kept: frozenset[Group], groups: list[Group], patience: Patience) -> frozenset[Group]:
    for group in groups:
        if group not in kept and _possible(grid, kept | {group}, patience):
            kept |= {group}
    return kept


def _possible(grid: Grid, kept: frozenset[Group], patience: Patience) -> bool | None:
    """Whether these groups can be kept together; None when there was no time to find out."""
    found = best(without(grid, frozenset(GROUPS) - kept), patience.at_most(EACH))
    if found.chosen is not None:
        return True
    return False if found.status == "infeasible" else None


def _holds(grid: Grid, group: Group) -> bool:
    """Whether the group asks anything."""
    bare = without(grid, frozenset({group}))
    return any(not np.array_equal(getattr(bare, name), getattr(grid, name)) for name in ASKED)


ASKED = (
    "locked",
    "least_tools",
    "most_tools",
    "least_sites",
    "most_sites",
    "room_hours",
    "regions",
    "ends",
    "every_principle",
)


def without(grid: Grid, groups: frozenset[Group]) -> Grid:
    """The same grid with these groups of rules left out."""
    nothing: dict[Group, dict[str, Any]] = {
        "locked": {"locked": np.zeros_like(grid.locked)},
        "least_tools": {"least_tools": np.zeros_like(grid.least_tools)},
        "most_tools": {"most_tools": np.full_like(grid.most_tools, NO_LIMIT)},
        "least_sites": {"least_sites": np.zeros_like(grid.least_sites)},
        "most_sites": {"most_sites": np.full_like(grid.most_sites, NO_LIMIT)},
        "hours": {"room_hours": np.full_like(grid.room_hours, NO_LIMIT)},
        "regions": {"regions": np.zeros_like(grid.regions), "seats": grid.seats[:0]},
        "ends": {"ends": np.zeros_like(grid.ends)},
        "principles": {"every_principle": np.zeros_like(grid.every_principle)},
    }
    changed = {name: value for group in groups for name, value in nothing[group].items()}
    return replace(grid, points=np.zeros_like(grid.points), **changed)
