"""Count the ranks of many samples at once: rank acceptability and central weights of SMAA-2.

Source: R. Lahdelma and P. Salminen, SMAA-2: Stochastic multicriteria acceptability analysis for group decision making,
Operations Research 49(3), 2001, 444-454. The rank acceptability b[i, r] is the share of the samples in which tool i has
rank r; the central weights of i are the mean weights of the samples in which it comes first.

    b[i, r] = #{samples in which rank(i) = r} / N          w_c[i] = mean of the w for which rank(i) = 1

Ranks are shared by tools whose values differ by no more than TIE: 1, 1, 3. Two ways, with the same counts bit for bit:
`plain_ranks` sorts indices; `Tally` sorts numbers, which is much faster. In a float between 1 and 2 the last 16 of its
64 bits are worth less than 2e-11, so they can carry the tool, and a sort of the numbers takes the tools along. A row in
which two values come closer than what is left can tell apart is counted the plain way.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from kopgroep.engine.draws import Floats

Ints = NDArray[np.int64]

# Values (between 0 and 1) this close are equal: a sum of products in another order differs by less.
TIE = 2e-13
# The last 16 bits of a float carry the tool.
MOST_TOOLS = 1 << 16
INDEX = np.int64(MOST_TOOLS - 1)
# Packing moves a value by less than 2**16 units of its last bit, so a gap by less than twice that; beyond, it is real.
SURE = (2 << 16) * 2.0**-52 + 2 * TIE
# Values per chunk: few enough for a processor's cache, or else as many rows as there are ranks to count, within reason.
CHUNK, LARGEST_CHUNK = 1 << 17, 1 << 20
# Counts per block, that they stay in the cache while they are counted.
BLOCK = 1 << 16

# Gives the values of some rows of a chunk anew, for the plain way.
Again = Callable[[Ints], Floats]


class Tally:
    """Counts per tool and rank, and the sum of the weights under which each tool came first.

    Memory depends on the number of tools, not on the number of samples.
    """

    def __init__(self, tools: int, criteria: int) -> None:
        self.tools, self.samples = tools, 0
        self.rows = max(16, min(2048, max(CHUNK // tools, min(tools, LARGEST_CHUNK // tools))))
        self.favours = np.zeros((tools, criteria))
        self._counts = np.zeros((tools, tools), dtype=np.int64)
        self._spare = np.empty(self.rows * tools, dtype=np.int64)
        self._order = np.arange(tools, dtype=np.uint16)
        self._width = max(1, min(tools, BLOCK // tools))
        self._starts = np.arange(self._width, dtype=np.int64) * tools

    @property
    def counts(self) -> Ints:
        """counts[i, r]: samples in which tool i had rank r, from 0."""
        return np.ascontiguousarray(self._counts[::-1].T)

    def add(self, lifted: Floats, weights: Floats, again: Again) -> None:
        """Count a chunk. `lifted` (rows x tools, in [1, 2), overwritten) orders as the values do."""
        rows, tools = lifted.shape
        self.samples += rows
        if tools == 1:
            self._count_plain(np.zeros((rows, 1)), weights)
            return
        lifted.view(np.uint16)[:, ::4] = self._order
        lifted.sort(axis=1)
        if self._smallest_gap(lifted) <= SURE:
            close = (lifted[:, 1:] - lifted[:, :-1]).min(axis=1) <= SURE
            self._count_plain(again(np.flatnonzero(close)), weights[close])
            lifted, weights = lifted[~close], weights[~close]
        self._count(lifted.view(np.int64), weights)

    def _smallest_gap(self, sorted_rows: Floats) -> float:
        """Between neighbours; all rows as one line, which is faster, and then without the places where a row ends."""
        line, tools = sorted_rows.ravel(), sorted_rows.shape[1]
        gaps = self._spare.view(np.float64)[: len(line) - 1]
        np.subtract(line[1:], line[:-1], out=gaps)
        gaps[tools - 1 :: tools] = 1.0
        return float(gaps.min())

    def _count(self, keys: Ints, weights: Floats) -> None:
        """Of sorted rows: the tool that stands in column c has rank tools - 1 - c."""
        rows, tools = keys.shape
        criteria = weights.shape[1]
        favoured = (keys[:, -1:] & INDEX) * criteria + np.arange(criteria)
        sums = np.bincount(favoured.ravel(), weights.ravel(), tools * criteria)
        self.favours += sums.reshape(tools, criteria)
        for left in range(0, tools, self._width):
            block = keys[:, left : left + self._width]
            wide = block.shape[1]
            # The gaps have been read; their memory holds the counted cells now.
            cells = self._spare[: rows * wide].reshape(rows, wide)
            np.bitwise_and(block, INDEX, out=cells)
            cells += self._starts[:wide]
            counted = np.bincount(cells.ravel(), minlength=wide * tools)
            self._counts[left : left + wide] += counted.reshape(wide, tools)

    def _count_plain(self, values: Floats, weights: Floats) -> None:
        ranks = plain_ranks(values)
        at = np.broadcast_to(np.arange(self.tools), ranks.shape)
        np.add.at(self._counts, (self.tools - 1 - ranks, at), 1)
        rows, tools = np.nonzero(ranks == 0)
        np.add.at(self.favours, tools, weights[rows])


def plain_ranks(values: Floats) -> Ints:
    """Ranks from 0 of every row, the highest value first. A value within TIE of the next higher one shares its rank."""
    order = np.argsort(-values, axis=1, kind="stable")
    falling = np.take_along_axis(values, order, axis=1)
    parted = np.ones(values.shape, dtype=bool)
    parted[:, 1:] = falling[:, :-1] - falling[:, 1:] > TIE
    places = np.where(parted, np.arange(values.shape[1]), 0)
    ranks = np.empty_like(order)
    np.put_along_axis(ranks, order, np.maximum.accumulate(places, axis=1), axis=1)
    return ranks
