"""The joint distribution of counts that share items, exactly.

With one norm this is the Poisson-binomial distribution: the number of successes of independent trials with chances
p_1, ..., p_n (Poisson 1837; Hong, "On computing the distribution function for the Poisson binomial distribution",
Computational Statistics and Data Analysis 59, 2013: here by its recursive formula). With several norms the state is the
vector of counts, each capped at its threshold since above it nothing changes; what counts is added part by part:

    after[k] = sum over the outcomes o of that part of p(o) * before[k - steps(o)]

Read backwards the same recursion gives the chance that all thresholds are still reached from state k. Forward and
backward together tell, for every item at once, what the chance would be if that item were sure.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# What can become of an item, or of a class of alike items: the chance, and per norm by how much its count then grows.
Outcomes = Sequence[tuple[float, tuple[int, ...]]]

# The recursion runs over this many parts of a list at once; after that whole distributions are convolved.
ABREAST = 16


def poisson_binomial(chances: Floats) -> Floats:
    """The chances of 0, 1, ..., n successes of n independent trials."""
    trials = len(chances)
    if trials < 2 * ABREAST:
        alone: Floats = _recursion(chances[None, :])[0]
        return alone
    # A trial that never succeeds changes nothing but the length.
    padded = np.append(chances, np.zeros(-trials % ABREAST)).reshape(ABREAST, -1)
    counts = list(_recursion(padded))
    while len(counts) > 1:
        counts = [np.convolve(one, other) for one, other in zip(counts[::2], counts[1::2], strict=True)]
    together: Floats = counts[0][: trials + 1]
    return together


def _recursion(chances: Floats) -> Floats:
    """Row by row, adding trial after trial."""
    rows, trials = chances.shape
    counts = np.zeros((rows, trials + 1))
    counts[:, 0] = 1.0
    for done in range(1, trials + 1):
        chance = chances[:, done - 1, None]
        moved = counts[:, :done] * chance
        counts[:, :done] *= 1 - chance
        counts[:, 1 : done + 1] += moved
    return counts


def chance_of_all(parts: Sequence[Outcomes], thresholds: Sequence[int]) -> float:
    """The chance that every count reaches its threshold. Memory: the product of the thresholds plus one."""
    state = _nothing_yet(thresholds)
    for outcomes in parts:
        state = _added(state, outcomes)
    return float(state[tuple(thresholds)])


def chances_if_sure(
    items: Sequence[Outcomes], sure: Sequence[tuple[int, ...]], thresholds: Sequence[int]
) -> Floats:
    """For each item: the chance that every count reaches its threshold if the item took the steps of `sure`.

    Memory: one state per item.
    """
    still = np.zeros([threshold + 1 for threshold in thresholds])
    still[tuple(thresholds)] = 1.0
    onwards = [still]
    for outcomes in reversed(items):
        before = np.zeros_like(still)
        for chance, steps in outcomes:
            before += chance * _looked_ahead(onwards[-1], steps)
        onwards.append(before)
    onwards.reverse()
    state, found = _nothing_yet(thresholds), np.zeros(len(items))
    for at, outcomes in enumerate(items):
        found[at] = float((state * _looked_ahead(onwards[at + 1], sure[at])).sum())
        state = _added(state, outcomes)
    return found


def _nothing_yet(thresholds: Sequence[int]) -> Floats:
    state = np.zeros([threshold + 1 for threshold in thresholds])
    state[(0,) * len(thresholds)] = 1.0
    return state


def _added(state: Floats, outcomes: Outcomes) -> Floats:
    after = np.zeros_like(state)
    for chance, steps in outcomes:
        after += chance * _moved(state, steps)
    return after


def _moved(state: Floats, steps: Sequence[int]) -> Floats:
    """The counts higher by `steps`, one per axis; what comes above its cap stands at the cap."""
    for axis, step in enumerate(steps):
        if step:
            before = np.moveaxis(state, axis, 0)
            after = np.zeros_like(before)
            kept = max(len(before) - step, 0)
            after[step:] = before[:kept]
            after[-1] += before[kept:].sum(axis=0)
            state = np.moveaxis(after, 0, axis)
    return state


def _looked_ahead(values: Floats, steps: Sequence[int]) -> Floats:
    """values[k + steps], with k + steps no further than the cap: what the state becomes worth by these steps."""
    for axis, step in enumerate(steps):
        if step:
            size = values.shape[axis]
            values = np.take(values, np.minimum(np.arange(size) + step, size - 1), axis=axis)
    return values
