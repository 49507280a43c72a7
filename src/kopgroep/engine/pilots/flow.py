"""Whether there are enough places at all: a maximum flow, and its cut as the explanation.

    source -> municipality m   room[m]: its maximum, or the most tests that fit in its hours
    m -> tool t                1, for every possible pair
    t -> sink                  need[t]: the sites that it needs at least

What cannot flow is the shortfall, the smallest number of places too few (Ford and Fulkerson, Maximal flow through a
network, Canadian Journal of Mathematics 8, 1956). The smallest cut names who: tools that need more sites together than
the municipalities that may test them have room for. The other side likewise: municipalities that need more tests than
the tools that they may test have sites. When both sides have enough and only counts matter, there is a plan
(Mendelsohn and Dulmage, Some generalizations of the problem of distinct representatives, 1958, on both sides at once).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order, maximum_flow

from kopgroep.engine.pilots.model import Grid

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Cut:
    """`asking` need `need` together, and only `giving` can give it, who have `room` for them; beyond what is locked.
    `lacking[k]`: how much less asker k should need for all to flow; its sum is the shortfall, no smaller sum does."""

    asking: Bools
    giving: Bools
    need: int
    room: int
    lacking: Ints

    @property
    def shortfall(self) -> int:
        return self.need - self.room


def room_of(grid: Grid) -> Ints:
    """Per municipality the most tests that it can take: by its maximum, its pairs and its hours, least first."""
    order = np.lexsort((grid.hours, ~grid.locked, grid.place))
    spent = np.r_[0, np.cumsum(grid.hours[order])]
    count = grid.per_place(np.ones(grid.pairs))
    before = spent[np.cumsum(count) - count]
    fits = spent[1:] - before[grid.place[order]] <= grid.room_hours[grid.place[order]]
    return np.minimum(
        np.bincount(grid.place[order], weights=fits, minlength=grid.places), grid.most_tools
    ).astype(int)


def too_few_sites(grid: Grid) -> Cut | None:
    """Tools that together need more sites than there is room for."""
    room, need = room_of(grid), grid.least_sites
    return _cut(grid, grid.place, room, grid.tool, need)


def too_few_tests(grid: Grid) -> Cut | None:
    """Municipalities that together need more tests than their tools may have sites."""
    return _cut(grid, grid.tool, np.minimum(grid.most_sites, grid.places), grid.place, grid.least_tools)


def _cut(grid: Grid, giver: Ints, room: Ints, asker: Ints, need: Ints) -> Cut | None:
    locked = grid.locked
    # A locked test takes its room and meets its need before anything flows.
    left = np.maximum(room - np.bincount(giver[locked], minlength=len(room)), 0)
    open_need = np.maximum(need - np.bincount(asker[locked], minlength=len(need)), 0)
    free = ~locked
    givers, askers = len(room), len(need)
    source, sink = givers + askers, givers + askers + 1
    begins = np.r_[np.full(givers, source), giver[free], givers + np.arange(askers)]
    ends = np.r_[np.arange(givers), givers + asker[free], np.full(askers, sink)]
    widths = np.r_[np.minimum(left, free.sum()), np.ones(int(free.sum())), open_need].astype(np.int32)
    graph = csr_array((widths, (begins, ends)), shape=(sink + 1, sink + 1))
    flow = maximum_flow(graph, source, sink)
    shortfall = int(open_need.sum()) - int(flow.flow_value)
    if shortfall == 0:
        return None
    rest = graph - flow.flow
    rest.data[rest.data < 0] = 0
    rest.eliminate_zeros()
    # Who can still reach the sink: the smallest set of askers that is short.
    short = np.zeros(sink + 1, dtype=bool)
    short[breadth_first_order(rest.T.tocsr(), sink, return_predecessors=False)] = True
    arrived = -flow.flow[[sink]].toarray().ravel()[givers : givers + askers]
    asking = short[givers : givers + askers] & (open_need > 0)
    needed = int(open_need[asking].sum())
    return Cut(
        asking=asking,
        giving=np.bincount(giver[free & asking[asker]], minlength=givers) > 0,
        need=needed,
        room=needed - shortfall,
        lacking=open_need - arrived.astype(np.int64),
    )
