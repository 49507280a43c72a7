"""Rankings and weights against independent programs for the same methods. No ratio is promised: ours also says what
each criterion adds, what is missing and what three other methods would choose; here only the method itself is timed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
from pymcdm.methods import PROMETHEE_II, TOPSIS
from pymcdm.normalizations import vector_normalization

from kopgroep.engine.assessment import Assessment, Criterion, Scale, Score
from kopgroep.engine.draws import Draws, Floats
from kopgroep.engine.ranking.board import Board, board_of
from kopgroep.engine.ranking.problem import Preference
from kopgroep.engine.ranking.promethee import promethee
from kopgroep.engine.ranking.topsis import topsis
from tools.bench_engine.measure import Growth, Row, seconds_of, side_by_side

CRITERIA = 12
LINEAR = Preference(kind="linear", indifference=1, preference=4)


def rows() -> Iterator[Row]:
    for tools in (40, 250):
        scores, weights, board = _made(tools)
        yield _row(
            f"PROMETHEE II, {tools} x {CRITERIA}",
            partial(_flows, board),
            partial(_their_flows, scores, weights),
        )
        yield _row(
            f"TOPSIS, {tools} x {CRITERIA}",
            partial(_closeness, board),
            partial(_their_closeness, scores, weights),
        )


def growths() -> Iterator[Growth]:
    sizes = (60, 125, 250, 500, 1000)
    yield Growth(
        name="ranking by PROMETHEE II",
        unit="tools",
        sizes=sizes,
        seconds=[_fastest(partial(_flows, _made(size)[2])) for size in sizes],
    )


def _flows(board: Board) -> Floats:
    return promethee(board, [LINEAR] * CRITERIA)[0]


def _closeness(board: Board) -> Floats:
    return topsis(board, "vector")[0]


def _their_flows(scores: Floats, weights: Floats) -> Floats:
    # It can be called only once: its preference functions are used up by the first call (1.4.0).
    method = PROMETHEE_II("vshape_2", p=[4.0] * CRITERIA, q=[1.0] * CRITERIA)
    return np.asarray(method(scores, weights, np.ones(CRITERIA)))


def _their_closeness(scores: Floats, weights: Floats) -> Floats:
    return np.asarray(TOPSIS(vector_normalization)(scores, weights, np.ones(CRITERIA)))


def _fastest(call: Callable[[], object]) -> float:
    return min(seconds_of(call) for _ in range(3))


def _row(case: str, ours: Callable[[], Floats], theirs: Callable[[], Floats]) -> Row:
    apart = float(np.abs(ours() - theirs()).max())
    mine, other = side_by_side(ours, theirs, rounds=5, times=3)
    return Row("ranking", case, "pymcdm", mine, other, note=f"differs {apart:.1e}")


def _made(tools: int) -> tuple[Floats, Floats, Board]:
    draws = Draws(tools)
    scores, weights = 1 + 8 * draws.uniform(tools, CRITERIA), draws.simplex(1, CRITERIA)[0]
    names = [f"t{at:04}" for at in range(tools)]
    criteria = tuple(Criterion(id=f"c{at:02}", scale=Scale(low=0, high=10)) for at in range(CRITERIA))
    assessment = Assessment(
        tools=tuple(names),
        criteria=criteria,
        assessors=("x",),
        scores=tuple(
            Score(tool=tool, criterion=criterion.id, assessor="x", value=float(value))
            for tool, row in zip(names, scores, strict=True)
            for criterion, value in zip(criteria, row, strict=True)
        ),
    )
    return scores, weights, board_of(assessment, weights)
