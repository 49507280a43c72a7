"""Every portfolio within a gap of the relaxation's bound, by meeting in the middle.

With the prices y and the gains d of `chooser`, a portfolio x is worth exactly

    value(x) = bound - sum_j |d_j| [x_j is not where its gain puts it] - sum_r |y_r| slack_r(x)

slack_r (whole units): what x leaves of the limit that price y_r belongs to. So a portfolio within `gap` of the bound
turns over tools that together cost at most `gap`, and leaves next to nothing of what is dear. Such sets of tools are
listed for clusters of tools (those of one owner, say) whose own rules are settled at once, then for two halves of the
clusters. One half is sorted by what it uses of one dear rule, and each set of the other half meets only those with
which that rule comes out just right (Horowitz and Sahni, Computing partitions with applications to the knapsack
problem, Journal of the ACM 21, 1974). The list is complete, so the best on it is best of all, and ties are all there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

# Beyond these the solver's own search is as fast, and memory would grow.
MOST_SETS = 200_000
MOST_MEETINGS = 20_000_000
MOST_FREE = 120
CHUNK = 500_000
# Rules over so few open tools tie those tools into a cluster; together a cluster has at most so many tools.
FEW, CLUSTER = 8, 14


class TooMany(Exception):
    """There are more portfolios within the gap than are worth listing."""


@dataclass(frozen=True)
class Rows:
    """Rules as slack_r = room_r - sum of uses_rj over the tools j that are turned over, to be kept at 0 or more.

    `price` (m,) |y|; `room` (m,); `uses` (m, n). Whether a rule is a minimum or a maximum is in the signs.
    """

    price: Floats
    room: Floats
    uses: Floats

    def part(self, rows: Ints) -> Rows:
        return Rows(self.price[rows], self.room[rows], self.uses[rows])


@dataclass(frozen=True)
class Sets:
    """Sets of tools to turn over: `cost` (s,), `uses` (r, s) of the rows that are still open, `bits` (s,) by
    `tools`."""

    tools: tuple[int, ...]
    cost: Floats
    uses: Floats
    bits: Ints

    def kept(self, which: Ints) -> Sets:
        return Sets(self.tools, self.cost[which], self.uses[:, which], self.bits[which])


def within(gap: float, doubt: Floats, rows: Rows, free: Ints) -> Iterator[tuple[Floats, Ints]]:
    """All sets of `free` tools within `gap`, in parts: penalties (c,) and which of them are turned over (c, f).

    `doubt` (n,): |d|. A rule without a price that binds several clusters is not looked at. Raises TooMany.
    """
    if len(free) > MOST_FREE:
        raise TooMany
    touched = rows.part(np.flatnonzero(rows.uses[:, free].any(axis=1)))
    idle = rows.part(np.flatnonzero(~rows.uses[:, free].any(axis=1)))
    if (idle.room < 0).any():
        return
    gap -= float(idle.price @ idle.room)
    if gap < 0:
        return
    clusters, local = _clusters(touched, free)
    shared = touched.part(np.flatnonzero(~local & (touched.price > 0)))
    own = touched.part(np.flatnonzero(local))
    listed = [_cluster(gap, doubt, own, shared, tools) for tools in clusters]
    left, right = (_joined(gap, side, shared) for side in _sides(gap, listed))
    place = np.searchsorted(free, left.tools + right.tools)
    for penalty, one, other in _meetings(gap, left, right, shared):
        turned = np.zeros((len(penalty), len(free)), dtype=np.int64)
        turned[:, place] = np.c_[_unpacked(one, len(left.tools)), _unpacked(other, len(right.tools))]
        yield penalty, turned


def _clusters(rows: Rows, free: Ints) -> tuple[list[list[int]], NDArray[np.bool_]]:
    """Open tools that a rule over few of them ties together, and which rules stay within one cluster."""
    cluster = {tool: [tool] for tool in free.tolist()}
    supports = [free[row].tolist() for row in rows.uses[:, free] != 0]
    for tools in sorted(supports, key=len):
        if len(tools) > FEW:
            break
        tied = sorted({one for tool in tools for one in cluster[tool]})
        if len(tied) <= CLUSTER:
            cluster.update(dict.fromkeys(tied, tied))
    local = [set(tools) <= set(cluster[tools[0]]) for tools in supports]
    distinct = {tuple(tools): tools for tools in cluster.values()}
    return list(distinct.values()), np.array(local, dtype=bool)


def _cluster(gap: float, doubt: Floats, own: Rows, shared: Rows, tools: list[int]) -> Sets:
    """All sets of one cluster, with its own rules kept and what they leave counted."""
    bits, cost = np.zeros(1, dtype=np.int64), np.zeros(1)
    for at, one in enumerate(doubt[tools].tolist()):
        affordable = cost <= gap - one
        bits = np.concatenate((bits, bits[affordable] | (1 << at)))
        cost = np.concatenate((cost, cost[affordable] + one))
    turned = _unpacked(bits, len(tools)).T.astype(float)
    rows = own.part(np.flatnonzero(own.uses[:, tools].any(axis=1)))
    slack = rows.room[:, None] - rows.uses[:, tools] @ turned
    cost = cost + rows.price @ slack
    sets = Sets(tuple(tools), cost, shared.uses[:, tools] @ turned, bits)
    return sets.kept(np.flatnonzero((slack >= 0).all(axis=0) & (cost <= gap)))


def _sides(gap: float, listed: list[Sets]) -> tuple[list[Sets], list[Sets]]:
    """The clusters in two halves with about as many sets each."""
    sides: tuple[list[Sets], list[Sets]] = ([], [])
    weight = [0.0, 0.0]
    sizes = [float(np.log(np.exp(-3 * sets.cost / (gap + 1e-9)).sum() + 1e-300)) for sets in listed]
    for at in np.argsort(np.negative(sizes), kind="stable").tolist():
        side = int(weight[1] < weight[0])
        sides[side].append(listed[at])
        weight[side] += sizes[at]
    return sides


def _joined(gap: float, clusters: list[Sets], shared: Rows) -> Sets:
    """All sets of one half that together cost at most `gap`; the clusters with the fewest sets first."""
    if sum(len(sets.tools) for sets in clusters) > 62:
        raise TooMany
    nothing = Sets((), np.zeros(1), np.zeros((len(shared.price), 1)), np.zeros(1, dtype=np.int64))
    return reduce(lambda one, other: _both(gap, one, other), clusters, nothing)


def _both(gap: float, one: Sets, other: Sets) -> Sets:
    if not len(one.cost) or not len(other.cost):
        return Sets(one.tools + other.tools, np.zeros(0), one.uses[:, :0], one.bits[:0])
    order = np.argsort(one.cost, kind="stable")
    one = one.kept(order)
    upto = np.searchsorted(one.cost, gap - other.cost, side="right")
    if upto.sum() > MOST_SETS:
        raise TooMany
    first = np.concatenate([np.arange(count) for count in upto])
    second = np.repeat(np.arange(len(upto)), upto)
    return Sets(
        one.tools + other.tools,
        one.cost[first] + other.cost[second],
        one.uses[:, first] + other.uses[:, second],
        one.bits[first] | (other.bits[second] << len(one.tools)),
    )


def _meetings(gap: float, left: Sets, right: Sets, shared: Rows) -> Iterator[tuple[Floats, Ints, Ints]]:
    """Penalty and bits of every pair of sets that stays within the gap and within the shared priced rows."""
    row = _sharpest(gap, right, shared)
    if row is None:
        first, last = np.zeros(len(left.cost), dtype=np.int64), np.full(len(left.cost), len(right.cost))
    else:
        right = right.kept(np.argsort(right.uses[row], kind="stable"))
        most = shared.room[row] - left.uses[row]
        least = most - (gap - left.cost) / shared.price[row]
        first = np.searchsorted(right.uses[row], least - 1e-9, side="left")
        last = np.searchsorted(right.uses[row], most + 1e-9, side="right")
    counts = last - first
    if counts.sum() > MOST_MEETINGS:
        raise TooMany
    ends = np.cumsum(counts)
    at = 0
    while at < len(counts):
        done = int(ends[at - 1]) if at else 0
        upto = max(at + 1, int(np.searchsorted(ends, done + CHUNK, side="right")))
        one = np.repeat(np.arange(at, upto), counts[at:upto])
        other = np.arange(len(one)) + np.repeat(
            first[at:upto] - (ends[at:upto] - counts[at:upto] - done), counts[at:upto]
        )
        yield _near(gap, left, right, shared, one, other)
        at = upto


def _near(
    gap: float, left: Sets, right: Sets, shared: Rows, one: Ints, other: Ints
) -> tuple[Floats, Ints, Ints]:
    penalty = left.cost[one] + right.cost[other]
    near = np.flatnonzero(penalty <= gap)
    one, other, penalty = one[near], other[near], penalty[near]
    for row, price in enumerate(shared.price):
        slack = shared.room[row] - left.uses[row, one] - right.uses[row, other]
        penalty = penalty + price * slack
        near = np.flatnonzero((slack >= 0) & (penalty <= gap))
        one, other, penalty = one[near], other[near], penalty[near]
    return penalty, left.bits[one], right.bits[other]


def _sharpest(gap: float, sets: Sets, shared: Rows) -> int | None:
    """The shared row in whose window the fewest sets fall."""
    if not len(shared.price) or not len(sets.cost):
        return None
    spread = sets.uses.std(axis=1) + 1e-12
    return int(np.argmin(gap / shared.price / spread))


def _unpacked(bits: Ints, tools: int) -> Ints:
    return (bits[:, None] >> np.arange(tools)) & 1
