"""The choice of tools: against a programme per question in HiGHS, and against CP-SAT in its own process."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from kopgroep.engine.draws import Draws
from kopgroep.engine.portfolio.problem import PortfolioProblem
from kopgroep.engine.portfolio.robust import robust_portfolio
from kopgroep.engine.portfolio.rules import norms_of, programme_of
from kopgroep.engine.portfolio.select import select_portfolio
from kopgroep.engine.portfolio.whole import whole_weights
from kopgroep.engine.solver import solve
from kopgroep.engine.weights.region import Free, sample
from tools.bench_engine.choices import portfolio
from tools.bench_engine.measure import Growth, Row, seconds_of, side_by_side

SIZES = (40, 100, 250, 1000)
WEIGHTS, TOOLS = 200, 250
# The plain way takes a minute or more for all of the weights; it is timed on so many, spread over ours in turns.
PLAIN, TURNS = 40, 4
# 200 weights at 250 tools took the plain way 26 seconds where the design was made; under 10 is what is promised.
ROBUST = 10 / 26


def rows() -> Iterable[Row]:
    yield from _one_by_one()
    yield _robust()


def growths() -> Iterable[Growth]:
    problems = [portfolio(size) for size in SIZES]
    yield Growth(
        name="portfolio",
        unit="tools",
        sizes=SIZES,
        seconds=[min(seconds_of(partial(_select, one)) for _ in range(3)) for one in problems],
    )


def _select(problem: PortfolioProblem) -> object:
    return select_portfolio(problem, alternatives=0, prices=False)


def _one_by_one() -> Iterator[Row]:
    problems = [portfolio(size) for size in SIZES]
    theirs = cp_sat(problems)
    for size, problem, other in zip(SIZES, problems, theirs, strict=True):
        points = np.array([tool.value for tool in problem.in_order().tools])
        ours, plain = side_by_side(partial(_select, problem), partial(_plain, problem, points), rounds=3)
        yield Row("portfolio", f"{size} tools", "HiGHS, all tools", ours, plain)
        proof = "" if other["status"] == "OPTIMAL" else "no proof in 60 s"
        yield Row(
            "portfolio", f"{size} tools", "CP-SAT", ours, None if proof else other["seconds"], note=proof
        )


def _robust() -> Row:
    """Ours answers all of the weights, in turns with the plain way on some of them."""
    problem = portfolio(TOOLS).in_order()
    drawn, _ = whole_weights(sample(Free(), problem.criteria, Draws(0), WEIGHTS))
    scores = np.array([[tool.scores[one] for one in problem.criteria] for tool in problem.tools])
    ours, plain = [], 0.0
    for turn in range(TURNS):
        ours.append(seconds_of(partial(robust_portfolio, problem, Free(), samples=WEIGHTS)))
        for row in drawn[turn:PLAIN:TURNS]:
            plain += seconds_of(partial(_plain, problem, scores @ row))
    return Row(
        "portfolio",
        f"{WEIGHTS} weights and {len(problem.criteria)} corners, {TOOLS} tools",
        "HiGHS per weight",
        float(np.median(ours)),
        plain * WEIGHTS / PLAIN,
        ROBUST,
        note=f"the plain way timed on {PLAIN} of the weights",
    )


def _plain(problem: PortfolioProblem, points: NDArray[np.int64]) -> None:
    solved = solve(programme_of(norms_of(problem.in_order()), points), step=1)
    assert solved.status == "optimal"


def cp_sat(problems: Iterable[PortfolioProblem]) -> list[dict[str, Any]]:
    asked = {"portfolios": [msgspec.to_builtins(one) for one in problems], "seconds": 60}
    done = subprocess.run(
        [sys.executable, "-m", "tools.bench_engine.cp_sat_choices"],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=True,
    )
    found: list[dict[str, Any]] = json.loads(done.stdout)["portfolios"]
    return found
