"""The panels: an even, unique plan against the best fit alone, and the explanation by a flow against that programme."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

import numpy as np

from kopgroep.engine.panels.assign import assign_panels
from kopgroep.engine.panels.problem import PanelProblem
from kopgroep.engine.panels.room import cut_of
from kopgroep.engine.panels.rows import Board, programme_of
from kopgroep.engine.solver import solve
from tools.bench_engine.choices import panels
from tools.bench_engine.measure import Growth, Row, seconds_of, side_by_side

SIZES = ((12, 16), (40, 60), (100, 120), (250, 200))


def rows() -> Iterable[Row]:
    for tools, assessors in SIZES[:3]:
        problem = panels(tools, assessors, roles=2)
        ours, fit = side_by_side(partial(assign_panels, problem), partial(_fit, problem), rounds=3)
        yield Row("panels", f"{tools} tools x {assessors} assessors", "best fit alone", ours, fit)
        short = panels(tools, assessors, maximum=max(1, 3 * tools // assessors - 1))
        flow, plain = side_by_side(partial(_cut, short), partial(_fit, short), rounds=3)
        yield Row("panels", f"no room, {tools} x {assessors}", "HiGHS finds no plan", flow, plain)


def growths() -> Iterable[Growth]:
    problems = [panels(tools, assessors) for tools, assessors in SIZES]
    yield Growth(
        name="panels",
        unit="pairs",
        sizes=[tools * assessors for tools, assessors in SIZES],
        seconds=[seconds_of(partial(assign_panels, one)) for one in problems],
    )


def _cut(problem: PanelProblem) -> object:
    return cut_of(Board(problem.in_order()))


def _fit(problem: PanelProblem) -> None:
    board = Board(problem.in_order())
    programme = programme_of(board, board.rows)
    points = np.zeros(programme.width)
    points[: len(board.pairs)] = board.points
    programme.cost = [points]
    solve(programme, step=1)
