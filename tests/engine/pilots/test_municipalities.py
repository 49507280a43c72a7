"""The forty-five cities of G4 and G40 test the deal's twelve tools, and all 342 municipalities test forty.

Names, provinces and inhabitants are those of CBS; who fits what, and the hours, are drawn.
"""

import csv

import pytest

from kopgroep.engine.draws import Draws
from kopgroep.engine.pilots.allocate import allocate_pilots
from kopgroep.engine.pilots.check import broken
from kopgroep.engine.pilots.problem import Agreed, Municipality, Pair, PilotProblem, PilotRules, Tool
from tests.engine.pilots.small import as_cells, cells

PRINCIPLES = ("sustainable", "democratic", "flexible", "meaningful")
SIZES = ((20_000, "village"), (50_000, "town"), (100_000, "city"), (250_000, "large city"))


@pytest.fixture(scope="module")
def rows(samples):
    with (samples / "gemeenten" / "gemeenten-2024.csv").open(encoding="utf-8") as file:
        every = list(csv.DictReader(file))
    with (samples / "gemeenten" / "g40-g4.csv").open(encoding="utf-8") as file:
        network = {row["gemeentecode"] for row in csv.DictReader(file)}
    return every, [row for row in every if row["gemeentecode"] in network]


def size_of(inhabitants):
    return next((name for limit, name in SIZES if inhabitants < limit), "metropolis")


def drawn(rows, tools, *, sites, ends):
    """Larger municipalities have more hours; a third of the pairs has a project already."""
    draws = Draws(1)
    chances, fits = draws.uniform(len(rows), tools), draws.choice(100, len(rows), tools)
    return PilotProblem(
        municipalities=tuple(
            Municipality(
                id=row["gemeentecode"],
                maximum=9,
                hours=120 + int(row["bevolking_2024"]) // 4_000,
                region=row["provincienaam"],
                size=size_of(int(row["bevolking_2024"])),
            )
            for row in rows
        ),
        tools=tuple(
            Tool(id=f"tool{t:02}", principle=PRINCIPLES[t % 4], hours=12 + t % 12) for t in range(tools)
        ),
        pairs=tuple(
            Pair(
                municipality=row["gemeentecode"],
                tool=f"tool{t:02}",
                fit=int(fits[number, t]),
                project=bool(chances[number, t] < 1 / 3),
            )
            for number, row in enumerate(rows)
            for t in range(tools)
        ),
        rules=PilotRules(tools=6, sites=sites, regions=3, ends=ends, every_principle=True, project_points=40),
    )


def test_the_cities_test_the_twelve_tools_of_the_deal(rows):
    _, cities = rows
    problem = drawn(cities, 12, sites=5, ends=(("city", "town"), ("large city", "metropolis")))

    plan = allocate_pilots(problem)

    assert len(problem.municipalities) == 45
    assert plan.outcome.status == "optimal"
    assert broken(problem, cells(plan)) == []
    assert min(one.tests for one in plan.municipalities) >= 6
    assert all(one.sites >= 5 and one.regions >= 3 for one in plan.tools)


def test_amsterdam_leaves_and_the_others_go_on_as_agreed(rows):
    _, cities = rows
    ends = (("city", "town"), ("large city", "metropolis"))
    before = cells(allocate_pilots(drawn(cities, 12, sites=5, ends=ends)))
    left = drawn([row for row in cities if row["gemeentenaam"] != "Amsterdam"], 12, sites=5, ends=ends)

    after = allocate_pilots(left, agreed=Agreed(pairs=as_cells(before)))

    assert after.outcome.status == "optimal"
    assert {one.municipality for one in after.changes} == {"GM0363"}


def test_all_municipalities_of_the_country_test_forty_tools(rows):
    every, _ = rows
    problem = drawn(every, 40, sites=10, ends=(("village", "town"), ("large city", "metropolis")))

    plan = allocate_pilots(problem)

    assert len(problem.municipalities) == 342
    assert plan.outcome.status == "optimal"
    assert plan.outcome.objective == plan.outcome.bound
    assert broken(problem, cells(plan)) == []
