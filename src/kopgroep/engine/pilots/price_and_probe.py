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
from kopgroep.engine.patience import Patience
from kopgroep.engine.pilots.knapsack import LOST, fill, work
from kopgroep.engine.pilots.linear_first import settled
from kopgroep.engine.pilots.model import Grid, programme_of
from kopgroep.engine.pilots.prices import Prices, at_sites
from kopgroep.engine.pilots.relaxation import relax
from kopgroep.engine.pilots.search import Found, by_prices, found, whole
from kopgroep.engine.solver import TOLERANCE, Programme, solve

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

FIRST_THRESHOLD = 2.0
# Tables of more additions than this take longer than the whole programme.
MOST_WORK = 6_000_000_000
STEPS = 12


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
    kept = _candidates(grid, prices)
    if work(grid.narrowed(kept)) > MOST_WORK:
        return None
    if not grid.every_principle.any():
        # With principles a table takes about five times as long, and what it gains is less than that.
        prices = _nearer(grid, prices, kept)
    reach = _reach(grid, prices, kept)
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


def _nearer(grid: Grid, prices: Prices, kept: Bools) -> Prices:
    """Prices of the sites at which the bound is lower, by a few subgradient steps.

    Where the best knapsacks together use a tool more than its most, it becomes dearer, where less than its least,
    cheaper (Held, Wolfe and Crowder, Validation of subgradient optimization, Mathematical Programming 6, 1974).
    """
    part = grid.narrowed(kept)
    best, low, hope, current = prices, math.inf, 0.0, prices
    for turn in range(STEPS):
        tables = fill(part, current.profit[kept])
        if (tables.best == LOST).any():
            return best
        bound = (current.constant + int(tables.best.sum())) / current.scale
        if turn == 0:
            hope = max(1.0, 0.04 * (current.constant / current.scale + float(current.linear.sum()) - bound))
        if bound < low:
            best, low = current, bound
        elif (hope := hope / 2) < 0.5:
            break
        # Whoever the table forces in without loss is in a best knapsack; that suffices for a direction.
        used = part.per_tool(tables.forced >= tables.best[part.place])
        over = np.maximum(used - grid.most_sites, 0) + np.minimum(used - grid.least_sites, 0)
        slope = np.where(current.site > 0, used - grid.most_sites, over)
        slope = np.where(current.site < 0, used - grid.least_sites, slope)
        if not slope.any():
            break
        step = (bound - low + hope) * current.scale / float((slope**2).sum())
        current = at_sites(grid, current, current.site + np.round(step * slope).astype(np.int64))
    return best


def _reach(grid: Grid, prices: Prices, kept: Bools) -> Floats:
    """Per municipality what a pair that is not kept loses at least."""
    reach = np.full(grid.places, math.inf)
    np.minimum.at(reach, grid.place[~kept], -prices.gain[~kept])
    return reach


def _candidates(grid: Grid, prices: Prices) -> Bools:
    """The pairs of each municipality that lose least."""
    loss = np.where(grid.locked, -math.inf, -prices.gain)
    count = grid.per_place(np.ones(grid.pairs))
    wanted = np.minimum(np.maximum(24, 3 * np.minimum(grid.most_tools, count)), count)
    order = np.lexsort((loss, grid.place))
    nth = np.arange(grid.pairs) - (np.cumsum(count) - count)[grid.place[order]]
    kept = np.zeros(grid.pairs, dtype=bool)
    kept[order[nth < wanted[grid.place[order]]]] = True
    return kept


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
        if solved.found and solved.objective > value:
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
    """The programme; a plan that beats the first one takes a pair that was not tried before."""
    programme = programme_of(part).programme
    if math.isfinite(value):
        programme.row(np.flatnonzero(new), lower=1)
    return programme
