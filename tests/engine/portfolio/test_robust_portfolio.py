"""Every weight has its own proven portfolio; what they share is counted, and narrower weights never find anything
new."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from kopgroep.engine.answers import as_json
from kopgroep.engine.draws import Draws
from kopgroep.engine.portfolio.check import broken_rules
from kopgroep.engine.portfolio.problem import PortfolioProblem, PortfolioRules, Tool
from kopgroep.engine.portfolio.robust import robust_portfolio
from kopgroep.engine.portfolio.rules import norms_of, programme_of
from kopgroep.engine.portfolio.select import select_portfolio
from kopgroep.engine.portfolio.whole import DENOMINATOR, whole_weights
from kopgroep.engine.solver import solve
from kopgroep.engine.weights.region import Boxes, Fixed, Free, PerAssessor, Ranked, corners, sample
from tests.engine.portfolio.small import CRITERIA, allowed, problems
from tools.bench_engine.choices import portfolio

few = settings(max_examples=20, deadline=None)
NARROWER = (Free(), Ranked(order=("c", "d")), Fixed(weights={"c": 0.7, "d": 0.3}))


def totals(problem, chosen):
    """Points per criterion."""
    return [sum(tool.scores[one] for tool in problem.tools if tool.id in chosen) for one in CRITERIA]


def non_dominated(problem, feasible, region):
    """Points per criterion of what is not dominated, by the definition of Liesiö, Mild and Salo (2007), over every
    portfolio that keeps the rules."""
    points = [tuple(totals(problem, chosen)) for chosen in feasible]
    worth = np.array(points) @ corners(region, CRITERIA).T
    return {
        one
        for one, row in zip(points, worth, strict=True)
        if not ((worth >= row - 1e-9).all(axis=1) & (worth > row + 1e-9).any(axis=1)).any()
    }


def test_core_borderline_and_out_by_hand():
    """Room for two of three tools. a is best on both criteria; b on the first, c on the second: a is core, and b beats
    c exactly where the first criterion weighs more."""
    scores = {"a": (9, 9), "b": (6, 2), "c": (2, 6), "d": (1, 1)}
    problem = PortfolioProblem(
        tools=tuple(
            Tool(id=one, scores=dict(zip(CRITERIA, row, strict=True))) for one, row in scores.items()
        ),
        criteria=CRITERIA,
        rules=PortfolioRules(maximum=2),
    )

    answer = robust_portfolio(problem, Free(), samples=400, seed=3)
    ranked = robust_portfolio(problem, Ranked(order=("c", "d")), samples=100)

    a, b, c, d = answer.tools
    assert [one.place for one in answer.tools] == ["core", "borderline", "borderline", "out"]
    assert (a.index, a.error, a.corners, d.index, d.corners) == (1, 0, 1, 0, 0)
    assert (b.corners, c.corners) == (0.5, 0.5)
    assert abs(b.index - 0.5) < 5 * b.error
    assert b.index + c.index == pytest.approx(1)
    assert [one.chosen for one in answer.portfolios if not one.dominated] in (
        [("a", "b"), ("a", "c")],
        [("a", "c"), ("a", "b")],
    )
    assert [one.place for one in ranked.tools][:2] == ["core", "core"] or ranked.tools[1].index > 0.98


@few
@given(problems(), st.sampled_from(NARROWER))
def test_every_weight_is_proven_best_by_enumeration(problem, region):
    answer = robust_portfolio(problem, region, samples=8, seed=1)
    feasible = allowed(problem)
    assert (answer.outcome.status == "infeasible") == (not feasible)
    if not feasible:
        return
    ends, drawn = corners(region, CRITERIA), sample(region, CRITERIA, Draws(1), 8)
    whole, _ = whole_weights(np.vstack([ends, drawn]))
    chosen = {one.chosen for one in answer.portfolios}
    worth = {one: np.array(totals(problem, one)) for one in feasible}
    for row in whole:
        best = max(int(row @ one) for one in worth.values())
        assert best in {int(row @ worth[one]) for one in chosen}
    assert all(broken_rules(problem, one) == [] for one in chosen)
    assert sum(one.samples for one in answer.portfolios) == answer.samples == 8
    assert sum(one.corners for one in answer.portfolios) == answer.corners == len(ends)
    assert answer.proven == 8 + len(ends)
    out = {reason.refs[0] for reason in answer.left_out}
    assert all(one.place == "out" for one in answer.tools if one.tool in out)


@settings(max_examples=20, deadline=None)
@given(problems(most=6))
def test_portfolios_of_narrower_weights_are_among_the_non_dominated_of_wider(problem):
    """Also when the wider region is not sampled: over every portfolio there is. Only what is best for a sampled weight,
    since at a corner point a dominated portfolio may be worth as much as the one above it."""
    feasible = allowed(problem)
    if not feasible:
        return
    wide = None
    for region in NARROWER:
        every = non_dominated(problem, feasible, region)
        answer = robust_portfolio(problem, region, samples=5)
        found = {tuple(totals(problem, one.chosen)) for one in answer.portfolios if one.samples}
        assert found <= every
        assert wide is None or every <= wide
        assert not any(one.dominated for one in answer.portfolios if one.samples)
        wide = every


def test_with_one_weight_vector_it_is_the_portfolio_of_those_points():
    problem = portfolio(40, criteria=3)
    weights = dict(zip(problem.criteria, (0.5, 0.25, 0.25), strict=True))
    points = {"c00": 2, "c01": 1, "c02": 1}
    same = replace(
        problem,
        tools=tuple(
            replace(tool, value=sum(points[one] * score for one, score in tool.scores.items()))
            for tool in problem.tools
        ),
    )

    answer = robust_portfolio(problem, Fixed(weights=weights), samples=20)

    assert [one.chosen for one in answer.portfolios] == [select_portfolio(same).chosen]
    assert {one.place for one in answer.tools} == {"core", "out"}
    assert answer.rounding == 0


def test_regions_of_every_kind_are_answered_and_the_same_seed_gives_the_same_bytes():
    problem = portfolio(40, criteria=3)
    boxes = Boxes(limits={"c00": (0.2, 0.5), "c01": (0.2, 0.5), "c02": (0.1, 0.5)})
    each = PerAssessor(weights={"x": {"c00": 1, "c01": 1, "c02": 1}, "y": {"c00": 3, "c01": 1, "c02": 1}})
    for region in (boxes, each, Ranked(order=("c01", "c00", "c02"))):
        answer = robust_portfolio(problem, region, samples=20, seed=5)
        mixed = replace(problem, tools=problem.tools[::-1], criteria=problem.criteria[::-1])
        assert answer.outcome.status == "optimal"
        assert as_json(robust_portfolio(mixed, region, samples=20, seed=5)) == as_json(answer)


def test_two_weights_hold_at_a_size_where_a_list_is_too_long_by_the_solver_itself():
    """The dear shape: large portfolios, with many owners at their limit."""
    problem = portfolio(120, 1, criteria=4, share=0.4)
    answer = robust_portfolio(problem, Free(), samples=4)
    scores = np.array([[tool.scores[one] for one in problem.criteria] for tool in problem.tools])
    whole, _ = whole_weights(sample(Free(), problem.criteria, Draws(0), 4))
    for row in whole:
        points = scores @ row
        found = max(
            int(sum(points[at] for at, tool in enumerate(problem.tools) if tool.id in one.chosen))
            for one in answer.portfolios
        )
        assert found == _plain_best(problem, points)


def _plain_best(problem, points):
    solved = solve(programme_of(norms_of(problem), points), step=1)
    assert solved.status == "optimal"
    return round(solved.objective)


def test_nothing_to_choose_from_is_explained():
    problem = replace(portfolio(20), rules=replace(portfolio(20).rules, minimum=30))

    answer = robust_portfolio(problem, Free(), samples=3)

    assert answer.outcome.status == "infeasible"
    assert answer.infeasibility.reasons[0].code == "portfolio.too_few_tools"


def test_without_time_nothing_is_called_proven():
    answer = robust_portfolio(portfolio(30), Free(), samples=5, seconds=0.0)

    assert (answer.outcome.status, answer.proven, answer.portfolios) == ("stopped", 0, ())


@given(st.lists(st.integers(1, 40), min_size=1, max_size=6))
def test_weights_that_are_whole_shares_become_just_those(shares):
    weights = np.array([[float(Fraction(one, sum(shares))) for one in shares]])

    whole, moved = whole_weights(weights)

    assert moved == 0
    assert [Fraction(int(one), int(whole.sum())) for one in whole[0]] == [
        Fraction(one, sum(shares)) for one in shares
    ]


@given(st.integers(0, 1000))
def test_other_weights_are_moved_by_less_than_one_share(seed):
    weights = Draws(seed).simplex(3, 5)

    whole, moved = whole_weights(weights)

    assert (whole.sum(axis=1) == DENOMINATOR).all()
    assert moved < 1 / DENOMINATOR
