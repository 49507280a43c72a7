"""A plan that keeps every rule and changes what people agreed as little as can be.

First the fewest changes k, where an agreed pair dropped is one and another pair added is one; then the most points:

    k = min  sum over agreed p of (1 - x[p]) + sum over other p of x[p]
    max points @ x  with at most k changes

Locked pairs are in both as a rule. An agreed pair that is not possible any more is dropped in every plan.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from kopgroep.engine.pilots.model import Grid, programme_of
from kopgroep.engine.pilots.patience import Patience
from kopgroep.engine.pilots.search import Found, found
from kopgroep.engine.solver import TOLERANCE, Programme, Solved, solve

Floats = NDArray[np.float64]


def replan(grid: Grid, patience: Patience) -> tuple[Found, int | None]:
    """The plan, and the fewest changes among the pairs that are possible; None when that is not known."""
    moved = np.where(grid.agreed, -1, 1)
    agreed = int(grid.agreed.sum())
    fewest = _linear_first(programme_of(replace(grid, points=-moved)).programme, grid, patience)
    if not fewest.found:
        return found(grid, "replan", fewest.status), None
    chosen = fewest.x[: grid.pairs] > 0.5
    changes = agreed + int(moved[chosen].sum())
    if fewest.status != "optimal":
        return found(grid, "replan", "stopped", chosen), None
    programme = programme_of(grid).programme
    programme.row(np.arange(grid.pairs), moved, upper=changes - agreed)
    solved = _linear_first(programme, grid, patience, start=fewest.x)
    if solved.found:
        chosen = solved.x[: grid.pairs] > 0.5
    return found(grid, "replan", solved.status, chosen, solved.bound), changes


def _linear_first(
    programme: Programme, grid: Grid, patience: Patience, start: Floats | None = None
) -> Solved:
    """The relaxation, when it comes out whole; else in whole numbers."""
    relaxed = solve(programme, relaxed=True, seconds=patience.left(), watch=patience.watch)
    x = relaxed.x[: grid.pairs]
    if relaxed.status == "infeasible":
        return relaxed
    if relaxed.status == "optimal" and (np.abs(x - np.round(x)) < TOLERANCE).all():
        return replace(relaxed, bound=math.floor(relaxed.bound + TOLERANCE))
    return solve(programme, step=1, seconds=patience.left(), start=start, watch=patience.watch)
