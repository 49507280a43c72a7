"""The same by drawing: for gates whose norms share so many items that the exact way would take too much memory.

Every sample draws one number per item and sees how far the item comes; samples are taken in chunks, so that memory does
not grow with their number. The standard error of a chance p after n samples is sqrt(p (1 - p) / n).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopgroep.engine.draws import Draws
from kopgroep.engine.forecast.gate import Asked

Floats = NDArray[np.float64]
CHUNK = 1_000


@dataclass
class Tally:
    """How many of the samples met the gate; and would have, if the item were sure or the norm were not asked."""

    samples: int
    met: int
    met_if_sure: NDArray[np.int64]
    met_without: NDArray[np.int64]


def tally(asked: Asked, reached: Floats, samples: int, draws: Draws) -> Tally:
    items, norms = asked.members.shape
    found = Tally(samples, 0, np.zeros(items, dtype=np.int64), np.zeros(norms, dtype=np.int64))
    # Chance per item and norm; an item that comes far enough for one stage comes far enough for those before it, so one
    # number per item decides about all norms.
    chances = np.where(asked.members, reached[:, asked.places], 0.0)
    for size in _chunks(samples):
        drawn = draws.uniform(size, items)
        counts = np.stack([(drawn < chances[:, norm]).sum(axis=1) for norm in range(norms)], axis=1)
        short = np.maximum(asked.thresholds - counts, 0)
        unmet = (short > 0).sum(axis=1)
        found.met += int((unmet == 0).sum())
        found.met_without += ((unmet == 0)[:, None] | ((unmet == 1)[:, None] & (short > 0))).sum(axis=0)
        for item in range(items):
            helped = (drawn[:, item, None] >= chances[item]) & asked.members[item]
            found.met_if_sure[item] += int((short <= helped).all(axis=1).sum())
    return found


def _chunks(samples: int) -> Iterator[int]:
    for start in range(0, samples, CHUNK):
        yield min(CHUNK, samples - start)
