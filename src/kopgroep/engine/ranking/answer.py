"""What a ranking says: per tool its score, rank, the ranks that it could still get, and what each criterion added."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from kopgroep.engine.answers import Outcome, Reason, Told
from kopgroep.engine.ranking.problem import Method, Scaling


class RankedTool(Told, frozen=True, kw_only=True):
    """`rank`: 1 is best; tools with the same score share a rank, and the next rank is left out. `best_rank` and
    `worst_rank`: between them it stays, whatever the missing scores turn out to be. `missing`: how many there are of
    this tool. `may_be_out`: a missing score could still take it below (or above) the limit of a criterion."""

    tool: str
    score: float
    rank: int
    best_rank: int
    worst_rank: int
    contributions: Mapping[str, float]
    missing: int = 0
    may_be_out: bool = False
    reasons: tuple[Reason, ...] = ()


class LeftOut(Told, frozen=True, kw_only=True):
    """A tool without a rank. `may_return`: a missing score could still bring it back."""

    tool: str
    reason: Reason
    may_return: bool = False


class Opinion(Told, frozen=True, kw_only=True):
    """What another method chooses. `same`: the same tools come first; `shared`: how many do in both; `only_here` and
    `only_there`: the tools that differ, with their ranks by this method and by the other."""

    method: Method
    scaling: Scaling
    same: bool
    shared: int
    only_here: Mapping[str, tuple[int, int]]
    only_there: Mapping[str, tuple[int, int]]
    correlation: float | None


class SecondOpinion(Told, frozen=True, kw_only=True):
    """Whether other methods choose the same `top` tools (more, when the last of them shares its rank)."""

    top: int
    chosen: tuple[str, ...]
    same: bool
    opinions: tuple[Opinion, ...]


class Ranking(Told, frozen=True, kw_only=True):
    """`contributions` of a tool add up to its score (`sum`), multiply to it (`product`), or add up to a balance that
    orders the tools as the score does (`balance`). `interval`: whether the best and worst ranks can all be reached
    (`exact`), or the ranks only stay within them (`bounds`)."""

    outcome: Outcome
    method: Method
    scaling: Scaling
    weights: Mapping[str, float]
    contribution: Literal["sum", "product", "balance"]
    interval: Literal["exact", "bounds"]
    tools: tuple[RankedTool, ...]
    out: tuple[LeftOut, ...] = ()
    warnings: tuple[Reason, ...] = ()
    second_opinion: SecondOpinion | None = None
