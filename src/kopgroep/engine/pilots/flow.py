"""Whether there are enough places at all: a maximum flow, and its cut as the explanation.

    source -> tool t           need[t]: the sites that it needs at least
    t -> municipality m        1, for every possible pair
    m -> sink                  room[m]: its maximum, or the most tests that fit in its hours

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
    # One number per pair, so that sorting is cheap: its place, whether it is free to leave out, its hours.
    key = np.sort((grid.place << 41) | (np.where(grid.locked, 0, 1) << 40) | grid.hours)
    place, hours = key >> 41, key & (2**40 - 1)
    spent = np.r_[0, np.cumsum(hours)]
    count = np.bincount(grid.place, minlength=grid.places)
    before = spent[np.cumsum(count) - count]
    fits = spent[1:] - before[place] <= grid.room_hours[place]
    return np.minimum(np.bincount(place[fits], minlength=grid.places), grid.most_tools)


def too_few_sites(grid: Grid, room: Ints | None = None) -> Cut | None:
    """Tools that together need more sites than there is room for."""
    room = room_of(grid) if room is None else room
    return _cut(grid, grid.place, room, grid.tool, grid.least_sites)


def too_few_tests(grid: Grid) -> Cut | None:
    """Municipalities that together need more tests than their tools may have sites."""
    return _cut(grid, grid.tool, np.minimum(grid.most_sites, grid.places), grid.place, grid.least_tools)


def _cut(grid: Grid, giver: Ints, room: Ints, asker: Ints, need: Ints) -> Cut | None:
    locked = grid.locked
    # A locked test takes its room and meets its need before anything flows.
    left = np.maximum(room - np.bincount(giver[locked], minlength=len(room)), 0)
    open_need = np.maximum(need - np.bincount(asker[locked], minlength=len(need)), 0)
    free = np.flatnonzero(~locked)
    giver, asker, givers, askers = giver[free], asker[free], len(room), len(need)
    source, sink = givers + askers, givers + askers + 1
    # The arrows are turned round, so that what the source still reaches is the smallest set of askers that is short.
    begins = np.r_[np.full(askers, source), givers + asker, np.arange(givers)]
    ends = np.r_[givers + np.arange(askers), giver, np.full(givers, sink)]
    widths = np.r_[open_need, np.ones(len(free), dtype=np.int64), np.minimum(left, len(free))].astype(
        np.int32
    )
    graph = csr_array((widths, (begins.astype(np.int32), ends.astype(np.int32))), shape=(sink + 1, sink + 1))
    flow = maximum_flow(graph, source, sink)
    shortfall = int(open_need.sum()) - int(flow.flow_value)
    if shortfall == 0:
        return None
    rest = graph - flow.flow
    reached = np.zeros(sink + 1, dtype=bool)
    reached[breadth_first_order(rest > 0, source, return_predecessors=False)] = True
    flowed = flow.flow[[source]].toarray().ravel()[givers : givers + askers]
    asking = reached[givers : givers + askers] & (open_need > 0)
    needed = int(open_need[asking].sum())
    return Cut(
        asking=asking,
        giving=np.bincount(giver[asking[asker]], minlength=givers) > 0,
        need=needed,
        room=needed - shortfall,
        lacking=open_need - flowed.astype(np.int64),
    )
