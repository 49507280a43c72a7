"""Small choices of tools, and their answers by trying every portfolio."""

import json
import subprocess
import sys
from itertools import chain, combinations

import msgspec
from hypothesis import strategies as st

from kopgroep.engine.portfolio.check import broken_rules, value_of
from kopgroep.engine.portfolio.problem import PortfolioProblem, PortfolioRules, Tool

PRINCIPLES = ("p", "q")
PLACES = ("m1", "m2", "m3")
CRITERIA = ("c", "d")


def every(problem):
    ids = [tool.id for tool in problem.tools]
    return chain.from_iterable(combinations(ids, count) for count in range(len(ids) + 1))


def allowed(problem):
    return [chosen for chosen in every(problem) if not broken_rules(problem, chosen)]


def best_value(problem):
    return max((value_of(problem, chosen) for chosen in allowed(problem)), default=None)


def second_opinion(*, portfolios=(), panels=(), seconds=30):
    """CP-SAT in a process of its own: it and HiGHS cannot live in one."""
    asked = {
        "portfolios": [msgspec.to_builtins(one) for one in portfolios],
        "panels": [msgspec.to_builtins(one) for one in panels],
        "seconds": seconds,
    }
    done = subprocess.run(
        [sys.executable, "-m", "tools.bench_engine.cp_sat_choices"],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def some(elements):
    return st.lists(st.sampled_from(elements), unique=True).map(tuple)


@st.composite
def tools(draw, number):
    return Tool(
        id=f"t{number}",
        value=draw(st.integers(0, 12)),
        scores={one: draw(st.integers(0, 9)) for one in CRITERIA},
        principles=draw(some(PRINCIPLES)),
        owner=draw(st.sampled_from(["a", "b", "c", None])),
        uses={"hours": draw(st.integers(0, 9)), "euros": draw(st.integers(0, 9))},
        wanted_by=draw(some(PLACES)),
        stands=draw(st.sampled_from(["free"] * 8 + ["must", "must_not", "knocked_out"])),
    )


@st.composite
def problems(draw, most=7):
    count = draw(st.integers(1, most))
    minimum = draw(st.integers(0, 3))
    return PortfolioProblem(
        tools=tuple(draw(tools(number)) for number in range(count)),
        principles=PRINCIPLES,
        municipalities=PLACES,
        criteria=CRITERIA,
        rules=PortfolioRules(
            minimum=minimum,
            maximum=draw(st.sampled_from([None, minimum + 1, minimum + 3])),
            per_principle=draw(st.integers(0, 2)),
            owned=draw(st.booleans()),
            per_owner=draw(st.sampled_from([None, 1, 2])),
            wanting=draw(st.integers(0, 1)),
            per_municipality=draw(st.integers(0, 1)),
            limits={"hours": draw(st.sampled_from([None, 8, 15, 25])), "euros": draw(st.integers(5, 40))},
        ),
    )
