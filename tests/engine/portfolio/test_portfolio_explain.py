"""Why there is no portfolio: conflicts that are minimal, relaxations that are the smallest."""

import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from kopgroep.engine.portfolio.check import broken_rules
from kopgroep.engine.portfolio.explain import explain_portfolio
from kopgroep.engine.portfolio.problem import Agreed, PortfolioProblem, PortfolioRules, Tool
from kopgroep.engine.portfolio.rules import norms_of
from tests.engine.portfolio.small import allowed, every, problems


def feasible(problem, refs=None, loosened=()):
    """Whether a portfolio keeps these rules, by trying them all."""
    norms = norms_of(problem.in_order())
    for ref, by in loosened:
        norms = norms.loosened(ref, by)
    rules = [rule for rule in norms.rules if refs is None or rule.ref in refs]
    ids = [tool.id for tool in problem.in_order().tools]
    for chosen in every(problem):
        x = norms.possible.astype(int) * 0 + [one in chosen for one in ids]
        if not x[~norms.possible].any() and all(rule.kept_by(x) for rule in rules):
            return True
    return False


@settings(max_examples=60, deadline=None)
@given(problems(most=6))
def test_conflicts_are_minimal_and_relaxations_the_smallest(problem):
    why = explain_portfolio(problem)

    assert (why is None) == bool(allowed(problem))
    if why is None:
        return
    for conflict in why.conflicts:
        assert not feasible(problem, conflict.refs)
        for one in conflict.refs:
            assert feasible(problem, [ref for ref in conflict.refs if ref != one])
    together = any(reason.code == "portfolio.only_together" for reason in why.reasons)
    groups = [why.relaxations] if together else [(one,) for one in why.relaxations]
    assert why.relaxations
    for group in groups:
        given_up = {one.ref: int(one.by) for one in group}
        assert all(one.proven_smallest for one in group)
        assert feasible(problem, loosened=given_up.items())
        for ref in given_up:
            assert not feasible(problem, loosened={**given_up, ref: given_up[ref] - 1}.items())


def deal(count=6, **rules):
    tools = tuple(
        Tool(id=f"t{at}", principles=("p",), owner="a", uses={"hours": 10}, wanted_by=("m",))
        for at in range(count)
    )
    limits = {"hours": None, **rules.pop("limits", {})}
    return PortfolioProblem(
        tools=tools, principles=("p",), municipalities=("m",), rules=PortfolioRules(limits=limits, **rules)
    )


@pytest.mark.parametrize(
    ("problem", "rung", "code"),
    [
        (deal(per_principle=7), "items", "portfolio.too_few_for"),
        (deal(minimum=7), "totals", "portfolio.too_few_tools"),
        (deal(minimum=3, per_owner=2), "totals", "portfolio.too_few_tools"),
        (deal(minimum=3, limits={"hours": 29}), "totals", "portfolio.cheapest_do_not_fit"),
        (replace(deal(wanting=2), agreed=Agreed(locked=("t1",))), "items", "portfolio.must_be_in_but_cannot"),
        (
            replace(deal(limits={"hours": 15}), agreed=Agreed(locked=("t1", "t2"))),
            "items",
            "portfolio.musts_exceed",
        ),
    ],
)
def test_the_cheapest_step_that_can_see_it_says_so(problem, rung, code):
    why = explain_portfolio(problem)

    assert why.rung == rung
    assert code in {reason.code for reason in why.reasons}


def test_what_only_parts_of_tools_can_do_is_found_by_the_last_step():
    """Two of three tools that share no hour: three halves would do, two whole tools do not fit."""
    tools = [("a", ("p", "q")), ("b", ("q", "r")), ("c", ("p", "r"))]
    problem = PortfolioProblem(
        tools=tuple(Tool(id=one, principles=of, uses={"hours": 2}) for one, of in tools),
        principles=("p", "q", "r"),
        rules=PortfolioRules(per_principle=1, limits={"hours": 3}),
    )

    why = explain_portfolio(problem)

    assert why.rung == "integer"
    assert ("resource:hours", 1) in {(one.ref, one.by) for one in why.relaxations}
    assert broken_rules(replace(problem, rules=replace(problem.rules, limits={"hours": 4})), ("a", "b")) == []
