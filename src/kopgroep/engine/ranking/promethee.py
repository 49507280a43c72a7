"""PROMETHEE II: every tool against every other (Brans and Vincke, "A preference ranking organisation method",
Management Science 31, 1985; Brans, Vincke and Mareschal, "How to select and how to rank projects", EJOR 24, 1986).

    d_j(a, b)  = how much better a is than b on criterion j, in the unit of its scores
    P_j(d)     = how far that is a preference, from 0 to 1: one of six functions, 0 for d <= 0
    pi(a, b)   = sum over j of w_j * P_j(d_j(a, b))
    phi(a)     = sum over b of (pi(a, b) - pi(b, a)) / (m - 1)

phi, the net flow, lies between -1 and 1 and adds up to 0 over the tools. A third tool can turn two others round.
Where a criterion does not apply to one of two tools, these two are compared on what applies to both.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from kopgroep.engine.ranking.judged import Floats, Judged, Scored
from kopgroep.engine.ranking.problem import Gaussian, Level, Linear, Preference, UShape, Usual, VShape


def promethee(judged: Judged, preferences: Sequence[Preference | None]) -> Scored:
    """`preferences`: n, None for a difference that counts in proportion to the whole scale."""
    flows = _flows(judged, judged.shares, judged.shares, preferences)[0]
    return Scored(flows.sum(axis=1), flows)


def bounds(
    judged: Judged, lowest: Floats, highest: Floats, preferences: Sequence[Preference | None]
) -> tuple[Floats, Floats]:
    """Limits that no filling in of missing scores can pass: each pair at its worst and at its best."""
    low, high = _flows(judged, lowest, highest, preferences)
    return low.sum(axis=1), high.sum(axis=1)


def _flows(
    judged: Judged, lowest: Floats, highest: Floats, preferences: Sequence[Preference | None]
) -> tuple[Floats, Floats]:
    """m x n twice: the least and the most that each criterion can add to the net flow of each tool."""
    tools, criteria = judged.shares.shape
    weights = _pair_weights(judged)
    low, high = np.zeros((tools, criteria)), np.zeros((tools, criteria))
    for which in range(criteria):
        span = float(judged.high[which] - judged.low[which])
        prefer = _function(preferences[which], span)
        both = judged.applies[:, which, None] & judged.applies[None, :, which]
        at_worst = np.where(both, lowest[:, which, None] - highest[None, :, which], 0.0) * span
        at_best = np.where(both, highest[:, which, None] - lowest[None, :, which], 0.0) * span
        for d in (at_worst, at_best):
            np.fill_diagonal(d, 0.0)
        share = judged.weights[which] * np.divide(
            both, weights, out=np.zeros_like(weights), where=weights > 0
        )
        # What b is better than a at its best is what a is worse than b at its worst.
        low[:, which] = (share * (prefer(at_worst) - prefer(-at_worst))).sum(axis=1)
        high[:, which] = (share * (prefer(at_best) - prefer(-at_best))).sum(axis=1)
    return low / max(tools - 1, 1), high / max(tools - 1, 1)


def _pair_weights(judged: Judged) -> Floats:
    """m x m: the weight of what applies to both."""
    applies = judged.applies.astype(float)
    return np.asarray((applies * judged.weights) @ applies.T)


def _function(preference: Preference | None, span: float) -> Callable[[Floats], Floats]:
    """P of a difference d; all are 0 where d is 0 or less."""

    def prefer(d: Floats) -> Floats:
        found: Floats | NDArray[np.bool_]
        match preference:
            case None:
                found = d / span if span else np.zeros_like(d)
            case Usual():
                found = d > 0
            case UShape(indifference=q):
                found = d > q
            case VShape(preference=p):
                found = d / p
            case Level(indifference=q, preference=p):
                found = ((d > q).astype(float) + (d > p)) / 2
            case Linear(indifference=q, preference=p):
                found = (d - q) / (p - q) if p > q else d > q
            case Gaussian(spread=s):
                found = 1 - np.exp(-(d**2) / (2 * s**2))
        return np.asarray(np.where(d > 0, np.clip(found, 0.0, 1.0), 0.0))

    return prefer
