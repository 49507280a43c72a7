"""What a ranking says."""

from __future__ import annotations

from collections.abc import Mapping

from kopgroep.engine.answers import Outcome, Reason, Told


class RankedTool(Told, frozen=True, kw_only=True):
    """`rank` 1 is best and is shared by tools that are equal. `best_rank` and `worst_rank`: where the missing scores
    can still bring it. `contributions`: what each criterion adds; with a weighted sum, TOPSIS and PROMETHEE they add
    up to the score, with a weighted product to its logarithm."""

    tool: str
    rank: int
    score: float
    best_rank: int
    worst_rank: int
    contributions: Mapping[str, float]
    missing: tuple[str, ...]
    not_applicable: tuple[str, ...]


class Out(Told, frozen=True, kw_only=True):
    """A tool that is not ranked, and why."""

    tool: str
    reason: Reason


class Opinion(Told, frozen=True, kw_only=True):
    """What another method says. `same_choice`: it has the same tools among the first `top`; `instead` chooses these
    for `not_chosen`. `agreement`: Kendall's tau-b of the two orders, from -1 to 1. When the method cannot be used
    `unusable` says why and the rest is empty."""

    method: str
    scaling: str | None
    same_choice: bool | None
    instead: tuple[str, ...]
    not_chosen: tuple[str, ...]
    agreement: float | None
    order: tuple[str, ...]
    unusable: Reason | None


class Ranking(Told, frozen=True, kw_only=True):
    """`interval_exact`: every rank between best and worst can be reached at its ends; otherwise no rank outside can."""

    method: str
    scaling: str | None
    weights: Mapping[str, float]
    tools: tuple[RankedTool, ...]
    out: tuple[Out, ...]
    top: int
    opinions: tuple[Opinion, ...]
    interval_exact: bool
    warnings: tuple[Reason, ...]
    outcome: Outcome
