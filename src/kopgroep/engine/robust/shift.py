"""The smallest change of the weights at which one tool no longer comes before another.

With d_j = s_ij - s_kj, tool i stands before k as long as sum_j w_j d_j > 0. From the weights w0 the nearest w with
sum_j w_j d_j <= 0 is a linear programme:

    minimise the distance of w to w0, over w in the region with d @ w <= 0

The distance is `total`, the share of the weight that moves from some criteria to others (sum |w_j - w0_j| / 2), or
`largest`, the most that one weight changes (max |w_j - w0_j|). (Compare E. Triantaphyllou and A. Sanchez, A sensitivity
analysis approach for some deterministic multi-criteria decision-making methods, Decision Sciences 28(1), 1997, 151-194,
who change one weight at a time.)

When any weights are allowed, `total` needs no programme: all that moves goes to the criterion where d is smallest, from
the criteria with the largest d first, since each of those wins the most per unit of weight.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import numpy as np

from kopgroep.engine.draws import Floats
from kopgroep.engine.solver import Programme, solve

Measure = Literal["total", "largest"]


# A region of weights as A and b: those with A w <= b. That they are shares of 1 goes without saying.
Rows: TypeAlias = tuple[Floats, Floats]


def nearest_swap(apart: Floats, weights: Floats, region: Rows | None, measure: Measure) -> Floats | None:
    """The nearest weights at which the tool that is `apart` (d) ahead is ahead no more; None when there are none."""
    if (apart * weights).sum() <= 0:
        return weights
    if region is None and measure == "total":
        return _moved(apart, weights)
    count = len(weights)
    programme = Programme(maximise=False)
    new = programme.columns(np.zeros(count))
    more = programme.columns(np.full(count, 0.5 if measure == "total" else 0.0), upper=np.inf)
    less = programme.columns(np.full(count, 0.5 if measure == "total" else 0.0), upper=np.inf)
    programme.row(new, lower=1, upper=1)
    programme.row(new, apart, upper=0)
    for j in range(count):
        programme.row([new[j], more[j], less[j]], [1, -1, 1], lower=weights[j], upper=weights[j])
    if measure == "largest":
        most = programme.columns([1.0])
        for j in range(count):
            programme.row([more[j], less[j], most[0]], [1, 1, -1], upper=0)
    if region is not None:
        for row, limit in zip(*region, strict=True):
            programme.row(new, row, upper=float(limit))
    solved = solve(programme)
    return np.clip(solved.x[:count], 0.0, 1.0) if solved.found else None


def distance(weights: Floats, other: Floats, measure: Measure) -> float:
    apart = np.abs(weights - other)
    return float(apart.sum() / 2 if measure == "total" else apart.max())


def _moved(apart: Floats, weights: Floats) -> Floats | None:
    to = int(np.argmin(apart))
    if apart[to] > 0:
        return None
    moved, lead = weights.copy(), float((apart * weights).sum())
    for source in np.argsort(-apart, kind="stable"):
        gain = apart[source] - apart[to]
        if lead <= 0 or gain <= 0:
            break
        share = min(weights[source], lead / gain)
        moved[source] -= share
        moved[to] += share
        lead -= share * gain
    return moved
