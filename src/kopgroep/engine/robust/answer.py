"""What comes out of a robust ranking."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from kopgroep.engine.answers import Outcome, Reason, Told
from kopgroep.engine.robust.shift import Measure


class Standing(Told, frozen=True, kw_only=True):
    """How one tool stands over all weights and scores.

    `acceptability[r]`: the chance of rank r + 1, with its standard error in `errors[r]` (0 where it is exact).
    `ranks`: the best and worst rank that cannot be ruled out, from who is better whatever the weights; None where
    scores have no bounds, where a criterion does not apply to a tool, and where a missing score may yet knock one out.
    `central_weights`: the weights that favour it on average, None when it never comes first, and
    `confidence`: the chance that it does come first with those, scores being what they are.
    `beats`: the chance that it has a higher value than another tool.
    """

    tool: str
    expected_rank: float
    acceptability: tuple[float, ...]
    errors: tuple[float, ...]
    ranks: tuple[int, int] | None
    central_weights: Mapping[str, float] | None
    confidence: float | None
    beats: Mapping[str, float]


class Shift(Told, frozen=True, kw_only=True):
    """`tool` draws level with `leader` at `weights`, and comes before it just beyond; no nearer weights do that.
    `size` is the distance from the middle of the weights. None: there are no such weights at all."""

    leader: str
    tool: str
    size: float | None
    weights: Mapping[str, float] | None


class RobustRanking(Told, frozen=True, kw_only=True):
    """`standings` from the best expected rank to the worst. `exact`: every weight vector was tried, nothing sampled.
    `pairs`: how `beats` was found; `pairs_error` is its largest standard error. `middle`: the weights that shifts
    start from, and `leader` the tool in front there at expected scores."""

    standings: tuple[Standing, ...]
    exact: bool
    samples: int
    pairs: Literal["exact", "sampled"]
    pairs_error: float
    leader: str | None
    middle: Mapping[str, float]
    measure: Measure
    within: Literal["any", "region"]
    shifts: tuple[Shift, ...]
    knocked_out: Mapping[str, Reason]
    warnings: tuple[Reason, ...]
    outcome: Outcome
