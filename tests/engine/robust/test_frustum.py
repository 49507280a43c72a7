"""The share of a simplex below zero: by hand, by exact fractions, and against samples."""

from fractions import Fraction
from itertools import pairwise
from math import factorial, prod

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopgroep.engine.draws import Draws
from kopgroep.engine.robust.frustum import shares_below
from kopgroep.engine.robust.pairs import PairTally, pairs_of_simplex, pairs_of_vectors
from kopgroep.engine.robust.ranks import TIE

FEW = settings(max_examples=60, deadline=None)


def exactly(corners):
    """Varsi's recursion in fractions: an independent arithmetic for the same corners."""
    x, y = [one for one in corners if one >= 0], [one for one in corners if one < 0]
    share = [Fraction(1)] + [Fraction(0)] * len(x)
    for low in y:
        for k, high in enumerate(x, 1):
            share[k] = (high * share[k] - low * share[k - 1]) / (high - low)
    return share[-1] if y else Fraction(0)


def by_divided_differences(corners):
    """The closed form for corners that all differ: sum over y < 0 of prod over the others of y / (y - other)."""
    return sum(
        prod(low / (low - other) for at, other in enumerate(corners) if at != nth)
        for nth, low in enumerate(corners)
        if low < 0
    )


def share(corners):
    return float(shares_below(np.array([corners], dtype=float))[0][0])


def test_a_segment_and_a_triangle_by_hand():
    # Between 3 and -1 the function is below zero on the last quarter; a corner cut off a triangle is 1/2 x 1/3.
    assert share([3, -1]) == 0.25
    assert share([1, 2, -1]) == pytest.approx(1 / 2 * 1 / 3)
    assert share([-1, -2, 1]) == pytest.approx(1 - 1 / 2 * 1 / 3)
    assert share([1, 1, 1]) == 0
    assert share([-1, -1]) == 1
    assert share([0, -1, 2]) == pytest.approx(1 / 3)


@FEW
@given(st.lists(st.integers(-9, 9), min_size=2, max_size=7))
def test_as_fractions_say(corners):
    assert share(corners) == pytest.approx(
        float(exactly([Fraction(one) for one in corners])), rel=1e-13, abs=1e-300
    )


@FEW
@given(st.lists(st.integers(-50, 50), min_size=2, max_size=6, unique=True))
def test_as_the_closed_form_for_different_corners_says(corners):
    assert exactly(corners := [Fraction(one) for one in corners]) == by_divided_differences(corners)


@FEW
@given(st.lists(st.tuples(st.integers(-3, 3), st.integers(-9, 9)), min_size=2, max_size=8))
def test_corners_that_are_nearly_equal_lose_no_digits(parts):
    # A thousand millionth apart: what divides by differences of corners would lose all its digits here.
    corners = [whole + part * 1e-9 for whole, part in parts]

    expected = exactly([Fraction(one) for one in corners])

    assert share(corners) == pytest.approx(float(expected), rel=1e-12, abs=1e-300)


def test_what_is_within_a_tie_of_zero_is_zero():
    shares, ties = shares_below(
        np.array([[TIE / 2, -TIE / 2, 0.0], [TIE / 2, 1.0, 0.0], [-1.0, TIE / 3, 0.0]])
    )

    assert ties.tolist() == [True, False, False]
    assert shares.tolist() == [0, 0, 1]


@pytest.mark.parametrize("ranked", [False, True])
def test_pairs_as_sampled_within_five_standard_errors(ranked):
    tools, criteria, samples = 12, 6, 20_000
    draws = Draws(5)
    scores, weights = draws.uniform(tools, criteria), draws.simplex(samples, criteria)
    corners = np.eye(criteria)
    if ranked:
        # Criterion 0 counts most: sorted simplex samples are uniform over that smaller simplex.
        corners = np.tri(criteria) / np.arange(1, criteria + 1)[:, None]
        weights = -np.sort(-weights, axis=1)
    tally = PairTally(tools)
    for some in np.array_split(weights, 7):
        tally.add(some @ scores.T)

    exact, sampled = pairs_of_simplex(scores, corners).wins, tally.pairs()

    allowed = 5 * np.sqrt(np.maximum(exact * (1 - exact), 1 / samples) / samples)
    assert sampled.samples == samples
    assert (np.abs(sampled.wins - exact) <= allowed).all()


def test_fixed_pairs_are_complementary_and_the_same_tool_twice_is_a_draw():
    scores = Draws(2).uniform(5, 4)
    scores[3] = scores[1]

    wins = pairs_of_simplex(scores, np.eye(4)).wins

    both = wins + wins.T
    assert both[1, 3] == 0
    assert np.delete(both[np.triu_indices(5, 1)], 5) == pytest.approx(np.ones(9), abs=1e-15)


def test_normal_scores_win_as_the_normal_distribution_says():
    # P(N(0.6, 0.3^2) > N(0.5, 0.4^2)) = Phi(0.1 / 0.5) = 0.5792597, as in tables of Phi(0.2).
    mean, variance = np.array([[0.6], [0.5], [0.5]]), np.array([[0.09], [0.16], [0.16]])

    wins = pairs_of_vectors(mean, variance, np.ones((1, 1))).wins

    assert wins[0, 1] == pytest.approx(0.5792597, abs=5e-8)
    assert wins[1, 0] == pytest.approx(1 - 0.5792597, abs=5e-8)
    assert wins[1, 2] == 0.5


def test_rank_order_centroid_of_barron_and_barrett_is_the_mean_of_ranked_weights():
    # The corners of "w1 >= w2 >= w3" have as their mean the centroid 11/18, 5/18, 2/18 (Barron and Barrett, 1996).
    corners = np.tri(3) / np.arange(1, 4)[:, None]

    assert corners.mean(axis=0) == pytest.approx([11 / 18, 5 / 18, 2 / 18])
    assert all(one >= other for one, other in pairwise(corners.mean(axis=0)))
    assert factorial(3) * np.linalg.det(corners) == pytest.approx(1)
