"""The nearest weights at which the order of two tools turns: by hand, by programme, and never nearer."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopgroep.engine.draws import Draws
from kopgroep.engine.robust.shift import distance, nearest_swap

FEW = settings(max_examples=40, deadline=None)
# The whole simplex as a region, so that the programme is asked where the closed form could answer.
ALL = (np.ones((1, 4)), np.array([2.0]))


def test_two_criteria_by_hand():
    # 0.6 against 0.4 and d = (0.5, -1): the lead 0.3 - 0.4 is behind already; with (0.8, 0.2) it is 0.2 and goes to
    # zero where w1 = 2/3: 2/15 of the weight moves.
    assert nearest_swap(np.array([0.5, -1.0]), np.array([0.6, 0.4]), None, "total") == pytest.approx(
        [0.6, 0.4]
    )

    for measure in ("total", "largest"):
        found = nearest_swap(np.array([0.5, -1.0]), np.array([0.8, 0.2]), None, measure)
        assert found == pytest.approx([2 / 3, 1 / 3])
        assert distance(np.array([0.8, 0.2]), found, measure) == pytest.approx(2 / 15)


def test_who_is_better_everywhere_stays_in_front():
    for measure in ("total", "largest"):
        assert nearest_swap(np.array([0.5, 0.1]), np.array([0.6, 0.4]), None, measure) is None


def test_a_region_may_leave_no_room():
    kept = (np.array([[-1.0, 0.0]]), np.array([-0.75]))

    assert nearest_swap(np.array([0.5, -1.0]), np.array([0.8, 0.2]), kept, "total") is None


@FEW
@given(seed=st.integers(0, 10_000), measure=st.sampled_from(["total", "largest"]))
def test_the_closed_form_is_as_near_as_the_programme_and_no_sample_is_nearer(seed, measure):
    draws = Draws(seed)
    apart, weights = draws.normal(4), draws.simplex(1, 4)[0]
    if apart @ weights < 0:
        apart = -apart

    free, asked = (nearest_swap(apart, weights, region, measure) for region in (None, ALL))

    assert (free is None) == (asked is None)
    if free is None:
        assert apart.min() > 0
        return
    near = distance(weights, free, measure)
    assert near == pytest.approx(distance(weights, asked, measure), abs=1e-7)
    for found in (free, asked):
        assert found.sum() == pytest.approx(1)
        assert found.min() >= 0
        assert apart @ found == pytest.approx(0, abs=1e-6)
    others = draws.simplex(400, 4)
    swapped = others[others @ apart <= 0]
    assert all(distance(weights, other, measure) >= near - 1e-9 for other in swapped)
