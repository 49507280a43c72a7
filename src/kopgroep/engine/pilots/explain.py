"""Why there is no plan, and the ways out: the ladder, cheapest rung first.

items     one municipality or tool asks what it cannot have          } `ladder`, milliseconds
totals    all that is asked together is more than there is           }
flow      some tools need more sites than those who may test them have room for, or the other way round
linear    even broken tests do not keep every rule
integer   only whole tests do not
"""

from __future__ import annotations

import dataclasses

import numpy as np
from msgspec.structs import replace

from kopgroep.engine.answers import Infeasibility, Relaxation, Status, outcome_of
from kopgroep.engine.patience import Patience
from kopgroep.engine.pilots.answer import PilotExplanation, Way
from kopgroep.engine.pilots.best import best
from kopgroep.engine.pilots.conflicts import conflicts
from kopgroep.engine.pilots.elastic import way_out
from kopgroep.engine.pilots.ladder import only_counts, quick
from kopgroep.engine.pilots.model import GROUPS, Grid, grid_of
from kopgroep.engine.pilots.problem import PilotProblem
from kopgroep.engine.pilots.relaxation import relax
from kopgroep.engine.watch import NOBODY, Watch

# Seconds for one way out; a larger programme says "at most" by then.
EACH = 20.0


def explain_pilots(
    problem: PilotProblem, *, seconds: float | None = None, watch: Watch = NOBODY
) -> PilotExplanation:
    """Whether there is a plan at all; if not, why not, which rules exclude each other, and what would be enough."""
    problem = problem.in_order()
    patience = Patience.of(seconds, watch)
    grid = grid_of(problem)
    why = quick(problem, grid)
    if why is None:
        found = best(_pointless(grid), patience)
        if found.status != "infeasible":
            status: Status = "stopped" if found.chosen is None else "optimal"
            return PilotExplanation(outcome=outcome_of(problem, status=status))
        why = _above(grid, patience)
    ways = ways_out(problem, grid, patience)
    relaxations = why.relaxations if only_counts(grid) else ()
    why = replace(
        why,
        conflicts=conflicts(grid, patience),
        relaxations=relaxations or (ways[0].relaxations if ways else ()),
    )
    return PilotExplanation(outcome=outcome_of(problem, status="infeasible"), infeasibility=why, ways=ways)


def no_plan(problem: PilotProblem, grid: Grid, patience: Patience) -> Infeasibility:
    """The rungs above the flow, for a problem that is known to have no plan."""
    why = _above(grid, patience)
    ways = ways_out(problem, grid, patience)
    return replace(why, relaxations=ways[0].relaxations) if ways else why


def _above(grid: Grid, patience: Patience) -> Infeasibility:
    linear = relax(_pointless(grid), patience).status == "infeasible"
    return Infeasibility(rung="linear" if linear else "integer")


def _pointless(grid: Grid) -> Grid:
    return dataclasses.replace(grid, points=np.zeros_like(grid.points))


def ways_out(problem: PilotProblem, grid: Grid, patience: Patience) -> tuple[Way, ...]:
    """Each group of rules that could give way alone, the one that people keep most loosely first."""
    ways = []
    for group in reversed(GROUPS):
        if patience.over():
            break
        way = way_out(problem, grid, group, patience.at_most(EACH))
        if way is not None:
            ways.append(way)
    return tuple(ways)


def loosened(problem: PilotProblem, relaxations: tuple[Relaxation, ...]) -> PilotProblem:
    """The problem with these relaxations applied."""
    by = {one.ref: int(one.by) for one in relaxations}
    municipalities = tuple(
        replace(
            one,
            minimum=problem.least_tools(one) - by.get(f"least_tools:{one.id}", 0),
            maximum=_more(one.maximum, by.get(f"most_tools:{one.id}", 0)),
            hours=_more(one.hours, by.get(f"hours:{one.id}", 0)),
            principles=one.principles and f"principles:{one.id}" not in by,
        )
        for one in problem.municipalities
    )
    rules, agreed = problem.rules, problem.agreed
    tools = tuple(
        replace(
            one,
            minimum=problem.least_sites(one) - by.get(f"least_sites:{one.id}", 0),
            maximum=_more(one.maximum, by.get(f"most_sites:{one.id}", 0)),
            regions=(rules.regions if one.regions is None else one.regions) - by.get(f"regions:{one.id}", 0),
            ends=one.ends and f"ends:{one.id}" not in by,
        )
        for one in problem.tools
    )
    if agreed is not None:
        kept = (cell for cell in agreed.locked if f"locked:{cell.municipality}, {cell.tool}" not in by)
        agreed = replace(agreed, locked=tuple(kept))
    return replace(problem, municipalities=municipalities, tools=tools, agreed=agreed)


def _more(limit: int | None, by: int) -> int | None:
    return None if limit is None else limit + by
