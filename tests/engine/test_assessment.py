"""An assessment becomes arrays without losing the difference between missing, not asked and not applicable."""

import numpy as np
import pytest

from kopgroep.engine.assessment import (
    Assessment,
    Criterion,
    KnockOut,
    Scale,
    Score,
    knocked_out,
    table_of,
    without,
)
from kopgroep.engine.faults import InputWrong

TEN = Scale(low=0, high=10)


def assessment(*scores, criteria=None, tools=("a", "b"), assessors=("x", "y")):
    return Assessment(
        tools=tools,
        criteria=criteria or (Criterion(id="c", scale=TEN),),
        assessors=assessors,
        scores=tuple(
            Score(
                tool=tool,
                criterion=criterion,
                assessor=who,
                value=value if value != "n/a" else None,
                applies=value != "n/a",
            )
            for tool, criterion, who, value in scores
        ),
    ).in_order()


def test_values_are_means_between_worst_and_best():
    table = table_of(assessment(("a", "c", "x", 4), ("a", "c", "y", 8), ("b", "c", "x", 10)))

    assert table.values[:, 0] == pytest.approx([0.6, 1.0])
    assert table.complete


def test_less_is_better_where_the_criterion_says_so():
    table = table_of(
        assessment(
            ("a", "c", "x", 4), ("b", "c", "x", 10), criteria=(Criterion(id="c", direction="min", scale=TEN),)
        )
    )

    assert table.values.tolist() == [[0.6], [0.0]]


def test_without_a_scale_the_scores_span_it():
    table = table_of(assessment(("a", "c", "x", 4), ("b", "c", "x", 6), criteria=(Criterion(id="c"),)))

    assert table.values.tolist() == [[0.0], [1.0]]
    assert table.own_scale.tolist() == [False]


def test_a_missing_score_can_be_anything_and_is_never_zero():
    table = table_of(assessment(("a", "c", "x", 4), ("a", "c", "y", None), ("b", "c", "x", None)))

    assert table.values[0, 0] == 0.4
    assert np.isnan(table.values[1, 0])
    assert table.lowest.tolist() == [[0.2], [0.0]]
    assert table.highest.tolist() == [[0.7], [1.0]]
    assert not table.complete


def test_a_tool_that_nobody_was_asked_about_is_missing_too():
    table = table_of(assessment(("a", "c", "x", 4)))

    assert (table.lowest[1, 0], table.highest[1, 0]) == (0, 1)


def test_what_does_not_apply_is_not_missing():
    table = table_of(assessment(("a", "c", "x", "n/a"), ("b", "c", "x", 5)))

    assert table.applies.tolist() == [[False], [True]]
    assert np.isnan(table.lowest[0, 0])
    assert table.complete


def test_one_score_outweighs_that_somebody_finds_it_does_not_apply():
    table = table_of(assessment(("a", "c", "x", "n/a"), ("a", "c", "y", 5), ("b", "c", "x", 5)))

    assert table.applies.all()
    assert table.values[0, 0] == 0.5


def test_tools_outside_a_limit_are_out_with_the_reason():
    criteria = (
        Criterion(id="c", scale=TEN, knock_out=KnockOut(least=5)),
        Criterion(id="d", scale=TEN, direction="min", knock_out=KnockOut(most=3)),
    )
    given = assessment(
        ("a", "c", "x", 4),
        ("a", "d", "x", 9),
        ("b", "c", "x", 5),
        ("b", "d", "x", 4),
        ("z", "c", "x", None),
        criteria=criteria,
        tools=("a", "b", "z"),
    )

    out = knocked_out(given)

    assert (out["a"].code, out["a"].params, out["a"].refs) == (
        "ranking.below_least",
        {"score": 4.0, "least": 5.0},
        ("c",),
    )
    assert (out["b"].code, out["b"].refs) == ("ranking.above_most", ("d",))
    # Nobody has said anything of z yet: that is no reason to be out.
    assert "z" not in out
    assert without(given, set(out)).tools == ("z",)


def score(**other):
    return Score(**({"tool": "a", "criterion": "c", "assessor": "x", "value": 3.0} | other))


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"tools": ()}, "empty", "tools"),
        ({"scores": ()}, "empty", "scores"),
        ({"tools": ("a", "a")}, "twice", "tools"),
        ({"assessors": ("x", " ")}, "blank_id", "assessors"),
        ({"scores": (score(tool="q"),)}, "unknown", "scores[0].tool"),
        ({"scores": (score(criterion="q"),)}, "unknown", "scores[0].criterion"),
        ({"scores": (score(assessor="q"),)}, "unknown", "scores[0].assessor"),
        ({"scores": (score(), score())}, "twice", "scores[1]"),
        ({"scores": (score(value=11),)}, "too_large", "scores[0].value"),
    ],
)
def test_what_cannot_be_is_refused_by_name(change, code, field):
    parts = {
        "tools": ("a",),
        "criteria": (Criterion(id="c", scale=TEN),),
        "assessors": ("x",),
        "scores": (score(),),
    }

    with pytest.raises(InputWrong) as refused:
        Assessment(**(parts | change))

    assert (refused.value.code, refused.value.field) == (code, field)


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: Scale(low=1, high=1), "minimum_above_maximum"),
        (lambda: KnockOut(least=2, most=1), "minimum_above_maximum"),
        (lambda: score(value=float("inf")), "not_finite"),
        (lambda: score(value=1e308), "too_large"),
        (lambda: score(applies=False), "does_not_apply"),
    ],
)
def test_a_part_that_cannot_be_is_refused(make, code):
    with pytest.raises(InputWrong) as refused:
        make()

    assert refused.value.code == code
