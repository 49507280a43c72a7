"""The ranking of tools by one method, with what is out, what is missing, and what another method would choose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from kopgroep.engine.answers import Reason, outcome_of
from kopgroep.engine.assessment import Assessment, Booleans, Floats, without
from kopgroep.engine.ranking.answer import LeftOut, RankedTool, Ranking
from kopgroep.engine.ranking.board import Board, Ints, board_of, ranks_of
from kopgroep.engine.ranking.intervals import ROOM, bounded_scores, extreme_scores, rank_limits
from kopgroep.engine.ranking.knock_out import Standing, standing_of
from kopgroep.engine.ranking.opinion import scored, second_opinion
from kopgroep.engine.ranking.problem import Method, Preference, RankingProblem, Scaling
from kopgroep.engine.ranking.warnings import warnings_of
from kopgroep.engine.weights.region import WeightSet, centre

USUAL = Preference()
CONTRIBUTION: Mapping[str, Literal["sum", "product", "balance"]] = {
    "weighted_sum": "sum",
    "weighted_product": "product",
    "topsis": "balance",
    "promethee": "sum",
}


def rank(
    assessment: Assessment,
    weights: WeightSet,
    method: Method = "weighted_sum",
    scaling: Scaling | None = None,
    *,
    preferences: Mapping[str, Preference] | None = None,
    top: int = 5,
) -> Ranking:
    return rank_tools(
        RankingProblem(
            assessment=assessment,
            weights=weights,
            method=method,
            scaling=scaling,
            preferences=preferences or {},
            top=top,
        )
    )


def rank_tools(problem: RankingProblem) -> Ranking:
    problem = problem.in_order()
    field = _field(problem)
    tools = field.assessment.tools if field.board is not None else ()
    scores, added = (
        scored(field.board, problem.method, problem.scaled, field.preferences)
        if field.board is not None
        else (np.zeros(0), np.zeros((0, len(field.weights))))
    )
    best, worst, exact = _limits(problem, field)
    return Ranking(
        outcome=outcome_of(problem),
        method=problem.method,
        scaling=problem.scaled,
        weights=dict(zip(field.criteria, field.weights.tolist(), strict=True)),
        contribution=CONTRIBUTION[problem.method],
        interval="exact" if exact else "bounds",
        tools=_ranked(field, tools, scores, added, (best, worst)),
        out=_left_out(problem, field.standing),
        warnings=warnings_of(problem, field.assessment, field.board) if field.board is not None else (),
        second_opinion=second_opinion(
            field.board, tools, problem.method, min(problem.top, len(tools)), field.preferences
        )
        if field.board is not None
        else None,
    )


@dataclass(frozen=True)
class Field:
    """`whole`: the board of every tool; `board` and `assessment`: of those that take part (board None: nobody does)."""

    criteria: tuple[str, ...]
    weights: Floats
    preferences: tuple[Preference, ...]
    whole: Board
    standing: Standing
    inside: Booleans
    assessment: Assessment
    board: Board | None


def _field(problem: RankingProblem) -> Field:
    every = problem.assessment
    criteria = tuple(criterion.id for criterion in every.criteria)
    weights = centre(problem.weights, criteria)
    whole = board_of(every, weights)
    standing = standing_of(every, whole)
    inside = np.array([tool not in standing.out for tool in every.tools])
    some = bool(inside.any())
    kept = without(every, set(standing.out)) if some and standing.out else every
    board = (board_of(kept, weights) if standing.out else whole) if some else None
    preferences = tuple(problem.preferences.get(criterion, USUAL) for criterion in criteria)
    return Field(criteria, weights, preferences, whole, standing, inside, kept, board)


def _limits(problem: RankingProblem, field: Field) -> tuple[Ints, Ints, bool]:
    """Per tool that takes part its best and worst rank, and whether each of these can really be reached."""
    board, inside, standing = field.board, field.inside, field.standing
    if board is None:
        nothing = np.zeros(0, dtype=np.int64)
        return nothing, nothing, True
    wavers = standing.wavers(problem.assessment.tools)
    fixed = problem.method in ("weighted_sum", "weighted_product")
    open_ended = bool((board.missing.any(axis=0) & ~board.own_scale).any())
    if fixed and not open_ended and (board.own_scale.all() or not wavers):
        rows = field.whole if wavers else board
        part = inside if wavers else np.ones(len(board.raw), dtype=bool)
        low, high = extreme_scores(rows, problem.method)
        certain = part & ~standing.may_be_out if wavers else part
        possible = part | standing.may_be_in if wavers else part
        best, worst = rank_limits(low, high, certain=certain, possible=possible)
        return best[part], worst[part], not wavers
    if wavers or open_ended or board.may_apply.any():
        size = len(board.raw)
        possible_in = int((inside | standing.may_be_in).sum())
        return np.ones(size, dtype=np.int64), np.full(size, possible_in, dtype=np.int64), False
    if board.complete:
        ranks = ranks_of(scored(board, problem.method, problem.scaled, field.preferences)[0])
        return ranks, ranks, True
    low, high = bounded_scores(board, problem.method, problem.scaled, field.preferences)
    everyone = np.ones(len(low), dtype=bool)
    return *rank_limits(low, high, certain=everyone, possible=everyone, room=ROOM), False


def _ranked(
    field: Field, tools: tuple[str, ...], scores: Floats, added: Floats, limits: tuple[Ints, Ints]
) -> tuple[RankedTool, ...]:
    ranks, board = ranks_of(scores), field.board
    may_be_out = field.standing.may_be_out[field.inside]
    told = []
    for at, tool in enumerate(tools):
        assert board is not None
        told.append(
            RankedTool(
                tool=tool,
                score=float(scores[at]),
                rank=int(ranks[at]),
                # Rounding in a bound may not put a rank outside its own interval.
                best_rank=min(int(limits[0][at]), int(ranks[at])),
                worst_rank=max(int(limits[1][at]), int(ranks[at])),
                contributions=dict(zip(field.criteria, added[at].tolist(), strict=True)),
                missing=int(board.absent[at].sum()),
                may_be_out=bool(may_be_out[at]),
                reasons=_reasons(field.criteria, board, at),
            )
        )
    return tuple(sorted(told, key=lambda one: (one.rank, one.tool)))


def _reasons(criteria: tuple[str, ...], board: Board, at: int) -> tuple[Reason, ...]:
    """Where a score is missing (and taken as the middle), and whose weight went to the other criteria."""
    found = []
    for which, criterion in enumerate(criteria):
        if not board.applies[at, which]:
            params = {"weight": float(board.weights[which])}
            found.append(Reason(code="ranking.does_not_apply", params=params, refs=(criterion,)))
        elif board.missing[at, which]:
            count = {"missing": int(board.absent[at, which])}
            found.append(Reason(code="ranking.score_missing", params=count, refs=(criterion,)))
    return tuple(found)


def _left_out(problem: RankingProblem, standing: Standing) -> tuple[LeftOut, ...]:
    may = dict(zip(problem.assessment.tools, standing.may_be_in.tolist(), strict=True))
    return tuple(
        LeftOut(tool=tool, reason=reason, may_return=bool(may[tool]))
        for tool, reason in sorted(standing.out.items())
    )
