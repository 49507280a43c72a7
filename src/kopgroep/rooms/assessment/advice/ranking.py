"""The ranking with its parts, for the weights of the framework or any others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from kopgroep.engine.ranking.answer import Ranking
from kopgroep.engine.ranking.rank import rank
from kopgroep.engine.weights.region import Fixed
from kopgroep.rooms.assessment.advice.numbers import Judged, kept


@dataclass(frozen=True, slots=True)
class Line:
    """One tool of the ranking. `parts`: code of a criterion -> what it adds to the score; both of 100."""

    tool: int
    name: str
    rank: int
    is_shared: bool
    best_rank: int
    worst_rank: int
    score: int
    parts: tuple[tuple[str, int], ...]
    assessors: int
    spread: float

    @property
    def rank_range(self) -> str:
        return "" if self.best_rank == self.worst_rank else f"{self.best_rank}–{self.worst_rank}"


def ranking_of(found: Judged, weights: Mapping[str, float] | None = None) -> Ranking | None:
    """The ranking with these weights, or with the framework's own; None when there is nothing to rank."""
    chosen = {code: (weights or found.weights).get(code, 0.0) for code in found.weights}
    if not any(chosen.values()) or found.given is None:
        return None
    return rank(found.given, Fixed(weights=chosen))


def lines_of(found: Judged, weights: Mapping[str, float]) -> list[Line]:
    ranking = ranking_of(found, weights)
    if ranking is None:
        return []
    shared = Counter(one.rank for one in ranking.tools)
    lines = []
    for one in ranking.tools:
        tool = int(one.tool)
        assessors, spread = found.numbers.spreads.get(tool, (0, 0.0))
        lines.append(
            Line(
                tool=tool,
                name=found.tools[tool],
                rank=one.rank,
                is_shared=shared[one.rank] > 1,
                best_rank=one.best_rank,
                worst_rank=one.worst_rank,
                score=round(one.score * 100),
                parts=tuple((code, round(part * 100)) for code, part in one.contributions.items()),
                assessors=assessors,
                spread=round(spread, 1),
            )
        )
    return lines


def own_lines_of(found: Judged) -> list[Line]:
    """With the framework's own weights; kept as long as it is true."""
    return kept(f"lines:{found.state}", lambda: lines_of(found, found.weights))
