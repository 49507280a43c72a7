"""What cannot be true is refused by name, in Python as in a file."""

import jsonschema
import msgspec
import pytest

from kopgroep.engine.faults import InputWrong
from kopgroep.engine.givens import read, schema_of
from kopgroep.engine.pilots.allocate import allocate_pilots
from kopgroep.engine.pilots.pair import explain_pair
from kopgroep.engine.pilots.problem import Agreed, Municipality, Pair, PilotProblem, PilotRules, Tool
from tests.engine.pilots.small import as_cells, changed, deal

NAN, INF = float("nan"), float("inf")


def pair(**values):
    return Pair(municipality="m0", tool="t0", **values)


def tool(**values):
    return Tool(id="t0", **values)


def place(**values):
    return Municipality(id="m0", **values)


def rules(**values):
    return PilotRules(**values)


@pytest.mark.parametrize(
    ("make", "code", "field"),
    [
        (lambda: pair(fit=NAN), "not_finite", "fit"),
        (lambda: pair(fit=INF), "not_finite", "fit"),
        (lambda: pair(fit=1e308), "too_large", "fit"),
        (lambda: pair(fit=10**300), "too_large", "fit"),
        (lambda: pair(fit=2.5), "not_whole", "fit"),
        (lambda: pair(fit=True), "not_whole", "fit"),
        (lambda: pair(fit=-1), "too_small", "fit"),
        (lambda: pair(fit=1, hours=-1), "too_small", "hours"),
        (lambda: tool(hours=NAN), "not_finite", "hours"),
        (lambda: tool(minimum=3, maximum=2), "minimum_above_maximum", "minimum"),
        (lambda: tool(regions=-1), "too_small", "regions"),
        (lambda: place(minimum=3, maximum=2), "minimum_above_maximum", "minimum"),
        (lambda: place(hours=-INF), "not_finite", "hours"),
        (lambda: rules(tools=-1), "too_small", "tools"),
        (lambda: rules(project_points=1e308), "too_large", "project_points"),
        (lambda: rules(ends=((),)), "empty", "ends[0]"),
        (lambda: rules(ends=(("a", "a"),)), "twice", "ends[0]"),
        (lambda: Agreed(pairs=as_cells([("m0", "t0")] * 2)), "twice", "pairs[1]"),
        (lambda: PilotProblem(municipalities=(), tools=(), pairs=()), "empty", "municipalities"),
        (lambda: changed(deal(), "municipalities", 0, id="m1"), "twice", "municipalities"),
        (lambda: changed(deal(), "municipalities", 0, id=" "), "blank_id", "municipalities"),
        (lambda: changed(deal(), "tools", 0, id="t1"), "twice", "tools"),
        (lambda: changed(deal(), "pairs", 1, tool="t0"), "twice", "pairs[1]"),
        (lambda: changed(deal(), "pairs", 1, tool="t9"), "unknown", "pairs[1].tool"),
        (lambda: changed(deal(), "pairs", 1, municipality="m9"), "unknown", "pairs[1].municipality"),
        (lambda: changed(deal(least=3), "municipalities", 1, maximum=2), "minimum_above_maximum", None),
        (lambda: changed(deal(sites=3), "tools", 1, maximum=2), "minimum_above_maximum", "tools[1].maximum"),
        (lambda: explain_pair(deal(), municipality="m9", tool="t0"), "unknown", "municipality"),
        (lambda: explain_pair(deal(), municipality="m0", tool="t9"), "unknown", "tool"),
    ],
)
def test_what_cannot_be_true_is_refused_by_name(make, code, field):
    with pytest.raises(InputWrong) as refused:
        make()

    assert refused.value.code == code
    assert refused.value.field == (field or "municipalities[1].maximum")


def test_a_file_says_which_pair_is_wrong():
    text = msgspec.json.encode(deal()).replace(b'"fit":10', b'"fit":-4', 1)

    with pytest.raises(InputWrong) as refused:
        read(PilotProblem, text)

    assert (refused.value.code, refused.value.field, refused.value.value) == ("too_small", "pairs[0].fit", -4)


def test_a_file_holds_to_the_schema_and_comes_back_as_it_was():
    problem = deal(ends=(("small",),), every_principle=True)
    text = msgspec.json.encode(problem)

    jsonschema.validate(msgspec.json.decode(text), schema_of(PilotProblem))
    assert read(PilotProblem, text) == problem


def test_no_possible_pair_is_a_problem_that_is_explained_and_no_fault():
    nobody = msgspec.structs.replace(deal(), pairs=())

    plan = allocate_pilots(nobody)

    assert plan.outcome.status == "infeasible"
    assert {reason.code for reason in plan.infeasibility.reasons} == {
        "pilots.too_few_tools_possible",
        "pilots.too_few_sites_possible",
    }
