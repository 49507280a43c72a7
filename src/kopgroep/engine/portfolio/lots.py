"""Lots for ties: the same tool always draws the same, whoever else is there."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

# A lot is worth less than a tool, so that of portfolios worth as much the one with the fewest tools comes first.
TOOL = 1_000_000


def lots_of(ids: Iterable[str]) -> NDArray[np.int64]:
    """Whole numbers below zero; of two portfolios the one with the larger sum wins the tie."""
    drawn = [int.from_bytes(sha256(one.encode()).digest()[:8], "big") % (TOOL // 1000) for one in ids]
    return -np.array(drawn, dtype=np.int64) - TOOL
