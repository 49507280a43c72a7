"""Chance, from one seed: PCG64 and uniform numbers only.

NumPy may change how it makes a normal or exponential number from one version to the next; its uniform doubles it
promises to keep (NEP 19). So the transforms are ours.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

Floats = NDArray[np.float64]

# A uniform double may be exactly 0, of which there is no logarithm and no normal quantile.
SMALLEST = 2.0**-54


class Draws:
    """One row of random numbers. The same seed and the same calls give the same numbers."""

    def __init__(self, seed: int) -> None:
        self._bits = np.random.Generator(np.random.PCG64(seed))

    def uniform(self, *shape: int) -> Floats:
        """Numbers in [0, 1)."""
        return self._bits.random(shape)

    def exponential(self, *shape: int) -> Floats:
        """Mean 1, by the inverse of the distribution function."""
        return -np.log1p(-self.uniform(*shape))

    def normal(self, *shape: int) -> Floats:
        """Mean 0, deviation 1, by the inverse of the distribution function."""
        quantiles: Floats = ndtri(np.maximum(self.uniform(*shape), SMALLEST))
        return quantiles

    def simplex(self, rows: int, columns: int) -> Floats:
        """Rows of non-negative numbers with sum 1, uniform over the simplex: exponentials divided by their sum."""
        drawn = np.maximum(self.exponential(rows, columns), SMALLEST)
        shares: Floats = drawn / drawn.sum(axis=1, keepdims=True)
        return shares

    def choice(self, of: int, *shape: int) -> NDArray[np.int64]:
        """Whole numbers from 0 to of - 1, each as likely."""
        return np.minimum((self.uniform(*shape) * of).astype(np.int64), of - 1)
