"""What the methods read: one number per tool and criterion, and weights that leave out what does not apply."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kopgroep.engine.assessment import Assessment, Table

Floats = NDArray[np.float64]
Booleans = NDArray[np.bool_]


@dataclass(frozen=True)
class Judged:
    """m tools on n criteria. `shares`: m x n from 0 (worst end of the scale) to 1 (best), NaN where a criterion does
    not apply. `weights`: n, with sum 1. `rising`: n, whether more is better. `low` and `high`: n, the ends of the
    scales."""

    shares: Floats
    applies: Booleans
    weights: Floats
    rising: Booleans
    low: Floats
    high: Floats

    @property
    def row_weights(self) -> Floats:
        """m x n: per tool the weights of what applies, divided by their sum; 0 where it does not."""
        counting = self.weights * self.applies
        total = counting.sum(axis=1, keepdims=True)
        return np.asarray(np.divide(counting, total, out=np.zeros_like(counting), where=total > 0))

    @property
    def raw(self) -> Floats:
        """m x n: the scores in their own units."""
        spans = self.high - self.low
        return np.asarray(
            np.where(self.rising, self.low + self.shares * spans, self.high - self.shares * spans)
        )

    def at(self, shares: Floats) -> Judged:
        """The same tools with other scores."""
        return replace(self, shares=shares)


@dataclass(frozen=True)
class Scored:
    """m scores, more is better, and m x n what each criterion adds to them."""

    scores: Floats
    contributions: Floats


def judged_of(assessment: Assessment, table: Table, weights: Floats) -> Judged:
    """Where a score is missing the middle of what it can be stands in: never zero."""
    return Judged(
        shares=np.where(np.isnan(table.values), (table.lowest + table.highest) / 2, table.values),
        applies=table.applies,
        weights=weights,
        rising=np.array([criterion.direction == "max" for criterion in assessment.criteria]),
        low=table.low,
        high=table.high,
    )
