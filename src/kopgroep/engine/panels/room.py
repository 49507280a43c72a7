"""Whether there is room for every seat, by a maximum flow; its minimum cut names who is short of whom.

    source -> seats of a tool (in a role, or in any) -> pair -> assessor -> sink
              as many as are needed                     one     as many as they may have

Of the seats on the source's side of the minimum cut more are needed than the assessors on that side and the single
pairs across the cut have room for, by exactly what the flow is short (Ford and Fulkerson, Maximal flow through a
network, Canadian Journal of Mathematics 8, 1956).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import breadth_first_order, maximum_flow

from kopgroep.engine.panels.rows import Board


@dataclass(frozen=True)
class Cut:
    """These tools need `needed` seats, for which these assessors, and `pairs` single pairs with others, have `room`."""

    tools: tuple[str, ...]
    assessors: tuple[str, ...]
    pairs: int
    needed: int
    room: int

    @property
    def short(self) -> int:
        return self.needed - self.room


def cut_of(board: Board) -> Cut | None:
    """None when every seat can be taken. Minimum loads and the number of roles are not looked at."""
    problem = board.problem
    seats: list[tuple[str, int, tuple[int, ...]]] = []
    for tool in problem.tools:
        least, helix = problem.panel(tool)[0], problem.rules.helix
        seats += [(tool.id, count, board.in_role(tool.id, role)) for role, count in sorted(helix.items())]
        seats.append((tool.id, max(0, least - sum(helix.values())), board.of_tool[tool.id]))
    ids = [one.id for one in problem.assessors]
    most = [problem.load(one)[1] for one in problem.assessors]
    first_pair, first_one = 1 + len(seats), 1 + len(seats) + len(board.pairs)
    sink = first_one + len(ids)
    arcs = [(0, 1 + at, count) for at, (_, count, _) in enumerate(seats)]
    arcs += [(1 + at, first_pair + pair, 1) for at, (_, _, pairs) in enumerate(seats) for pair in pairs]
    place = {one: first_one + at for at, one in enumerate(ids)}
    arcs += [(first_pair + at, place[one], 1) for at, (one, _) in enumerate(board.pairs)]
    arcs += [(place[one], sink, count) for one, count in zip(ids, most, strict=True)]
    tails, heads, room = np.array(arcs, dtype=np.int32).T
    graph = sparse.csr_array((room, (tails, heads)), shape=(sink + 1, sink + 1))
    flow = maximum_flow(graph, 0, sink)
    if flow.flow_value == sum(count for _, count, _ in seats):
        return None
    left = sparse.csr_array(graph - flow.flow)
    left.eliminate_zeros()
    near = np.zeros(sink + 1, dtype=bool)
    near[breadth_first_order(left, 0, return_predecessors=False)] = True
    across = sum(
        room for tail, head, room in arcs if near[tail] and not near[head] and tail > 0 and head < sink
    )
    inside = [one for one in ids if near[place[one]]]
    return Cut(
        tools=tuple(sorted({tool for at, (tool, count, _) in enumerate(seats) if near[1 + at] and count})),
        assessors=tuple(inside),
        pairs=int(across),
        needed=sum(count for at, (_, count, _) in enumerate(seats) if near[1 + at]),
        room=int(across) + sum(count for one, count in zip(ids, most, strict=True) if near[place[one]]),
    )
