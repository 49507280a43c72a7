"""The linear relaxation over all pairs, solved on few of them: pairs that no price calls for never enter.

Sifting (Bixby, Gregory, Lustig, Marsten and Shanno, Very large-scale linear programming, Operations Research 40, 1992):
solve for the pairs that look best; then every pair outside whose gain at the prices is above zero enters, until there
is none. The last prices are those of the whole relaxation.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopgroep.engine.patience import Patience
from kopgroep.engine.pilots.model import Grid, programme_of
from kopgroep.engine.pilots.prices import Prices, prices_of, scale_for
from kopgroep.engine.solver import TOLERANCE, Solved, solve

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

# Below so many pairs the whole relaxation is solved sooner than its parts.
FEW = 4_000
ROUNDS = 8


@dataclass(frozen=True)
class Relaxed:
    """`x` per pair, possibly broken; `bound`: no plan is worth more. Without prices when there is no plan or time."""

    status: str
    bound: float
    x: Floats
    prices: Prices | None

    @property
    def whole(self) -> bool:
        return bool((np.abs(self.x - np.round(self.x)) < TOLERANCE).all())


def relax(grid: Grid, patience: Patience) -> Relaxed:
    inside = np.ones(grid.pairs, dtype=bool) if grid.pairs <= FEW else _promising(grid)
    for turn in range(ROUNDS):
        if turn == ROUNDS - 1:
            inside[:] = True
        part = grid.narrowed(inside)
        rows = programme_of(part, whole=False)
        solved = solve(rows.programme, seconds=patience.left(), watch=patience.watch)
        if solved.status == "infeasible" and not inside.all():
            inside[:] = True
            continue
        if solved.status != "optimal":
            return Relaxed(solved.status, np.inf, np.zeros(grid.pairs), None)
        prices = prices_of(grid, rows, solved, scale_for(grid))
        outside = ~inside & (prices.gain > TOLERANCE)
        if not outside.any():
            break
        inside |= outside
    return _relaxed(grid, inside, solved, prices)


def _relaxed(grid: Grid, inside: Bools, solved: Solved, prices: Prices) -> Relaxed:
    x = np.zeros(grid.pairs)
    x[inside] = solved.x[: int(inside.sum())]
    return Relaxed("optimal", prices.constant / prices.scale + float(prices.linear.sum()), x, prices)


def _promising(grid: Grid) -> Bools:
    """The best few pairs of each municipality, of each of its principles, and of each tool."""
    inside = grid.locked.copy()
    most = 2 * np.minimum(grid.most_tools, grid.tools) + 4
    inside |= ranks(grid.place, grid.points) < most[grid.place]
    inside |= ranks(grid.tool, grid.points) < (2 * grid.least_sites + 4)[grid.tool]
    if grid.every_principle.any():
        kind = grid.place * (grid.principles + 1) + grid.principle[grid.tool] + 1
        inside |= ranks(kind, grid.points) < 2
    if len(grid.seats):
        inside |= (grid.seat >= 0) & (ranks(grid.seat, grid.points) < 1)
    return inside


def ranks(owner: NDArray[np.int64], points: NDArray[np.int64]) -> NDArray[np.int64]:
    """Per pair how many of the same owner come before it, by points."""
    order = np.lexsort((-points, owner))
    first = np.r_[0, np.flatnonzero(np.diff(owner[order])) + 1]
    length = np.diff(np.r_[first, len(order)])
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order)) - np.repeat(first, length)
    return rank
