"""Ranks counted by sorting numbers are the ranks counted plainly, bit for bit, whatever ties there are."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopgroep.engine.draws import Draws
from kopgroep.engine.robust.ranks import TIE, Tally, plain_ranks
from kopgroep.engine.robust.scores import lift_of

FEW = settings(max_examples=60, deadline=None)


def tallied(values, weights):
    """By packed sorts, in the chunks that the tally asks for."""
    tally = Tally(values.shape[1], weights.shape[1])
    for start in range(0, len(values), tally.rows):
        some, shares = values[start : start + tally.rows], weights[start : start + tally.rows]
        tally.add(1.5 + some * lift_of(some), shares, again=lambda rows, some=some: some[rows])
    return tally


def counted(values, weights):
    """By one comparison of ranks after another."""
    ranks = plain_ranks(values)
    places = range(values.shape[1])
    counts = np.array([[(ranks[:, tool] == rank).sum() for rank in places] for tool in places])
    return counts, np.array([weights[ranks[:, tool] == 0].sum(axis=0) for tool in places])


def test_ranks_by_hand():
    values = np.array([[0.2, 0.9, 0.9 + TIE / 2, 0.5], [0.1, 0.1, 0.1, 0.1], [0.4, 0.3, 0.2, 0.1]])

    assert plain_ranks(values).tolist() == [[3, 0, 0, 2], [0, 0, 0, 0], [0, 1, 2, 3]]


@FEW
@given(
    seed=st.integers(0, 2**32),
    tools=st.integers(1, 40),
    rows=st.integers(1, 200),
    steps=st.sampled_from([1, 4, 50, 0]),
)
def test_packed_ranks_are_the_plain_ranks_bit_for_bit(seed, tools, rows, steps):
    draws = Draws(seed)
    values, weights = draws.uniform(rows, tools), draws.simplex(rows, 3)
    if steps:
        # Few different values, so many ties; some of them apart by less than TIE, some by a little more.
        values = np.floor(values * steps) / steps + draws.choice(4, rows, tools) * TIE * 0.4

    tally, (counts, favours) = tallied(values, weights), counted(values, weights)

    assert tally.counts.tolist() == counts.tolist()
    assert tally.favours == pytest.approx(favours, abs=1e-9)
    assert tally.samples == rows


@pytest.mark.parametrize("tools", [250, 1_000])
def test_many_tools_are_counted_in_blocks_that_fit(tools):
    draws = Draws(tools)
    values, weights = draws.uniform(1_300, tools), draws.simplex(1_300, 5)
    ranks = plain_ranks(values)

    tally = tallied(values, weights)

    expected = np.zeros((tools, tools), dtype=int)
    np.add.at(expected, (np.arange(tools), ranks), 1)
    assert (tally.counts == expected).all()
    assert tally.favours.sum() == pytest.approx(1_300)


def test_values_that_differ_by_less_than_the_packed_bits_keep_their_order():
    # A ten thousand millionth apart: the packed bits cannot tell, the plain way can.
    values = np.array([[0.5, 0.5 + 1e-12, 0.5 - 1e-12, 0.5 + 5e-12]])

    assert tallied(values, np.ones((1, 1))).counts.tolist() == counted(values, np.ones((1, 1)))[0].tolist()
    assert plain_ranks(values).tolist() == [[2, 1, 3, 0]]


def test_values_below_zero_and_far_above_one_are_ranked_as_well():
    values = Draws(1).normal(500, 30) * 40

    assert (
        tallied(values, np.ones((500, 1))).counts.tolist() == counted(values, np.ones((500, 1)))[0].tolist()
    )
