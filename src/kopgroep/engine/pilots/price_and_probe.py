"""Where hours count: prices for what ties municipalities together, a knapsack for each, and few pairs left to try.

1. The linear relaxation gives the prices of the rows that tie municipalities together (`prices`).
2. At those prices each municipality is a knapsack with count limits, solved exactly (`knapsack`). Together they bound
   every plan, far closer than the relaxation:  U = constant + sum of V[m].
3. The same tables say how far the bound falls when a pair is forced in:  drop[p] = V[m] - forced[p].
4. HiGHS solves what is left in whole numbers: the pairs with drop[p] < threshold.
5. A plan of value v is the best of all when U - threshold < v + 1: every other pair is worth less than one point more,
   and points are whole. If not, the threshold is raised to what that asks, once as a rule.

Own combination of known parts: Lagrangean bounds (Geoffrion 1974), reduced-cost fixing, and the exact knapsacks as a
subproblem (Martello and Toth, Knapsack Problems, 1990, chapter 7 on the generalised assignment problem).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kopgroep.engine.answers import Status
from kopgroep.engine.pilots.knapsack import LOST, fill, work
from kopgroep.engine.pilots.linear_first import settled
from kopgroep.engine.pilots.model import Grid, programme_of
from kopgroep.engine.pilots.patience import Patience
from kopgroep.engine.pilots.prices import Prices
from kopgroep.engine.pilots.relaxation import relax
from kopgroep.engine.pilots.search import Found, by_prices, found, whole
from kopgroep.engine.solver import TOLERANCE, Programme, solve

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

FIRST_THRESHOLD = 2.0
# Tables of more additions than this take longer than the whole programme.
MOST_WORK = 6_000_000_000


@dataclass(frozen=True)
class Probed:
    """`bound`: U. `drop[p]`: at least how far below it any plan with pair p is; infinite where there is none."""

    bound: float
    drop: Floats


def price_and_probe(grid: Grid, patience: Patience) -> Found:
    relaxed = relax(grid, patience)
    answer = settled(grid, relaxed)
    if answer is not None:
        return replace(answer, method="price_and_probe")
    assert relaxed.prices is not None
    probed = probe(grid, relaxed.prices)
    if probed is None:
        return whole(grid, patience, relaxed)
    with_it, without_it = by_prices(relaxed)
    assert with_it is not None
    status, chosen, bound = try_out(grid, probed, patience)
    with_it = np.minimum(with_it, probed.bound - probed.drop)
    return found(grid, "price_and_probe", status, chosen, bound, with_it=with_it, without_it=without_it)


def probe(grid: Grid, prices: Prices) -> Probed | None:
    """Steps 2 and 3; None when the tables would be too large."""
    kept, reach = _candidates(grid, prices)
    for _ in range(2):
        part = grid.narrowed(kept)
        if work(part) > MOST_WORK:
            return None
        tables = fill(part, prices.profit[kept])
        short = prices.linear - tables.best / prices.scale
        # A pair left out is worth more than `reach` below linear[m], so it is in no best knapsack when V[m] is not.
        unsure = (short > reach) & np.isfinite(reach)
        if not unsure.any():
            break
        kept |= unsure[grid.place]
        reach[unsure] = math.inf
    if (tables.best == LOST).any():
        return Probed(-math.inf, np.full(grid.pairs, math.inf))
    drop = np.maximum(-prices.gain - short[grid.place], 0)
    inside = tables.best[part.place] - tables.forced
    drop[kept] = np.maximum(drop[kept], np.where(tables.forced == LOST, math.inf, inside / prices.scale))
    return Probed((prices.constant + int(tables.best.sum())) / prices.scale, drop)


def _candidates(grid: Grid, prices: Prices) -> tuple[NDArray[np.bool_], Floats]:
    """The pairs of each municipality that lose least, and per municipality what every other pair loses at least."""
    loss = np.where(grid.locked, -math.inf, -prices.gain)
    count = grid.per_place(np.ones(grid.pairs))
    wanted = np.minimum(np.maximum(24, 3 * np.minimum(grid.most_tools, count)), count)
    order = np.lexsort((loss, grid.place))
    last = np.cumsum(count) - count + wanted
    reach = np.full(grid.places, math.inf)
    more = wanted < count
    reach[more] = loss[order][last[more]]
    return loss < reach[grid.place], reach


def try_out(grid: Grid, probed: Probed, patience: Patience) -> tuple[Status, Bools | None, float]:
    """Steps 4 and 5: how it ended, the pairs of the best plan, and a bound on any plan."""
    if probed.bound == -math.inf:
        return "infeasible", None, -math.inf
    chosen: Bools | None = None
    value, threshold = -math.inf, max(FIRST_THRESHOLD, float(grid.points.mean()) / 50)
    tried = np.zeros(grid.pairs, dtype=bool)
    while True:
        kept = (probed.drop < threshold) | grid.locked
        part = grid.narrowed(kept)
        solved = solve(
            _better(part, value, ~tried[kept]), step=1, seconds=patience.left(), watch=patience.watch
        )
        if solved.found:
            value, chosen = solved.objective, np.zeros(grid.pairs, dtype=bool)
            chosen[np.flatnonzero(kept)[solved.x[: part.pairs] > 0.5]] = True
        every = bool((kept | np.isinf(probed.drop)).all())
        rest = -math.inf if every else probed.bound - threshold
        inside = value if solved.status == "infeasible" else solved.bound
        bound = min(probed.bound, max(rest, inside, value))
        if solved.status == "stopped" or patience.over():
            return "stopped", chosen, bound
        if every or bound < value + 1 - TOLERANCE:
            return "infeasible" if chosen is None else "optimal", chosen, bound
        tried = kept
        threshold = 4 * threshold if chosen is None else probed.bound - value


def _better(part: Grid, value: float, new: Bools) -> Programme:
    """The programme; after a first plan it must be beaten, and that takes a pair that was not tried before."""
    programme = programme_of(part).programme
    if math.isfinite(value):
        programme.row(np.arange(part.pairs), part.points, lower=value + 1)
        programme.row(np.flatnonzero(new), lower=1)
    return programme
