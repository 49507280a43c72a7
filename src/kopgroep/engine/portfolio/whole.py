"""Weights as whole shares, so that every portfolio is worth a whole number and a gap below 1 is a proof.

A vector whose weights are whole shares of some number up to DENOMINATOR, such as (1/3, 1/3, 1/3), becomes just those
shares, (1, 1, 1). Any other becomes shares of DENOMINATOR: rounded down, and what is left goes to the largest
remainders (Hamilton).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

DENOMINATOR = 10_000
EXACT = 1e-10


def whole_weights(weights: Floats) -> tuple[Ints, float]:
    """`weights` (k, n) rows with sum 1 as whole numbers, and how far any weight was moved at most."""
    shares = np.array([_shares(row) for row in weights], dtype=np.int64).reshape(weights.shape)
    moved = shares / shares.sum(axis=1, keepdims=True) - weights
    furthest = float(np.abs(moved).max(initial=0.0))
    return shares, 0.0 if furthest < EXACT else furthest


def _shares(row: Floats) -> Ints:
    denominators = np.arange(1, DENOMINATOR + 1)
    # Most denominators fall off at the first weight.
    for weight in row:
        tries = denominators * weight
        denominators = denominators[np.abs(tries - np.round(tries)) <= EXACT * denominators]
    if len(denominators):
        exact: Ints = np.round(denominators[0] * row).astype(np.int64)
        return exact
    shares = DENOMINATOR * row
    down = np.floor(shares)
    largest = np.argsort(-(shares - down), kind="stable")[: int(DENOMINATOR - down.sum())]
    down[largest] += 1
    return down.astype(np.int64)
