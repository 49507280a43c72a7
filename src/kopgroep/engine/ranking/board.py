"""An assessment as the methods of ranking see it: m tools, n criteria, one number per pair.

A missing score is taken as the middle of what it can be, never as zero; `lowest` and `highest` keep what it can be. The
weight of a criterion that does not apply goes to the tool's other criteria, each by its own weight.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopgroep.engine.assessment import Assessment, Booleans, Floats, Table, table_of

Ints = NDArray[np.int64]

# Values and scores that differ less are the same: rounding of sums of 64-bit floats.
TIE = 1e-12


@dataclass(frozen=True)
class Board:
    """`values`, `lowest`, `highest` (m x n): 0 is the worst end of the scale and 1 the best. `raw`, `raw_low`,
    `raw_high` (m x n): the same as scores, turned round (negated) where less is better, so that more is always better.
    Where the criterion does not apply all are 0 and `applies` is False; with `may_apply` a score is still awaited of
    somebody. `weights`: n, with sum 1; `own`: m x n, what each weighs for this tool. `absent`: m x n, how many scores
    are missing, and `missing` where any is. `span`: n, from the lowest to the highest score of the scale."""

    values: Floats
    lowest: Floats
    highest: Floats
    raw: Floats
    raw_low: Floats
    raw_high: Floats
    applies: Booleans
    weights: Floats
    own: Floats
    missing: Booleans
    may_apply: Booleans
    absent: Ints
    own_scale: Booleans
    span: Floats

    @property
    def complete(self) -> bool:
        return not self.missing.any()


def board_of(assessment: Assessment, weights: Floats) -> Board:
    table = table_of(assessment)
    rising = np.array([criterion.direction == "max" for criterion in assessment.criteria])
    applies, missing, may_apply = _what_is_known(table)
    lowest, highest = np.where(may_apply, 0.0, table.lowest), np.where(may_apply, 1.0, table.highest)
    middle = np.where(np.isnan(table.values), (table.lowest + table.highest) / 2, table.values)
    span = table.high - table.low
    start = np.where(rising, table.low, -table.high)
    given = ~np.isnan(table.scores)
    count = given.sum(axis=2)
    turned = np.where(rising, 1.0, -1.0) * np.nansum(table.scores, axis=2)
    raw = np.where(count > 0, turned / np.maximum(count, 1), start + middle * span)
    return Board(
        values=_filled(middle, applies),
        lowest=_filled(lowest, applies | may_apply),
        highest=_filled(highest, applies | may_apply),
        raw=_filled(raw, applies),
        raw_low=_filled(np.where(missing, start + lowest * span, raw), applies | may_apply),
        raw_high=_filled(np.where(missing, start + highest * span, raw), applies | may_apply),
        applies=applies,
        weights=weights,
        own=own_weights(weights, applies),
        missing=missing,
        may_apply=may_apply,
        absent=table.absent,
        own_scale=table.own_scale,
        span=span,
    )


def own_weights(weights: Floats, applies: Booleans) -> Floats:
    """Per tool the weights of what applies to it, with sum 1; all 0 when nothing that weighs does."""
    own = np.where(applies, weights, 0.0)
    total = own.sum(axis=-1, keepdims=True)
    shares: Floats = np.divide(own, total, out=np.zeros_like(own), where=total > 0)
    return shares


def _what_is_known(table: Table) -> tuple[Booleans, Booleans, Booleans]:
    """What applies; where a score is missing; and where some say that it does not apply while a score is awaited."""
    awaited = table.absent > 0
    may_apply = np.asarray(~table.applies & awaited)
    return table.applies, np.asarray(awaited), may_apply


def _filled(numbers: Floats, applies: Booleans) -> Floats:
    return np.where(applies, numbers, 0.0)


def ranks_of(scores: Floats) -> Ints:
    """1 for the best; the same score shares the rank of the first of them, and the ranks after it are skipped."""
    ahead = np.sort(-scores)
    return np.searchsorted(ahead, -scores - TIE, side="left").astype(np.int64) + 1
