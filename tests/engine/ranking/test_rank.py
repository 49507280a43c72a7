"""Rankings: ties, what is out, what is missing, what does not apply, and what another method says."""

from itertools import product

import pytest

from kopgroep.engine.assessment import Assessment, Criterion, KnockOut, Score
from kopgroep.engine.faults import InputWrong
from kopgroep.engine.givens import read, schema_of
from kopgroep.engine.ranking.problem import Preference, RankingProblem
from kopgroep.engine.ranking.rank import rank, rank_tools
from kopgroep.engine.weights.region import Free, Ranked
from tests.engine.ranking.boards import (
    TEN,
    assessed,
    by_tool,
    ranks,
    said,
    weighing,
)

METHODS = ["weighted_sum", "weighted_product", "topsis", "promethee"]


def codes(ranking):
    return {warning.code for warning in ranking.warnings}


def test_the_same_score_shares_a_rank_and_the_next_is_left_out():
    ranking = rank(assessed([[8], [8], [9], [1]], scales=[TEN]), weighing(1))

    assert ranks(ranking) == {"t2": 1, "t0": 2, "t1": 2, "t3": 4}


def test_a_tool_that_is_knocked_out_has_no_rank_and_the_reason_is_listed():
    given = assessed([[10, 1], [5, 5]], scales=[TEN] * 2, knock_outs={1: KnockOut(least=2)})

    ranking = rank(given, weighing(9, 1))

    assert ranks(ranking) == {"t1": 1}
    assert [(out.tool, out.reason.code, out.reason.refs) for out in ranking.out] == [
        ("t0", "ranking.below_least", ("c1",))
    ]
    assert not ranking.out[0].may_return


@pytest.mark.parametrize("method", METHODS)
def test_all_tools_can_be_out(method):
    given = assessed([[1], [2]], scales=[TEN], knock_outs={0: KnockOut(least=5)})

    ranking = rank(given, weighing(1), method)

    assert (ranking.tools, len(ranking.out), ranking.second_opinion) == ((), 2, None)


def test_the_weight_of_what_does_not_apply_goes_to_the_other_criteria():
    ranking = rank(assessed([[6, "n/a", 8], [6, 10, 8]], scales=[TEN] * 3), weighing(1, 2, 1))

    tool = by_tool(ranking)["t0"]
    assert tool.score == pytest.approx((0.6 + 0.8) / 2)
    assert tool.contributions == pytest.approx({"c0": 0.3, "c1": 0.0, "c2": 0.4})
    assert [(reason.code, reason.refs, reason.params) for reason in tool.reasons] == [
        ("ranking.does_not_apply", ("c1",), {"weight": 0.5})
    ]
    assert tool.missing == 0


@pytest.mark.parametrize("method", METHODS)
def test_a_tool_to_which_nothing_applies_is_not_ranked(method):
    ranking = rank(assessed([["n/a", 4], [5, 5], [6, 6]], scales=[TEN] * 2), weighing(1, 0), method)

    assert [(out.tool, out.reason.code) for out in ranking.out] == [("t0", "ranking.nothing_applies")]
    assert set(ranks(ranking)) == {"t1", "t2"}


def test_a_missing_score_leaves_an_interval_and_is_taken_as_the_middle():
    ranking = rank(assessed([[4], [None], [6]], scales=[TEN]), weighing(1))

    tools = by_tool(ranking)
    assert (tools["t1"].score, tools["t1"].best_rank, tools["t1"].worst_rank) == (0.5, 1, 3)
    assert (tools["t2"].rank, tools["t2"].best_rank, tools["t2"].worst_rank) == (1, 1, 2)
    assert (tools["t0"].rank, tools["t0"].best_rank, tools["t0"].worst_rank) == (3, 2, 3)
    assert (tools["t1"].missing, tools["t1"].reasons[0].code) == (1, "ranking.score_missing")
    assert ranking.interval == "exact"


def test_missing_without_a_scale_leaves_every_rank_open():
    ranking = rank(assessed([[4], [None], [6]]), weighing(1))

    assert {(tool.best_rank, tool.worst_rank) for tool in ranking.tools} == {(1, 3)}
    assert ranking.interval == "bounds"
    assert {"ranking.missing_without_scale", "ranking.scale_from_scores"} <= codes(ranking)


def test_a_missing_score_may_still_knock_a_tool_out_or_bring_it_back():
    given = Assessment(
        tools=("a", "b", "c"),
        criteria=(Criterion(id="c0", scale=TEN, knock_out=KnockOut(least=5)),),
        assessors=("x", "y"),
        scores=(
            said("a", "c0", 6, "x"),
            said("a", "c0", None, "y"),
            said("b", "c0", 4, "x"),
            said("b", "c0", None, "y"),
            said("c", "c0", 7, "x"),
        ),
    )

    ranking = rank(given, weighing(1))

    assert by_tool(ranking)["a"].may_be_out
    assert not by_tool(ranking)["c"].may_be_out
    assert [(out.tool, out.may_return) for out in ranking.out] == [("b", True)]
    # With 10 from y, b has 7 too; with 0 it stays out. With 10 from y, a has 8.
    assert (by_tool(ranking)["c"].best_rank, by_tool(ranking)["c"].worst_rank) == (1, 2)
    assert by_tool(ranking)["a"].worst_rank == 3


def test_topsis_and_promethee_warn_that_other_tools_matter():
    given = assessed([[1, 5], [5, 1], [3, 3]], scales=[TEN] * 2)

    assert "ranking.scaling_depends_on_all" in codes(rank(given, weighing(1, 1), "topsis"))
    assert "ranking.flows_depend_on_all" in codes(rank(given, weighing(1, 1), "promethee"))
    assert codes(rank(given, weighing(1, 1))) == set()


def test_topsis_can_turn_two_tools_round_when_a_third_comes():
    # Found by trying small tables; the warning says that this can be.
    for cells in product(range(1, 10, 2), repeat=4):
        two = [list(cells[:2]), list(cells[2:])]
        before = ranks(rank(assessed(two), weighing(1, 1), "topsis"))
        for third in ([1, 9], [9, 1], [9, 9]):
            after = ranks(rank(assessed([*two, third]), weighing(1, 1), "topsis"))
            if (before["t0"] - before["t1"]) * (after["t0"] - after["t1"]) < 0:
                return
    pytest.fail("no reversal found")


def test_other_methods_say_whether_they_choose_the_same_tools():
    ranking = rank(assessed([[10, 0], [5, 5], [4, 4]], scales=[TEN] * 2), weighing(3, 1), top=1)

    opinion = ranking.second_opinion
    assert (opinion.chosen, opinion.same, opinion.top) == (("t0",), False, 1)
    by_method = {one.method: one for one in opinion.opinions}
    assert set(by_method) == {"weighted_product", "topsis", "promethee"}
    # A sum makes good the 0 of the first; a product does not.
    differs = by_method["weighted_product"]
    assert (differs.same, differs.shared) == (False, 0)
    assert (differs.only_here, differs.only_there) == ({"t0": (1, 3)}, {"t1": (2, 1)})
    assert by_method["promethee"].same
    assert by_method["topsis"].scaling == "vector"


def test_of_a_region_the_middle_is_taken_and_said():
    given = assessed([[9, 1], [1, 9]], scales=[TEN] * 2)

    ranking = rank(given, Ranked(order=("c1", "c0")))

    assert ranking.weights == pytest.approx({"c0": 0.25, "c1": 0.75})
    assert ranks(ranking) == {"t1": 1, "t0": 2}
    assert [(one.code, one.params) for one in ranking.warnings] == [
        ("ranking.middle_of_region", {"kind": "ranked"})
    ]
    assert rank(given, Free()).weights == pytest.approx({"c0": 0.5, "c1": 0.5})


def test_a_problem_can_be_read_from_a_file():
    text = b"""{"problem": "rank", "method": "promethee", "weights": {"kind": "fixed", "weights": {"c": 1}},
        "preferences": {"c": {"kind": "v_shape", "preference": 5}},
        "assessment": {"tools": ["a", "b"], "criteria": [{"id": "c", "scale": {"low": 1, "high": 5}}],
        "assessors": ["x"], "scores": [{"tool": "a", "criterion": "c", "assessor": "x", "value": 4},
        {"tool": "b", "criterion": "c", "assessor": "x"}]}}"""

    ranking = rank_tools(read(RankingProblem, text))

    assert [tool.score for tool in ranking.tools] == pytest.approx([0.2, -0.2])
    assert schema_of(RankingProblem)["$ref"]


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"weights": weighing(1)}, "unknown", "weights"),
        ({"weights": weighing(1, 1, 1)}, "unknown", "weights"),
        ({"scaling": "vector"}, "does_not_apply", "scaling"),
        ({"method": "topsis", "scaling": "fixed"}, "does_not_apply", "scaling"),
        ({"preferences": {"q": Preference()}}, "unknown", "preferences"),
        ({"top": 0}, "too_small", "top"),
    ],
)
def test_what_cannot_be_ranked_is_refused_by_name(change, code, field):
    parts = {"assessment": assessed([[1, 2], [3, 4]]), "weights": weighing(1, 1)}

    with pytest.raises(InputWrong) as refused:
        RankingProblem(**(parts | change))

    assert (refused.value.code, refused.value.field) == (code, field)


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"kind": "u_shape"}, "empty", "indifference"),
        ({"kind": "usual", "preference": 1}, "does_not_apply", "preference"),
        ({"kind": "v_shape", "preference": 0}, "too_small", "preference"),
        ({"kind": "gaussian", "deviation": float("nan")}, "not_finite", "deviation"),
        ({"kind": "gaussian", "deviation": 1e308}, "too_large", "deviation"),
        ({"kind": "level", "indifference": -1, "preference": 2}, "too_small", "indifference"),
        ({"kind": "linear", "indifference": 3, "preference": 2}, "minimum_above_maximum", "indifference"),
    ],
)
def test_what_cannot_be_a_preference_is_refused_by_name(given, code, field):
    with pytest.raises(InputWrong) as refused:
        Preference(**given)

    assert (refused.value.code, refused.value.field) == (code, field)


def test_several_assessors_count_by_their_mean():
    given = Assessment(
        tools=("a", "b"),
        criteria=(Criterion(id="c0", scale=TEN),),
        assessors=("x", "y"),
        scores=(
            said("a", "c0", 2, "x"),
            said("a", "c0", 6, "y"),
            Score(tool="b", criterion="c0", assessor="y", value=5),
        ),
    )

    assert {tool.tool: tool.score for tool in rank(given, weighing(1)).tools} == {"a": 0.4, "b": 0.5}
