"""Regions of weights: their corners, their even samples and their rows say the same."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from kopgroep.engine.draws import Draws
from kopgroep.engine.faults import InputWrong
from kopgroep.engine.weights.region import (
    Boxes,
    Fixed,
    Free,
    PerAssessor,
    Ranked,
    centre,
    corners,
    linear_rows,
    need_criteria,
    sample,
)

ABC = ("a", "b", "c")
NARROW = Boxes(limits={"a": (0.3, 0.31), "b": (0.3, 0.31), "c": (0.0, 0.39), "d": (0.0, 0.39)})
REGIONS = {
    "fixed": Fixed(weights={"a": 3, "b": 1, "c": 0}),
    "free": Free(),
    "ranked": Ranked(order=("c", "a", "b")),
    "boxes": Boxes(limits={"a": (0.2, 0.5), "b": (0.1, 0.6), "c": (0.0, 0.3)}),
    "per_assessor": PerAssessor(weights={"x": {"a": 1, "b": 1, "c": 2}, "y": {"a": 5, "b": 3, "c": 2}}),
}


@pytest.mark.parametrize("name", REGIONS)
def test_samples_and_corners_lie_in_the_region(name):
    region = REGIONS[name]
    drawn = sample(region, ABC, Draws(1), 2_000)

    assert drawn.shape == (2_000, 3)
    for points in (drawn, corners(region, ABC), centre(region, ABC)[None, :]):
        assert points.min() >= -1e-12
        assert points.sum(axis=1) == pytest.approx(np.ones(len(points)))
        if name != "per_assessor":
            matrix, limit = linear_rows(region, ABC)
            assert (points @ matrix.T <= limit + 1e-9).all()


def test_corners_by_hand():
    assert corners(REGIONS["fixed"], ABC).tolist() == [[0.75, 0.25, 0]]
    assert corners(REGIONS["ranked"], ABC) == pytest.approx(
        np.array([[0, 0, 1], [0.5, 0, 0.5], [1 / 3, 1 / 3, 1 / 3]])
    )
    assert corners(REGIONS["boxes"], ABC) == pytest.approx(
        np.array([[0.2, 0.5, 0.3], [0.2, 0.6, 0.2], [0.4, 0.6, 0.0], [0.5, 0.2, 0.3], [0.5, 0.5, 0.0]])
    )
    assert corners(REGIONS["per_assessor"], ABC).tolist() == [[0.25, 0.25, 0.5], [0.5, 0.3, 0.2]]


def test_the_centre_of_an_order_is_the_rank_order_centroid():
    # Barron and Barrett 1996, three attributes: 11/18, 5/18, 2/18.
    assert centre(Ranked(order=ABC), ABC) == pytest.approx([11 / 18, 5 / 18, 2 / 18])


def test_an_order_is_sampled_evenly():
    drawn = sample(Ranked(order=ABC), ABC, Draws(3), 20_000)

    assert (np.diff(drawn, axis=1) <= 0).all()
    assert drawn.mean(axis=0) == pytest.approx([11 / 18, 5 / 18, 2 / 18], abs=0.005)
    # The least of three parts of a stick has the distribution of a Beta(1, 2) divided by 3.
    assert stats.kstest(3 * drawn[:, 2], stats.beta(1, 2).cdf).pvalue > 0.001


def test_boxes_are_sampled_evenly_thrown_and_walked_alike(monkeypatch):
    region = REGIONS["boxes"]
    thrown = sample(region, ABC, Draws(1), 8_000)
    monkeypatch.setattr("kopgroep.engine.weights.region.LEAST_ACCEPTED", 1.1)
    walked = sample(region, ABC, Draws(2), 8_000)

    for column in range(3):
        assert stats.ks_2samp(thrown[:, column], walked[:, column]).pvalue > 0.001


def test_narrow_boxes_are_walked_and_stay_within():
    region = Boxes(limits={**{f"c{at}": (0.0, 0.105) for at in range(10)}})
    names = tuple(region.limits)

    drawn = sample(region, names, Draws(1), 500)

    assert drawn.max() <= 0.105 + 1e-9
    assert drawn.sum(axis=1) == pytest.approx(np.ones(500))
    assert len(np.unique(drawn.round(6), axis=0)) > 490


def test_boxes_of_one_point_are_that_point():
    region = Boxes(limits={"a": (0.25, 0.25), "b": (0.75, 0.75)})

    assert sample(region, ("a", "b"), Draws(1), 3).tolist() == [[0.25, 0.75]] * 3
    assert corners(region, ("a", "b")).tolist() == [[0.25, 0.75]]


def test_assessors_are_drawn_as_often_as_each_other():
    drawn = sample(REGIONS["per_assessor"], ABC, Draws(1), 10_000)

    assert (drawn[:, 0] == 0.25).mean() == pytest.approx(0.5, abs=0.02)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 0.4), st.floats(0.3, 1)), min_size=2, max_size=5), st.integers(0, 99))
def test_what_is_linear_has_its_extremes_in_the_corners(limits, seed):
    limits = {f"c{at}": (min(pair), max(pair)) for at, pair in enumerate(limits)}
    if not sum(low for low, _ in limits.values()) <= 1 <= sum(high for _, high in limits.values()):
        return
    names = tuple(limits)
    region = Boxes(limits=limits)
    towards = Draws(seed).normal(len(names))
    at_corners = corners(region, names) @ towards
    inside = sample(region, names, Draws(seed), 200) @ towards

    assert at_corners.min() - 1e-9 <= inside.min()
    assert inside.max() <= at_corners.max() + 1e-9


def test_renaming_and_turning_criteria_turns_the_weights():
    for region in (REGIONS["boxes"], REGIONS["ranked"], REGIONS["fixed"]):
        assert centre(region, ABC[::-1]) == pytest.approx(centre(region, ABC)[::-1])


@pytest.mark.parametrize(
    ("kind", "given", "code", "field"),
    [
        (Fixed, {"weights": {}}, "empty", "weights"),
        (Fixed, {"weights": {"a": -1}}, "too_small", "weights.a"),
        (Fixed, {"weights": {"a": float("nan")}}, "not_finite", "weights.a"),
        (Fixed, {"weights": {"a": 1e308}}, "too_large", "weights.a"),
        (Fixed, {"weights": {"a": 0, "b": 0}}, "all_zero", "weights"),
        (Ranked, {"order": ("a", "a")}, "twice", "order"),
        (Ranked, {"order": ()}, "empty", "order"),
        (Boxes, {"limits": {"a": (0.6, 0.5)}}, "minimum_above_maximum", "limits.a"),
        (Boxes, {"limits": {"a": (0.6, 0.7), "b": (0.6, 0.7)}}, "sum_wrong", "limits"),
        (Boxes, {"limits": {"a": (0, 0.1), "b": (0, 0.1)}}, "sum_wrong", "limits"),
        (PerAssessor, {"weights": {"x": {"a": 0}}}, "all_zero", "weights.x"),
    ],
)
def test_what_cannot_be_a_region_is_refused_by_name(kind, given, code, field):
    with pytest.raises(InputWrong) as refused:
        kind(**given)

    assert (refused.value.code, refused.value.field) == (code, field)


@pytest.mark.parametrize("name", ["fixed", "ranked", "boxes", "per_assessor"])
def test_a_region_must_be_about_the_criteria(name):
    need_criteria("weights", REGIONS[name], ABC)
    for criteria in (("a", "b"), ("a", "b", "c", "d")):
        with pytest.raises(InputWrong, match="unknown|not among"):
            need_criteria("weights", REGIONS[name], criteria)
