"""Chance is repeatable and has the distribution it says."""

import numpy as np
import pytest
from scipy import stats

from kopgroep.engine.draws import Draws


def test_one_seed_gives_one_row_of_numbers():
    assert Draws(3).normal(4).tolist() == Draws(3).normal(4).tolist()
    assert Draws(3).uniform(2).tolist() != Draws(4).uniform(2).tolist()
    # What NumPy promises to keep: PCG64 and its doubles.
    assert Draws(0).uniform(2) == pytest.approx([0.6369616873214543, 0.2697867137638703], rel=1e-15)


@pytest.mark.parametrize(("name", "law"), [("normal", stats.norm), ("exponential", stats.expon)])
def test_the_transforms_have_their_distribution(name, law):
    drawn = getattr(Draws(1), name)(20_000)

    assert stats.kstest(drawn, law.cdf).pvalue > 0.001


def test_the_simplex_is_filled_evenly():
    drawn = Draws(1).simplex(20_000, 4)

    assert drawn.min() > 0
    assert drawn.sum(axis=1) == pytest.approx(np.ones(20_000))
    # One share of a uniform simplex of four has the Beta(1, 3) distribution.
    assert stats.kstest(drawn[:, 2], stats.beta(1, 3).cdf).pvalue > 0.001


def test_a_choice_is_among_what_there_is():
    assert np.bincount(Draws(1).choice(3, 9_000)).tolist() == pytest.approx([3_000] * 3, abs=200)
