"""Where missing scores can still bring a tool: its best and its worst rank.

With lowest and highest scores of every tool, the best rank of a tool is one more than the number of tools whose lowest
score is above its highest, and its worst rank one more than the number whose highest is above its lowest. For methods
that score each tool by itself (weighted sum, weighted product) that is exact.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# Scores that differ by less are equal: the difference is arithmetic.
EQUAL = 1e-9


def ranks_of(scores: Floats) -> Ints:
    """1 is best; equal scores share the better rank, and the next takes the rank that is then due (1, 1, 3)."""
    rounded = np.sort(np.round(-scores / EQUAL) * EQUAL)
    return np.asarray(1 + np.searchsorted(rounded, np.round(-scores / EQUAL) * EQUAL - EQUAL / 2))


def rank_interval(lowest: Floats, highest: Floats) -> tuple[Ints, Ints]:
    rising_low, rising_high = np.sort(lowest), np.sort(highest)
    above_at_best = len(lowest) - np.searchsorted(rising_low, highest + EQUAL, side="right")
    # A tool is among those whose highest is above its own lowest, if it has anything missing.
    itself = highest > lowest + EQUAL
    above_at_worst = len(highest) - np.searchsorted(rising_high, lowest + EQUAL, side="right") - itself
    return 1 + above_at_best, 1 + above_at_worst
