"""Drawn scores have the mean they are expected to have, stay within their bounds, and follow their own law."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from kopgroep.engine.assessment import Criterion, Scale
from kopgroep.engine.draws import Draws
from kopgroep.engine.robust.model import model_of
from kopgroep.engine.robust.problem import Beta, LogNormal, Normal, Uniform
from kopgroep.engine.robust.scores import LogNormalCells, lift_of
from tests.engine.robust.small import problem

FEW = settings(max_examples=25, deadline=None)
ROWS = 4_000
ASSESSORS = ("x", "y", "z")
TEN = Scale(low=0, high=10)
CRITERIA = (Criterion(id="c0", scale=TEN), Criterion(id="c1", direction="min", scale=TEN))

cell = st.lists(st.sampled_from([None, 0.0, 2.0, 5.0, 10.0]), min_size=1, max_size=3)


def drawn(model, criterion, rows=ROWS):
    """The scores of all tools on one criterion: their values when it has all the weight."""
    weights = np.zeros((rows, len(model.criteria)))
    weights[:, criterion] = 1
    return model.scores.drawn(Draws(1), rows).values(weights)


def assert_as_expected(model):
    for criterion in range(len(model.criteria)):
        scores = drawn(model, criterion)
        # Five standard errors, of scores that are seldom more than 1 apart.
        error = 5 * np.maximum(scores.std(axis=0), 1e-9) / np.sqrt(len(scores))
        assert (np.abs(scores.mean(axis=0) - model.scores.expected()[:, criterion]) <= error + 1e-9).all()
        assert (scores >= model.lowest[:, criterion] - 1e-12).all()
        assert (scores <= model.highest[:, criterion] + 1e-12).all()


@FEW
@given(
    cells=st.lists(st.tuples(cell, cell), min_size=2, max_size=4),
    way=st.sampled_from(["mean", "per_score", "per_criterion"]),
)
def test_assessors_scores_average_to_what_is_expected_and_stay_within_bounds(cells, way):
    table = {f"t{at}": list(row) for at, row in enumerate(cells)}

    model = model_of(problem(table, criteria=CRITERIA, assessors=ASSESSORS, pick=way).in_order())

    assert_as_expected(model)


@FEW
@given(criterion=st.sampled_from(["c0", "c1"]), at=st.floats(0.5, 9.5), width=st.floats(0.01, 2))
def test_distributions_average_to_what_is_expected(criterion, at, width):
    place = {"criterion": criterion}
    model = model_of(
        problem(
            {f"t{which}": [5, 5] for which in range(4)},
            criteria=CRITERIA,
            uncertain=(
                Normal(tool="t0", mean=at, deviation=width, **place),
                Uniform(tool="t1", low=at / 2, high=at, **place),
                LogNormal(tool="t2", median=at, sigma=width / 4, **place),
                Beta(tool="t3", successes=at, failures=width, **place),
            ),
        ).in_order()
    )

    assert_as_expected(model)


def test_a_lognormal_score_has_a_normal_logarithm():
    one = LogNormalCells(
        0, np.array([0]), np.zeros(1), np.ones(1), median=np.array([3.0]), sigma=np.array([0.4])
    )

    scores = one.draw(Draws(5), 20_000)[:, 0]

    assert stats.kstest(scores, stats.lognorm(0.4, scale=3.0).cdf).pvalue > 0.001


def test_several_missing_scores_are_drawn_apart():
    # The mean of one known score of 5 and two missing ones has variance 2 / 12 / 9 of the scale squared.
    model = model_of(
        problem(
            {"a": [[5, None, None]], "b": [[5, 5, 5]]}, criteria=CRITERIA[:1], assessors=ASSESSORS
        ).in_order()
    )

    scores = drawn(model, 0, 40_000)

    assert scores[:, 0].std() == pytest.approx(np.sqrt(2 / 12 / 9), rel=0.02)
    assert scores[:, 1].std() == 0


def test_an_assessor_who_was_not_asked_leaves_the_choice_to_those_who_were():
    # Only x judged b: whoever is picked for the criterion, b has the 8 of x.
    model = model_of(
        problem(
            {"a": [[2, 4]], "b": [[8]]}, criteria=CRITERIA[:1], assessors=("x", "y"), pick="per_criterion"
        ).in_order()
    )

    scores = drawn(model, 0)

    assert set(scores[:, 0]) == {0.2, 0.4}
    assert set(scores[:, 1]) == {0.8}


@pytest.mark.parametrize("most", [0.0, 0.3, 1.0, 1.01, 7.0, 1e6])
def test_values_are_lifted_to_between_one_and_two_by_a_power_of_two(most):
    lift = lift_of(np.array([[most, -most / 3]]))

    assert 1.5 - most * lift > 1
    assert 1.5 + most * lift <= 1.75
    assert np.frexp(lift)[0] == 0.5
