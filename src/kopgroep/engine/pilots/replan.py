"""A plan that keeps every rule and changes what people agreed as little as can be.

First the fewest changes, where an agreed pair dropped is one and another pair added is one; then the most points:

    k = min changes(x),   changes(x) = sum over agreed p of (1 - x[p]) + sum over other p of x[p]
    max points @ x  with changes(x) = k

Both at once, by an exact penalty:  max points @ x - weight changes(x).  Say its best plan has c changes and v points. A
plan with fewer changes drops fewer than c agreed pairs, so it has at least

    least = points of all agreed pairs - the c - 1 largest of them

points, and it would be better than the best if weight > v - least. Then c = k, and among plans with k changes the
penalty is the same, so v is the most. If the weight was too small, it is raised to that.

Locked pairs are in as a rule. An agreed pair that is not possible any more is dropped in every plan.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from kopgroep.engine.patience import Patience
from kopgroep.engine.pilots.best import best
from kopgroep.engine.pilots.model import Grid, kept
from kopgroep.engine.pilots.search import Found, found

# Enough, as a rule, for so many changes of the largest points.
CHANGES = 128


def replan(grid: Grid, patience: Patience) -> tuple[Found, int | None]:
    """The plan, and the fewest changes among the pairs that are possible; None when that is not known."""
    if kept(grid, grid.agreed):
        return found(grid, "replan", "optimal", grid.agreed, float(grid.points[grid.agreed].sum())), 0
    stays = np.where(grid.agreed, 1, -1)
    weight = CHANGES * max(1, int(grid.points.max(initial=0)))
    while True:
        plan = best(replace(grid, points=grid.points + weight * stays), patience)
        if plan.chosen is None or not plan.proven:
            return found(grid, "replan", plan.status, plan.chosen), None
        changes = int((plan.chosen != grid.agreed).sum())
        value = int(grid.points[plan.chosen].sum())
        enough = value - _least(grid, changes) + 1
        if weight >= enough:
            return found(grid, "replan", "optimal", plan.chosen, value), changes
        weight = enough


def _least(grid: Grid, changes: int) -> int:
    """What a plan with fewer changes is worth at least."""
    agreed = np.sort(grid.points[grid.agreed])
    return int(agreed[: max(0, len(agreed) - (changes - 1))].sum()) if changes else int(agreed.sum())
