"""The best portfolio is proven, checked in whole numbers, and the same whatever the order of the input."""

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from kopgroep.engine.answers import as_json
from kopgroep.engine.child import in_child
from kopgroep.engine.patience import Patience
from kopgroep.engine.portfolio.check import broken_rules, value_of
from kopgroep.engine.portfolio.chooser import Chooser
from kopgroep.engine.portfolio.lots import lots_of
from kopgroep.engine.portfolio.problem import Agreed, PortfolioProblem, PortfolioRules, Tool
from kopgroep.engine.portfolio.rules import norms_of
from kopgroep.engine.portfolio.select import select_portfolio
from tests.engine.portfolio.small import allowed, best_value, problems, second_opinion
from tools.bench_engine.choices import portfolio

few = settings(max_examples=20, deadline=None)


def knapsack(values, rows, limits):
    return PortfolioProblem(
        tools=tuple(
            Tool(id=f"x{at + 1}", value=value, uses={f"r{row}": used[at] for row, used in enumerate(rows)})
            for at, value in enumerate(values)
        ),
        rules=PortfolioRules(limits={f"r{row}": limit for row, limit in enumerate(limits)}),
    )


def test_petersen_1967_research_and_development_projects():
    """Petersen, Computational experience with variants of the Balas algorithm applied to the selection of R&D projects,
    Management Science 13 (1967), the first problem; as kept in the OR-Library, optimum 3800."""
    problem = knapsack(
        [100, 600, 1200, 2400, 500, 2000],
        [
            [8, 12, 13, 64, 22, 41],
            [8, 12, 13, 75, 22, 41],
            [3, 6, 4, 18, 6, 4],
            [5, 10, 8, 32, 6, 12],
            [5, 13, 8, 42, 6, 20],
            [5, 13, 8, 48, 6, 20],
            [0, 0, 0, 0, 8, 0],
            [3, 0, 4, 0, 8, 0],
            [3, 2, 4, 0, 8, 4],
            [3, 2, 4, 8, 8, 4],
        ],
        [80, 96, 20, 36, 44, 48, 10, 18, 22, 24],
    )

    answer = select_portfolio(problem)

    assert (answer.value, answer.outcome.status, answer.outcome.bound) == (3800, "optimal", 3800)
    assert answer.chosen == ("x2", "x3", "x6")


def test_winston_stockco_capital_budgeting():
    """Winston, Operations Research: applications and algorithms, chapter Integer programming, Stockco: 42 with the last
    three."""
    answer = select_portfolio(knapsack([16, 22, 12, 8], [[5, 7, 4, 3]], [14]))

    assert (answer.value, answer.chosen) == (42, ("x2", "x3", "x4"))


@few
@given(problems())
def test_every_portfolio_keeps_the_rules_and_is_the_best_by_enumeration(problem):
    answer = select_portfolio(problem, alternatives=0, prices=False)

    assert (answer.outcome.status == "infeasible") == (best_value(problem) is None)
    if answer.outcome.status != "infeasible":
        assert broken_rules(problem, answer.chosen) == []
        assert answer.value == value_of(problem, answer.chosen) == best_value(problem) == answer.outcome.bound
        out = {reason.refs[0] for reason in answer.left_out}
        assert not out & set(answer.chosen)
        assert {tool.id for tool in problem.tools if tool.stands == "knocked_out"} <= out


@few
@given(problems(most=6), st.integers(1, 3))
def test_alternatives_are_the_best_that_differ_from_all_before(problem, differ):
    answer = select_portfolio(problem, alternatives=2, differ=differ, prices=False)
    if answer.outcome.status == "infeasible":
        return
    before = [set(answer.chosen)]
    for one in answer.alternatives:
        apart = [set(x) for x in allowed(problem) if all(len(set(x) ^ seen) >= differ for seen in before)]
        assert set(one.chosen) in apart
        assert one.proven
        assert one.value == max(value_of(problem, x) for x in apart)
        before.append(set(one.chosen))
    if len(answer.alternatives) < 2:
        assert not [x for x in allowed(problem) if all(len(set(x) ^ seen) >= differ for seen in before)]


@settings(max_examples=12, deadline=None)
@given(problems(most=6))
def test_the_price_of_a_rule_is_what_the_best_gains_without_it(problem):
    problem = replace(problem, rules=replace(problem.rules, owned=False, wanting=0))
    answer = select_portfolio(problem, alternatives=0)
    for price in answer.prices:
        assert price.without >= price.looser >= answer.value
        kind, _, name = price.ref.partition(":")
        rules = problem.rules
        if kind in ("minimum", "maximum"):
            without, looser = ({"minimum": 0}, {"minimum": rules.minimum - 1})
            if kind == "maximum":
                without, looser = {"maximum": None}, {"maximum": rules.maximum + 1}
        elif kind == "resource":
            without, looser = (
                {"limits": {**rules.limits, name: limit}} for limit in (None, rules.limits[name] + price.by)
            )
        elif kind == "principle":
            without, looser = ({"principle_minimum": {name: count}} for count in (0, rules.per_principle - 1))
        else:
            continue
        assert price.without == best_value(replace(problem, rules=replace(rules, **without)))
        assert price.looser == best_value(replace(problem, rules=replace(rules, **looser)))


@few
@given(problems(), st.randoms(use_true_random=False))
def test_the_order_of_the_input_changes_nothing(problem, chance):
    other = replace(
        problem,
        tools=tuple(chance.sample(problem.tools, len(problem.tools))),
        principles=problem.principles[::-1],
        municipalities=problem.municipalities[::-1],
    )

    assert as_json(select_portfolio(other)) == as_json(select_portfolio(problem))


@few
@given(problems())
def test_a_looser_rule_never_lowers_the_best_and_a_tighter_one_never_raises_it(problem):
    rules = problem.rules
    looser = replace(rules, minimum=max(0, rules.minimum - 1), limits={**rules.limits, "euros": None})
    tighter = replace(rules, per_owner=1, limits={**rules.limits, "euros": 5})
    values = [
        select_portfolio(replace(problem, rules=one), alternatives=0, prices=False)
        for one in (tighter, rules, looser)
    ]
    found = [-1 if one.infeasibility else one.value for one in values]

    assert found == sorted(found)


@few
@given(problems(most=6), st.data())
def test_no_portfolio_changes_fewer_agreed_tools(problem, data):
    ids = [tool.id for tool in problem.tools]
    agreed = Agreed(tools=tuple(data.draw(st.lists(st.sampled_from([*ids, "gone"]), unique=True))))
    answer = select_portfolio(problem, agreed=agreed, alternatives=0, prices=False)
    if answer.outcome.status == "infeasible" or answer.changes is None:
        return
    before = set(agreed.tools) - {"gone"}
    fewest = min(len(set(x) ^ before) for x in allowed(problem))

    assert len(answer.changes.added) + len(answer.changes.dropped) == fewest
    assert answer.value == max(
        value_of(problem, x) for x in allowed(problem) if len(set(x) ^ before) == fewest
    )
    assert answer.changes.left == (("gone",) if "gone" in agreed.tools else ())
    assert answer.changes.value_anew == best_value(problem)


def test_what_was_agreed_stays_when_nothing_changed_and_locked_tools_never_move():
    problem = portfolio(40, 3)
    first = select_portfolio(problem, alternatives=1, prices=False)
    (other,) = first.alternatives
    again = select_portfolio(problem, agreed=Agreed(tools=other.chosen), alternatives=0, prices=False)
    worst = min(set(other.chosen) ^ set(first.chosen))
    locked = Agreed(tools=first.chosen, locked=(worst,))
    held = select_portfolio(problem, agreed=locked, alternatives=0, prices=False)

    assert again.chosen == other.chosen
    assert not again.changes.added
    assert not again.changes.dropped
    assert worst in held.chosen


def test_of_portfolios_worth_as_much_the_smallest_is_chosen_and_always_the_same():
    twins = tuple(Tool(id=f"t{at:02}", value=5 * (at < 8)) for at in range(12))
    problem = PortfolioProblem(tools=twins, rules=PortfolioRules(maximum=3))
    mixed = replace(problem, tools=tuple(random.Random(1).sample(twins, len(twins))))

    assert len(select_portfolio(problem).chosen) == 3
    assert select_portfolio(problem).chosen == select_portfolio(mixed).chosen


def test_ortools_in_a_process_of_its_own_finds_the_same_value():
    asked = [portfolio(60, seed, share=share) for seed in range(3) for share in (0.25, 0.4)]

    found = second_opinion(portfolios=asked)["portfolios"]

    ours = [select_portfolio(one, alternatives=0, prices=False) for one in asked]
    assert [one["status"] for one in found] == ["OPTIMAL"] * len(asked)
    assert [one.value for one in ours] == [one["value"] for one in found]


def test_the_same_bytes_come_out_of_a_process_of_its_own():
    problem = portfolio(40)

    assert as_json(in_child(select_portfolio, problem)) == as_json(select_portfolio(problem))


def test_without_time_it_says_stopped_with_a_bound():
    answer = select_portfolio(portfolio(40), seconds=0.0)

    assert answer.outcome.status == "stopped"
    assert answer.outcome.bound >= select_portfolio(portfolio(40), alternatives=0, prices=False).value


def test_when_time_is_up_the_best_that_is_known_is_handed_back_with_its_bound():
    problem = portfolio(40).in_order()
    points = np.array([tool.value for tool in problem.tools])
    chooser = Chooser(norms_of(problem), lots_of(tool.id for tool in problem.tools))
    best = chooser.best(points, Patience())

    late = chooser.best(points, Patience.of(0.0))

    assert (late.status, late.found, late.value) == ("stopped", True, best.value)
    assert late.bound >= best.value


@pytest.mark.parametrize(("name", "value"), [("alternatives", -1), ("differ", 0)])
def test_what_is_asked_for_must_make_sense(name, value):
    with pytest.raises(ValueError, match=name):
        select_portfolio(portfolio(20), **{name: value})
