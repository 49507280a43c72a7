"""TOPSIS: close to the best there is and far from the worst (Hwang and Yoon, "Multiple Attribute Decision Making",
1981).

    r_ij = x_ij / sqrt(sum over i of x_ij^2)        vector scaling, as in the book
    r_ij = (x_ij - low_j) / (high_j - low_j)        min-max scaling, on the criterion's own scale where it has one
    v_ij = w_j * r_ij
    A+_j, A-_j = the best and the worst v_ij of all tools
    S+_i, S-_i = the distance of tool i to A+ and to A-
    C_i = S-_i / (S+_i + S-_i)

The scaling matters: on one and the same table the two can name different winners, so the answer says which it was. Best
and worst are taken from the tools at hand, so a tool that comes or goes can turn two others round.
"""

from __future__ import annotations

import numpy as np

from kopgroep.engine.ranking.judged import Floats, Judged, Scored
from kopgroep.engine.ranking.problem import Scaling


def topsis(judged: Judged, scaling: Scaling) -> Scored:
    scaled = _scaled(judged, judged.shares, judged.shares, scaling)[0]
    away, near = _squares(judged, scaled, scaled)
    apart, alike = np.sqrt(away[0].sum(axis=1)), np.sqrt(near[0].sum(axis=1))
    closeness = _closeness(alike, apart)
    # The part of a criterion in the distance from the worst, of the score.
    total = near[0].sum(axis=1, keepdims=True)
    shares = np.divide(near[0], total, out=np.zeros_like(near[0]), where=total > 0)
    return Scored(closeness, closeness[:, None] * shares)


def bounds(judged: Judged, lowest: Floats, highest: Floats, scaling: Scaling) -> tuple[Floats, Floats]:
    """Limits that no filling in of missing scores can pass, by interval arithmetic; they may be wider than needed."""
    low, high = _scaled(judged, lowest, highest, scaling)
    away, near = _squares(judged, low, high)
    apart = [np.sqrt(one.sum(axis=1)) for one in away]
    alike = [np.sqrt(one.sum(axis=1)) for one in near]
    return _closeness(alike[0], apart[1]), _closeness(alike[1], apart[0])


def _scaled(judged: Judged, lowest: Floats, highest: Floats, scaling: Scaling) -> tuple[Floats, Floats]:
    """m x n twice: the least and the most that each scaled score can be, turned so that more is better."""
    if scaling == "min_max":
        return lowest, highest
    ends = [judged.at(shares).raw for shares in (lowest, highest)]
    low, high = np.fmin(*ends), np.fmax(*ends)
    nearest = np.where((low <= 0) & (high >= 0), 0.0, np.minimum(np.abs(low), np.abs(high)))
    furthest = np.maximum(np.abs(low), np.abs(high))
    shortest, longest = (
        np.sqrt((np.where(judged.applies, one, 0.0) ** 2).sum(axis=0)) for one in (nearest, furthest)
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = np.stack([one / norm for one in (low, high) for norm in (shortest, longest)])
    # All scores zero: then there is nothing to divide and nothing to tell apart.
    parts = np.where(longest > 0, parts, 0.0)
    least, most = parts.min(axis=0), parts.max(axis=0)
    return np.where(judged.rising, least, -most), np.where(judged.rising, most, -least)


def _squares(
    judged: Judged, low: Floats, high: Floats
) -> tuple[tuple[Floats, Floats], tuple[Floats, Floats]]:
    """Per tool and criterion the least and the most that the squared weighted distance to the best, and to the worst,
    can be."""
    weights = judged.row_weights
    kept = judged.applies
    best = [np.max(one, axis=0, where=kept, initial=-np.inf) for one in (low, high)]
    worst = [np.min(one, axis=0, where=kept, initial=np.inf) for one in (low, high)]
    with np.errstate(invalid="ignore"):
        gaps = (
            (np.maximum(best[0] - high, 0.0), best[1] - low),
            (np.maximum(low - worst[1], 0.0), high - worst[0]),
        )
    away, near = (tuple(np.where(kept, (weights * gap) ** 2, 0.0) for gap in pair) for pair in gaps)
    return (away[0], away[1]), (near[0], near[1])


def _closeness(alike: Floats, apart: Floats) -> Floats:
    total = alike + apart
    # Where all tools are the same each of them is the best there is.
    return np.asarray(np.divide(alike, total, out=np.ones_like(total), where=total > 0))
