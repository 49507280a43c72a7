"""What cannot be true is refused by name: the field and the value."""

import pytest
from msgspec.structs import replace

from kopgroep.engine.faults import InputWrong
from kopgroep.engine.givens import read
from kopgroep.engine.portfolio.problem import (
    Agreed,
    PortfolioProblem,
    PortfolioRules,
    RobustProblem,
    Tool,
)
from kopgroep.engine.weights.region import Fixed, Free, Ranked
from tools.bench_engine.choices import portfolio


def problem(tools='[{"id": "a"}]', rest=""):
    return f'{{"tools": {tools}{rest}}}'


@pytest.mark.parametrize(
    ("text", "code", "field"),
    [
        (problem("[]"), "empty", "tools"),
        (problem('[{"id": "a"}, {"id": "a"}]'), "twice", "tools"),
        (problem('[{"id": " "}]'), "blank_id", "tools"),
        (problem('[{"id": "a", "value": -1}]'), "too_small", "tools[0].value"),
        (problem('[{"id": "a", "value": 1e308}]'), "wrong_shape", "tools[0].value"),
        (problem('[{"id": "a", "value": 10000000}]'), "too_large", "tools[0].value"),
        (problem('[{"id": "a", "value": NaN}]'), "wrong_shape", "file"),
        (problem('[{"id": "a", "value": 1.5}]'), "wrong_shape", "tools[0].value"),
        (problem('[{"id": "a", "principles": ["p"]}]'), "unknown", "tools[0].principles"),
        (problem('[{"id": "a", "wanted_by": ["m"]}]'), "unknown", "tools[0].wanted_by"),
        (problem('[{"id": "a", "uses": {"hours": 3}}]'), "unknown", "tools[0].uses"),
        (problem('[{"id": "a", "scores": {"c": 3}}]'), "unknown", "tools[0].scores"),
        (problem('[{"id": "a", "principles": ["p", "p"]}]'), "twice", "tools[0].principles"),
        (problem(rest=', "principles": ["p", "p"]'), "twice", "principles"),
        (problem(rest=', "rules": {"minimum": 3, "maximum": 2}'), "minimum_above_maximum", "rules.minimum"),
        (problem(rest=', "rules": {"limits": {"hours": -2}}'), "too_small", "rules.limits.hours"),
        (problem(rest=', "rules": {"owner_maximum": {"b": 1}}'), "unknown", "rules.owner_maximum"),
        (problem(rest=', "rules": {"principle_minimum": {"b": 1}}'), "unknown", "rules.principle_minimum"),
        (problem(rest=', "agreed": {"locked": ["b"]}'), "unknown", "agreed.locked"),
        (problem(rest=', "agreed": {"locked": ["a"], "out": ["a"]}'), "does_not_apply", "agreed.out"),
        (problem(rest=', "problem": "pilots"'), "wrong_shape", "problem"),
    ],
)
def test_a_problem_that_cannot_be_is_refused(text, code, field):
    with pytest.raises(InputWrong) as refused:
        read(PortfolioProblem, text)

    assert (refused.value.code, refused.value.field) == (code, field)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1e308, 2.5, -1])
def test_a_caller_in_python_is_refused_as_well(value):
    with pytest.raises(InputWrong):
        Tool(id="a", value=value)
    with pytest.raises(InputWrong):
        PortfolioRules(limits={"hours": value})


def test_weights_and_scores_must_be_about_the_same_criteria():
    whole = portfolio(20, criteria=2)
    without = replace(whole, tools=(replace(whole.tools[0], scores={"c00": 3}), *whole.tools[1:]))
    out = replace(whole, tools=(replace(without.tools[0], stands="knocked_out"), *whole.tools[1:]))

    for wrong in (
        {"portfolio": without, "weights": Free()},
        {"portfolio": whole, "weights": Ranked(order=("c00",))},
        {"portfolio": whole, "weights": Fixed(weights={"c00": 1, "other": 1})},
        {"portfolio": whole, "weights": Free(), "samples": -1},
        {"portfolio": replace(whole, criteria=(), tools=(Tool(id="a"),)), "weights": Free()},
    ):
        with pytest.raises(InputWrong):
            RobustProblem(**wrong)
    assert RobustProblem(portfolio=out, weights=Free())


def test_agreed_tools_may_have_left():
    assert replace(portfolio(20), agreed=Agreed(tools=("gone",))).in_order()
