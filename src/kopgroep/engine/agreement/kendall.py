"""Kendall's W: how far the orders in which m assessors put n tools are the same.

    W = 12 S / (m^2 (n^3 - n) - m T)

S is the sum of squared deviations of the tools' rank sums from their mean, and T the correction for ties: the sum
over assessors and groups of t tied tools of t^3 - t. Kendall and Babington Smith, "The problem of m rankings" (Annals
of Mathematical Statistics 10, 1939); Siegel and Castellan, "Nonparametric Statistics" (1988), section 9.3. 0 is no
common order, 1 one and the same. m (n - 1) W is Friedman's statistic, and has about a chi-square distribution with n
- 1 degrees of freedom if the assessors order at random. When every assessor ties all tools it is 0/0: undefined.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Concordance:
    """`w` None: undefined. `chi_square` has `freedom` degrees of freedom; `chance` is that of so much by accident."""

    w: float | None
    chi_square: float | None
    freedom: int
    chance: float | None


def concordance(scores: Floats) -> Concordance:
    """Of `scores`: tools x assessors without gaps; the direction of the scores does not matter."""
    tools, assessors = scores.shape
    if tools < 2 or assessors < 2:
        return Concordance(None, None, max(tools - 1, 0), None)
    ranks = mid_ranks(scores)
    sums = ranks.sum(axis=1)
    deviation = float(((sums - sums.mean()) ** 2).sum())
    ties = sum(_ties(scores[:, which]) for which in range(assessors))
    below = assessors**2 * (tools**3 - tools) - assessors * ties
    if below <= 0:
        return Concordance(None, None, tools - 1, None)
    w = min(1.0, 12 * deviation / below)
    chi_square = assessors * (tools - 1) * w
    return Concordance(w, chi_square, tools - 1, float(chdtrc(tools - 1, chi_square)))


def mid_ranks(scores: Floats) -> Floats:
    """Ranks from 1, per column; tied scores share the mean of the ranks that they take."""
    below = (scores[None, :, :] < scores[:, None, :]).sum(axis=1)
    same = (scores[None, :, :] == scores[:, None, :]).sum(axis=1)
    return np.asarray(below + (same + 1) / 2)


def _ties(column: Floats) -> int:
    _, counts = np.unique(column, return_counts=True)
    return int((counts**3 - counts).sum())
