"""What cannot be is refused by name: the field and its value."""

import math

import pytest

from kopgroep.engine.assessment import Criterion
from kopgroep.engine.faults import InputWrong
from kopgroep.engine.givens import read
from kopgroep.engine.robust.problem import MOST_TOOLS, Beta, LogNormal, Normal, RobustProblem, Uniform
from kopgroep.engine.robust.rank import robust_rank, smallest_shift
from kopgroep.engine.weights.region import PerAssessor, Ranked
from tests.engine.robust.small import fixed, problem

GOOD = problem({"a": [1, 0], "b": [0, 0.5]})
PLACE = {"tool": "a", "criterion": "c0"}


@pytest.mark.parametrize(
    ("make", "code", "field"),
    [
        (lambda: Normal(**PLACE, mean=math.nan, deviation=1), "not_finite", "mean"),
        (lambda: Normal(**PLACE, mean=0.5, deviation=-1), "too_small", "deviation"),
        (lambda: Normal(**PLACE, mean=1e308, deviation=1), "too_large", "mean"),
        (lambda: LogNormal(**PLACE, median=0, sigma=1), "too_small", "median"),
        (lambda: LogNormal(**PLACE, median=1, sigma=math.inf), "not_finite", "sigma"),
        (lambda: Uniform(**PLACE, low=1, high=0.5), "minimum_above_maximum", "low"),
        (lambda: Beta(**PLACE, successes=0, failures=1), "too_small", "successes"),
    ],
)
def test_a_distribution_that_cannot_be_is_refused(make, code, field):
    with pytest.raises(InputWrong) as refused:
        make()
    assert (refused.value.code, refused.value.field) == (code, field)


@pytest.mark.parametrize(
    ("other", "code", "field"),
    [
        ({"uncertain": [Uniform(tool="z", criterion="c0", low=0, high=1)]}, "unknown", "uncertain[0].tool"),
        (
            {"uncertain": [Uniform(tool="a", criterion="z", low=0, high=1)]},
            "unknown",
            "uncertain[0].criterion",
        ),
        ({"uncertain": [Uniform(**PLACE, low=0, high=2)]}, "too_large", "uncertain[0].high"),
        ({"uncertain": [Normal(**PLACE, mean=0.5, deviation=0.1)] * 2}, "twice", "uncertain[1]"),
        ({"weights": fixed(1)}, "unknown", "weights"),
        ({"weights": Ranked(order=("c0", "c1", "c2"))}, "unknown", "weights"),
        (
            {"weights": PerAssessor(weights={"x": {"c0": 1, "c1": 1}}), "within": "region"},
            "does_not_apply",
            "within",
        ),
    ],
)
def test_a_problem_that_cannot_be_is_refused(other, code, field):
    with pytest.raises(InputWrong) as refused:
        problem({"a": [1, 0], "b": [0, 0.5]}, **other)
    assert (refused.value.code, refused.value.field) == (code, field)


def test_a_distribution_needs_a_scale_and_a_criterion_that_applies():
    with pytest.raises(InputWrong) as refused:
        problem({"a": [1]}, criteria=(Criterion(id="c0"),), uncertain=(Uniform(**PLACE, low=0, high=1),))
    assert refused.value.code == "does_not_apply"

    with pytest.raises(InputWrong) as refused:
        robust_rank(problem({"a": ["n/a", 1]}, uncertain=(Uniform(**PLACE, low=0, high=1),)))
    assert refused.value.code == "does_not_apply"


@pytest.mark.parametrize("samples", [0, -1, 10**9])
def test_a_number_of_samples_that_makes_no_sense_is_refused(samples):
    with pytest.raises(InputWrong):
        robust_rank(GOOD, samples=samples)


def test_a_file_with_a_wrong_field_is_refused_by_name():
    with pytest.raises(InputWrong) as refused:
        read(
            RobustProblem,
            b'{"assessment": {"tools": ["a"], "criteria": [{"id": "c"}], "assessors": ["x"], "scores": '
            b'[{"tool": "a", "criterion": "c", "assessor": "x", "value": 1}]}, "weights": {"kind": "free"}, '
            b'"uncertain": [{"kind": "normal", "tool": "a", "criterion": "c", "mean": 1, "deviation": -2}]}',
        )
    assert refused.value.field == "uncertain[0].deviation"


def test_more_tools_than_tables_have_room_for_are_refused():
    with pytest.raises(InputWrong) as refused:
        problem({f"t{at}": [0.5] for at in range(MOST_TOOLS + 1)})
    assert (refused.value.code, refused.value.field) == ("too_large", "assessment.tools")


def test_a_swap_with_a_tool_that_is_not_there_is_refused():
    with pytest.raises(InputWrong) as refused:
        smallest_shift(GOOD, ahead="a", behind="z")
    assert (refused.value.code, refused.value.field) == ("unknown", "behind")
