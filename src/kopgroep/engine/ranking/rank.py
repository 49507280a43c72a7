"""The ranking itself, by one method, with the others as second opinion."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopgroep.engine.answers import Reason, outcome_of
from kopgroep.engine.assessment import Assessment, Table, knocked_out, table_of, without
from kopgroep.engine.faults import InputWrong
from kopgroep.engine.ranking import promethee as by_promethee
from kopgroep.engine.ranking import topsis as by_topsis
from kopgroep.engine.ranking import weighted_product as by_product
from kopgroep.engine.ranking.answer import Opinion, Out, RankedTool, Ranking
from kopgroep.engine.ranking.interval import rank_interval, ranks_of
from kopgroep.engine.ranking.judged import Judged, Scored, judged_of
from kopgroep.engine.ranking.problem import Method, Preference, RankProblem, Scaling
from kopgroep.engine.ranking.weighted_sum import weighted_sum
from kopgroep.engine.weights.region import centre

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

METHODS: tuple[Method, ...] = ("weighted_sum", "weighted_product", "topsis", "promethee")
# With these a tool that comes or goes can turn two others round, whatever the scale.
CAN_REVERSE = {"topsis", "promethee"}


def rank(problem: RankProblem) -> Ranking:
    """Rank the tools that are not knocked out."""
    problem = problem.in_order()
    criteria = [criterion.id for criterion in problem.assessment.criteria]
    out = _out(problem, criteria)
    if len(out) == len(problem.assessment.tools):
        return _nothing(problem, criteria, out)
    assessment = without(problem.assessment, {one.tool for one in out})
    table = table_of(assessment)
    asked = Asked.of(problem, judged_of(assessment, table, centre(problem.weights, criteria)))
    scored = asked.scored(problem.method)
    best, worst, exact = _interval(asked, table, problem.method)
    top = problem.top or (len(assessment.tools) + 1) // 2
    order = _ordered(assessment.tools, ranks_of(scored.scores))
    rows = _rows(assessment, table, scored, best, worst)
    return Ranking(
        method=problem.method,
        scaling=problem.scaling if problem.method == "topsis" else None,
        weights=dict(zip(criteria, asked.judged.weights.tolist(), strict=True)),
        tools=tuple(rows[at] for at in order),
        out=out,
        top=top,
        opinions=tuple(
            _opinion(asked, assessment.tools, scored.scores, top, method)
            for method in METHODS
            if method != problem.method
        ),
        interval_exact=exact,
        warnings=_warnings(problem.method, assessment, table),
        outcome=outcome_of(problem),
    )


@dataclass(frozen=True)
class Asked:
    """The tools as the methods read them, with what is settled about the methods."""

    judged: Judged
    scaling: Scaling
    preferences: tuple[Preference | None, ...]

    @classmethod
    def of(cls, problem: RankProblem, judged: Judged) -> Asked:
        preferences = tuple(
            problem.preferences.get(criterion.id) for criterion in problem.assessment.criteria
        )
        return cls(judged, problem.scaling, preferences)

    def scored(self, method: Method) -> Scored:
        match method:
            case "weighted_sum":
                return weighted_sum(self.judged)
            case "weighted_product":
                return by_product.weighted_product(self.judged)
            case "topsis":
                return by_topsis.topsis(self.judged, self.scaling)
            case "promethee":
                return by_promethee.promethee(self.judged, self.preferences)

    def bounds(self, method: Method, lowest: Floats, highest: Floats) -> tuple[Floats, Floats]:
        match method:
            case "weighted_sum":
                low, high = (weighted_sum(self.judged.at(shares)).scores for shares in (lowest, highest))
                return low, high
            case "weighted_product":
                return by_product.bounds(self.judged, lowest, highest)
            case "topsis":
                return by_topsis.bounds(self.judged, lowest, highest, self.scaling)
            case "promethee":
                return by_promethee.bounds(self.judged, lowest, highest, self.preferences)


def _out(problem: RankProblem, criteria: Sequence[str]) -> tuple[Out, ...]:
    """The tools that cannot be ranked, and why not."""
    assessment = problem.assessment
    out = knocked_out(assessment)
    counts = np.asarray((table_of(assessment).applies & (centre(problem.weights, criteria) > 0)).any(axis=1))
    for tool, some in zip(assessment.tools, counts, strict=True):
        if not some:
            out.setdefault(tool, Reason(code="ranking.nothing_applies"))
    return tuple(Out(tool=tool, reason=out[tool]) for tool in sorted(out))


def _interval(asked: Asked, table: Table, method: Method) -> tuple[Ints, Ints, bool]:
    tools = len(table.values)
    if table.complete:
        ranks = ranks_of(asked.scored(method).scores)
        return ranks, ranks, True
    if _missing_without_scale(table).any():
        # A score that is not there yet could be better or worse than all that are, and move the scale itself.
        return np.ones(tools, dtype=np.int64), np.full(tools, tools), False
    best, worst = rank_interval(*asked.bounds(method, table.lowest, table.highest))
    return best, worst, method not in CAN_REVERSE


def _missing_without_scale(table: Table) -> NDArray[np.bool_]:
    """n: the criteria of which scores are missing and the scale is not fixed."""
    missing = (table.applies & (table.absent > 0)).any(axis=0)
    return np.asarray(missing & ~table.own_scale)


def _ordered(tools: Sequence[str], ranks: Ints) -> list[int]:
    return sorted(range(len(tools)), key=lambda at: (ranks[at], tools[at]))


def _rows(assessment: Assessment, table: Table, scored: Scored, best: Ints, worst: Ints) -> list[RankedTool]:
    criteria = [criterion.id for criterion in assessment.criteria]
    ranks = ranks_of(scored.scores)
    return [
        RankedTool(
            tool=tool,
            rank=int(ranks[at]),
            score=float(scored.scores[at]),
            best_rank=int(best[at]),
            worst_rank=int(worst[at]),
            contributions=dict(zip(criteria, scored.contributions[at].tolist(), strict=True)),
            missing=_named(criteria, table.applies[at] & (table.absent[at] > 0)),
            not_applicable=_named(criteria, ~table.applies[at]),
        )
        for at, tool in enumerate(assessment.tools)
    ]


def _named(criteria: Sequence[str], which: NDArray[np.bool_]) -> tuple[str, ...]:
    return tuple(criterion for criterion, yes in zip(criteria, which, strict=True) if yes)


def _opinion(asked: Asked, tools: Sequence[str], ours: Floats, top: int, method: Method) -> Opinion:
    scaling = asked.scaling if method == "topsis" else None
    try:
        theirs = asked.scored(method).scores
    except InputWrong as wrong:
        why = Reason(code="ranking.method_unusable", params={"because": str(wrong.limit)})
        return Opinion(
            method=method,
            scaling=scaling,
            same_choice=None,
            instead=(),
            not_chosen=(),
            agreement=None,
            order=(),
            unusable=why,
        )
    chosen, other = (
        {tool for tool, place in zip(tools, ranks_of(scores), strict=True) if place <= top}
        for scores in (ours, theirs)
    )
    return Opinion(
        method=method,
        scaling=scaling,
        same_choice=chosen == other,
        instead=tuple(sorted(other - chosen)),
        not_chosen=tuple(sorted(chosen - other)),
        agreement=_tau(ranks_of(ours), ranks_of(theirs)),
        order=tuple(tools[at] for at in _ordered(tools, ranks_of(theirs))),
        unusable=None,
    )


def _tau(ours: Ints, theirs: Ints) -> float | None:
    """Kendall's tau-b: pairs in the same order less pairs in reverse, of the pairs that either order tells apart (their
    geometric mean). None where one of the two puts all tools on one place: there is no order to agree with."""
    one, other = (np.sign(ranks[:, None] - ranks[None, :]) for ranks in (ours, theirs))
    apart = float((one**2).sum()) * float((other**2).sum())
    return float((one * other).sum()) / apart**0.5 if apart else None


def _warnings(method: Method, assessment: Assessment, table: Table) -> tuple[Reason, ...]:
    """What can turn two tools round although nobody changed a score of theirs."""
    found = []
    criteria = [criterion.id for criterion in assessment.criteria]
    if method in CAN_REVERSE:
        found.append(Reason(code=f"ranking.{method}_can_reverse"))
    if not table.own_scale.all() and method != "weighted_product":
        found.append(Reason(code="ranking.scale_from_scores", refs=_named(criteria, ~table.own_scale)))
    if (unscaled := _missing_without_scale(table)).any():
        found.append(Reason(code="ranking.missing_without_scale", refs=_named(criteria, unscaled)))
    return tuple(found)


def _nothing(problem: RankProblem, criteria: Sequence[str], out: tuple[Out, ...]) -> Ranking:
    return Ranking(
        method=problem.method,
        scaling=problem.scaling if problem.method == "topsis" else None,
        weights=dict(zip(criteria, centre(problem.weights, criteria).tolist(), strict=True)),
        tools=(),
        out=out,
        top=0,
        opinions=(),
        interval_exact=True,
        warnings=(),
        outcome=outcome_of(problem),
    )
