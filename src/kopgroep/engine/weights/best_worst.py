"""The best-worst method: weights from comparisons with the best and the worst criterion only.

Rezaei, "Best-worst multi-criteria decision-making method", Omega 53, 2015, pages 49-57 (the ratio model), and Rezaei,
"Best-worst multi-criteria decision-making method: Some properties and a linear model", Omega 64, 2016, pages 126-130.

    a_j  how much more important the best criterion B is than j, 1 to 9        (a_B = 1)
    b_j  how much more important j is than the worst criterion W, 1 to 9       (b_W = 1, b_B = a_W)
    w_j  the weight of j, a share; the weights add up to 1
    xi   the largest gap, 0 when the comparisons go together: a_j b_j = a_W for every j

Linear model: minimise xi subject to

    |w_B - a_j w_j| <= xi,  |w_j - b_j w_W| <= xi,  sum of w = 1,  w >= 0

Ratio model: minimise the largest of |w_B / w_j - a_j| and |w_j / w_W - b_j|. With u_j = w_j / w_W and r = u_B,
criterion j can keep a gap g if and only if (a_j - g)(b_j - g) <= r <= (a_j + g)(b_j + g), so the smallest g is the root
of one rising function. There r is fixed and every u_j has its own interval, apart from the others: all weights that
fit.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from kopgroep.engine.draws import Floats
from kopgroep.engine.solver import Programme, SolverFailed, Standing
from kopgroep.engine.weights.direct import between_ends

HALVINGS = 200
# Within this, two vectors are the same and a gap is closed; HiGHS keeps its rows to 1e-7.
CLOSE = 1e-7


@dataclass(frozen=True)
class Compared:
    """`to_best` and `to_worst`: a_j and b_j per criterion, in one order; `best` and `worst`: their places in it."""

    criteria: tuple[str, ...]
    best: int
    worst: int
    to_best: Floats
    to_worst: Floats

    @property
    def ends(self) -> float:
        """a_BW, of the best over the worst."""
        return float(self.to_best[self.worst])

    @property
    def others(self) -> list[int]:
        return [at for at in range(len(self.criteria)) if at not in (self.best, self.worst)]


def linear_model(compared: Compared) -> tuple[Floats, float, bool]:
    """The weights, xi, and whether no other weights have that xi. Where others do, the weights are the middle of what
    each criterion can have at its lowest and at its highest."""
    if not compared.others:
        share = 1 / (compared.ends + 1)
        weights = np.full(2, share)
        weights[compared.best] = 1 - share
        return weights, 0.0, True
    programme, gap = _programme(compared)
    standing = Standing(programme)
    least = standing.solve()
    if not least.found:
        raise SolverFailed("a best-worst programme has no weights")
    xi, size = max(float(least.x[gap]), 0.0), len(compared.criteria)
    standing.limits([gap], 0.0, xi + CLOSE / 10)
    found = []
    for at in range(size):
        for towards in (1.0, -1.0):
            cost = np.zeros(size + 1)
            cost[at] = towards
            standing.costs(cost)
            found.append(standing.solve().x[:size])
    spread = np.ptp(np.array(found), axis=0).max()
    weights = np.mean(found, axis=0) if spread > 100 * CLOSE else least.x[:size]
    # Below what HiGHS can tell apart, the comparisons go together.
    return (
        np.clip(weights, 0, None) / np.clip(weights, 0, None).sum(),
        _closed(xi),
        bool(spread <= 100 * CLOSE),
    )


def _programme(compared: Compared) -> tuple[Programme, int]:
    programme = Programme(maximise=False)
    size = len(compared.criteria)
    weights = programme.columns(np.zeros(size))
    gap = int(programme.columns([1.0], upper=np.inf)[0])
    programme.row(weights, lower=1, upper=1)
    best, worst = compared.best, compared.worst
    for at in range(size):
        pairs = [(best, at, compared.to_best[at])] if at != best else []
        pairs += [(at, worst, compared.to_worst[at])] if at not in (best, worst) else []
        for heavier, lighter, times in pairs:
            programme.row([heavier, lighter, gap], [1, -times, -1], upper=0)
            programme.row([heavier, lighter, gap], [-1, times, -1], upper=0)
    return programme, gap


def _closed(xi: float) -> float:
    return 0.0 if xi < CLOSE else xi


def ratio_gap(compared: Compared) -> float:
    """The smallest gap of the ratio model, by halving."""
    low, high = 0.0, compared.ends + 1
    if _lowest_and_highest_ratio(compared, 0.0, slack=1e-12):
        return 0.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if not low < middle < high:
            break
        if _lowest_and_highest_ratio(compared, middle):
            high = middle
        else:
            low = middle
    return high


def ratio_limits(compared: Compared) -> Mapping[str, tuple[float, float]]:
    """Per criterion the lowest and the highest weight with the smallest gap (interval analysis, Rezaei 2016)."""
    gap = ratio_gap(compared)
    ends = _lowest_and_highest_ratio(compared, gap, slack=1e-9)
    if not ends:
        raise SolverFailed("the smallest gap of the ratio model is none")
    ratio = sum(ends) / 2
    low, high = {}, {}
    for at, criterion in enumerate(compared.criteria):
        if at in (compared.best, compared.worst):
            low[criterion] = high[criterion] = ratio if at == compared.best else 1.0
            continue
        over_it, under_it = float(compared.to_best[at]), float(compared.to_worst[at])
        under = max(ratio / (over_it + gap), under_it - gap)
        over = min(ratio / (over_it - gap) if over_it > gap else math.inf, under_it + gap)
        # At the smallest gap the two ends of the criterion that sets it meet; rounding may turn them round.
        low[criterion], high[criterion] = min(under, over), max(under, over)
    return between_ends(low, high)


def _lowest_and_highest_ratio(
    compared: Compared, gap: float, slack: float = 0.0
) -> tuple[float, float] | None:
    """Between which ratios of the best to the worst every comparison can be kept within the gap; None if nowhere."""
    at = compared.others
    over, under = compared.to_best[at], compared.to_worst[at]
    low = np.append(np.maximum(over - gap, 0) * np.maximum(under - gap, 0), compared.ends - gap).max()
    high = np.append((over + gap) * (under + gap), compared.ends + gap).min()
    return (float(low), float(high)) if low <= high + slack else None
