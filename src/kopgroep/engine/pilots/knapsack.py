"""The best tests of one municipality at given prices: a knapsack with count limits, for all municipalities at once.

    V[m] = max sum of p[t] x[t]   with   low[m] <= sum of x[t] <= high[m],   sum of h[t] x[t] <= H[m],
           and, where the rule holds, at least one x[t] = 1 of every principle;   x[t] in {0, 1}

by dynamic programming (Bellman, Dynamic Programming, 1957; Kellerer, Pferschy and Pisinger, Knapsack Problems, 2004,
section 9.7 on the count): B[c, m, w] is the best of c tests of municipality m within w hours, over the tools seen so
far; a tool t gives

    B[c, m, w] <- max(B[c, m, w], B[c - 1, m, w - h[t]] + p[t]).

Tools come principle by principle, and beside B stands U, the best with or without a tool of the principle at hand; at
the end of a principle only B, in which it is met, goes on. So the rule of every principle doubles the work and no more.

Numbers are whole (points times a scale), so that the bound that rests on them is exact.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kopgroep.engine.pilots.model import Grid

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Table = NDArray[np.signedinteger]

# A table of this many numbers stays in the processor's cache.
CELLS = 120_000
# The largest sum of profits that a table of each kind can hold; in it a lost cause stands at -4 times that.
MOST = {np.dtype(np.int32): 2**27, np.dtype(np.int64): 2**58}
LOST = -(2**60)


@dataclass(frozen=True)
class Knapsacks:
    """`best[m]`: V[m]; `forced[p]`: at most the best of p's municipality when pair p is among its tests. Both in whole
    points times the scale; LOST where there is no way."""

    best: Ints
    forced: Ints


def fill(grid: Grid, profit: Ints) -> Knapsacks:
    """`profit[p]`: what pair p is worth at the prices."""
    best = np.full(grid.places, LOST, dtype=np.int64)
    forced = np.full(grid.pairs, LOST, dtype=np.int64)
    for part in _parts(_shortened(grid)):
        _fill_part(part, profit, best, forced)
    return Knapsacks(best, forced)


def work(grid: Grid) -> int:
    """About how many additions filling the tables takes."""
    short = _shortened(grid)
    count = short.per_place(np.ones(grid.pairs))
    runs = 1 + grid.principles if grid.every_principle.any() else 1
    return int(((short.room_hours + 1) * np.minimum(grid.most_tools, count) * count).sum()) * runs


def _shortened(grid: Grid) -> Grid:
    """The same choice with smaller numbers: hours in their common divisor, and 0 where they cannot bind."""
    unit = max(1, int(np.gcd.reduce(grid.hours)))
    order = np.lexsort((-grid.hours, grid.place))
    count = grid.per_place(np.ones(grid.pairs))
    nth = np.arange(grid.pairs) - (np.cumsum(count) - count)[grid.place[order]]
    largest = order[nth < grid.most_tools[grid.place[order]]]
    needed = np.bincount(grid.place[largest], weights=grid.hours[largest], minlength=grid.places)
    binds = grid.room_hours < needed
    return replace(
        grid,
        hours=np.where(binds[grid.place], grid.hours // unit, 0),
        room_hours=np.where(binds, grid.room_hours // unit, 0),
    )


@dataclass(frozen=True)
class _Part:
    """Some municipalities, with their pairs in columns: pair[m, k] is the k-th pair of the m-th, -1 where there is
    none; the columns of principle g are those from starts[g] to starts[g + 1]."""

    grid: Grid
    places: Ints
    pair: Ints
    starts: list[int]
    room: Ints
    low: Ints
    high: Ints


def _parts(grid: Grid) -> Iterator[_Part]:
    """Municipalities of about the same hours together, so that little of a table is empty."""
    count = grid.per_place(np.ones(grid.pairs))
    high = np.minimum(grid.most_tools, count)
    room = grid.room_hours
    order = np.argsort(room, kind="stable")
    begin = 0
    while begin < len(order):
        rest = order[begin:]
        size = np.arange(1, len(rest) + 1) * (room[rest] + 1) * (np.maximum.accumulate(high[rest]) + 1)
        some = rest[: max(1, int(np.searchsorted(size, CELLS, side="right")))]
        begin += len(some)
        pair, starts = _columns(grid, some)
        yield _Part(grid, some, pair, starts, room[some], grid.least_tools[some], high[some])


def _columns(grid: Grid, places: Ints) -> tuple[Ints, list[int]]:
    kind = (
        grid.principle[grid.tool] + 1 if grid.every_principle.any() else np.zeros(grid.pairs, dtype=np.int64)
    )
    number = np.full(grid.places, -1)
    number[places] = np.arange(len(places))
    mine = np.flatnonzero(number[grid.place] >= 0)
    blocks, starts = [], [0]
    for one in range(grid.principles + 1 if grid.every_principle.any() else 1):
        of_it = mine[kind[mine] == one]
        at = number[grid.place[of_it]]
        of_it, at = of_it[np.argsort(at, kind="stable")], np.sort(at)
        count = np.bincount(at, minlength=len(places))
        column = np.arange(len(at)) - (np.cumsum(count) - count)[at]
        block = np.full((len(places), int(count.max(initial=0))), -1)
        block[at, column] = of_it
        blocks.append(block)
        starts.append(starts[-1] + block.shape[1])
    return np.concatenate(blocks, axis=1), starts


def _fill_part(part: _Part, profit: Ints, best: Ints, forced: Ints) -> None:
    grid, kinds = part.grid, len(part.starts) - 1
    strict = grid.every_principle[part.places]
    within, fewer = _ends(part, _table(part, profit, strict, -1))
    best[part.places] = within[np.arange(len(part.places)), part.room]
    for kind in range(kinds):
        columns = part.pair[:, part.starts[kind] : part.starts[kind + 1]]
        if kind > 0:
            # The pair that is forced in meets its own principle; the others need not meet it again.
            _, fewer = _ends(part, _table(part, profit, strict, kind))
        row, column = np.nonzero(columns >= 0)
        pairs = columns[row, column]
        left = part.room[row] - grid.hours[pairs]
        fits = left >= 0
        pairs, row, left = pairs[fits], row[fits], left[fits]
        # The pair may be chosen a second time in what is left, so this is a bound and not the value.
        forced[pairs] = profit[pairs] + fewer[row, left]


def _table(part: _Part, profit: Ints, strict: NDArray[np.bool_], free: int) -> Table:
    """B after all tools, principle `free` not asked for; [c, m, w]."""
    grid = part.grid
    pad = int(grid.hours[part.pair[part.pair >= 0]].max(initial=0)) + 1
    largest = int(np.abs(profit).max(initial=0)) * (int(part.high.max(initial=0)) + 2)
    kind = np.dtype(np.int32 if largest < MOST[np.dtype(np.int32)] else np.int64)
    lost = -4 * MOST[kind]
    shape = (int(part.high.max(initial=0)) + 1, len(part.places), pad + int(part.room.max(initial=0)) + 1)
    either = np.full(shape, lost, dtype=kind)
    either[0, :, pad:] = 0
    at = np.arange(shape[1])[:, None] * shape[2] + np.arange(pad, shape[2])
    for one in range(len(part.starts) - 1):
        columns = range(part.starts[one], part.starts[one + 1])
        asked = strict if one > 0 and one != free else np.zeros_like(strict)
        met = np.where(asked[:, None], np.array(lost, dtype=kind), either) if asked.any() else either
        for column in columns:
            _take(part, part.pair[:, column], profit, at, pad, met, either)
        either = met
    return either[:, :, pad:]


def _take(part: _Part, pair: Ints, profit: Ints, at: Ints, pad: int, met: Table, either: Table) -> None:
    """One tool per municipality more."""
    grid, there = part.grid, pair >= 0
    takes = np.where(there, grid.hours[pair], 0)
    worth = np.where(there, profit[pair], -2 * MOST[either.dtype]).astype(either.dtype)
    flat = either[:-1].reshape(len(either) - 1, -1)
    with_it = np.take(flat, (at - takes[:, None]).ravel(), axis=1).reshape(len(flat), *at.shape)
    with_it += worth[None, :, None]
    for table in (met,) if met is either else (met, either):
        locked = there & grid.locked[pair]
        if locked.any():
            table[:, locked] = -4 * MOST[table.dtype]
        np.maximum(table[1:, :, pad:], with_it, out=table[1:, :, pad:])


def _ends(part: _Part, table: Table) -> tuple[Ints, Ints]:
    """The best over the counts that are within the limits, and over one fewer; [m, w]."""
    counts = np.arange(len(table))[:, None]
    lost = -4 * MOST[table.dtype]
    ends = []
    for fewer in (0, 1):
        kept = (counts + fewer >= part.low) & (counts + fewer <= part.high)
        best = np.where(kept[:, :, None], table, np.array(lost, dtype=table.dtype)).max(axis=0)
        ends.append(np.where(best < -MOST[table.dtype], LOST, best.astype(np.int64)))
    return ends[0], ends[1]
