"""The ranks that a tool can still get when missing scores come in.

Weighted sum and product on fixed scales: exact. A tool is at its best when its own missing scores are at their best and
those of all others at their worst, and the other way round; scores of different tools do not touch each other.

TOPSIS and PROMETHEE: bounds. The score of a tool depends on the scores of all, so per tool the lowest and the highest
score are bounded apart; two tools whose bounds overlap may change places. The true interval lies within.

Every rank is possible when it is not even certain which tools take part, for methods that look at all of them; and when
a score is missing on a criterion without a scale of its own, since it may lie beyond all scores that are there.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kopgroep.engine.assessment import Booleans, Floats
from kopgroep.engine.ranking.board import TIE, Board, Ints, own_weights
from kopgroep.engine.ranking.problem import Method, Preference, Scaling
from kopgroep.engine.ranking.promethee import net_flows
from kopgroep.engine.ranking.topsis import best_and_worst, closeness

# Bounds are compared with more room than scores: they come from other sums.
ROOM = 1e-9


def extreme_scores(board: Board, method: Method) -> tuple[Floats, Floats]:
    """The lowest and the highest score of each tool by the weighted sum or product, on scales of their own."""
    # What may come to apply counts as applying, at its worst and at its best: not applying lies between these, since it
    # does to the mean what a score as good as the rest would do.
    own = own_weights(board.weights, board.applies | board.may_apply)
    if method == "weighted_sum":
        return (own * board.lowest).sum(axis=1), (own * board.highest).sum(axis=1)
    low, high = (np.clip(one, 0, None) for one in (board.lowest, board.highest))
    return np.prod(np.power(low, own), axis=1), np.prod(np.power(high, own), axis=1)


def bounded_scores(
    board: Board, method: Method, scaling: Scaling, preferences: Sequence[Preference]
) -> tuple[Floats, Floats]:
    """Between these lie the scores by TOPSIS or PROMETHEE, whatever is missing."""
    if method == "topsis":
        return _bounded_closeness(board, scaling)
    low = net_flows(board, preferences, board.raw_low, board.raw_high)
    high = net_flows(board, preferences, board.raw_high, board.raw_low)
    return low.sum(axis=1), high.sum(axis=1)


def _bounded_closeness(board: Board, scaling: Scaling) -> tuple[Floats, Floats]:
    best_high, worst_high = best_and_worst(board.raw_high, board.applies)
    best_low, worst_low = best_and_worst(board.raw_low, board.applies)
    if scaling == "vector":
        squares = np.square([board.raw_low, board.raw_high]) * board.applies
        least = np.where((board.raw_low < 0) & (board.raw_high > 0), 0.0, squares.min(axis=0))
        unit_low, unit_high = np.sqrt(least.sum(axis=0)), np.sqrt(squares.max(axis=0).sum(axis=0))
        farthest = np.sqrt(2)
    else:
        unit_low, unit_high = np.maximum(best_low - worst_high, 0.0), best_high - worst_low
        farthest = 1.0

    def within(nearest: Floats, most: Floats) -> tuple[Floats, Floats]:
        """Squared distances from a gap on each criterion; no gap is more than `farthest` units."""
        low = np.divide(np.maximum(nearest, 0), unit_high, out=np.zeros_like(nearest), where=unit_high > 0)
        high = np.divide(most, unit_low, out=np.full_like(most, farthest), where=unit_low > 0)
        weights = board.own * board.applies
        low, high = np.minimum(low, farthest), np.minimum(high, farthest)
        return ((weights * low) ** 2).sum(axis=1), ((weights * high) ** 2).sum(axis=1)

    lacking_low, lacking_high = within(best_low - board.raw_high, best_high - board.raw_low)
    beyond_low, beyond_high = within(board.raw_low - worst_high, board.raw_high - worst_low)
    return closeness(lacking_high, beyond_low), closeness(lacking_low, beyond_high)


def rank_limits(
    low: Floats, high: Floats, *, certain: Booleans, possible: Booleans, room: float = TIE
) -> tuple[Ints, Ints]:
    """Per tool its best and its worst rank. `certain`: the tools that surely take part; `possible`: that may."""
    surely = np.sort(low[certain])
    perhaps = np.sort(high[possible])
    best = 1 + len(surely) - np.searchsorted(surely, high + room, side="right")
    worst = 1 + len(perhaps) - np.searchsorted(perhaps, low + room, side="right")
    # A tool is not ahead of itself.
    worst -= possible & (high > low + room)
    return best.astype(np.int64), worst.astype(np.int64)
