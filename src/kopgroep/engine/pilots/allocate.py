"""Which municipality tests which tool: the question, and the plan that answers it."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from msgspec.structs import replace

from kopgroep.engine.answers import Infeasibility, Reason, outcome_of
from kopgroep.engine.patience import Patience
from kopgroep.engine.pilots.answer import Change, PilotPlan, Spread, Taken
from kopgroep.engine.pilots.best import best
from kopgroep.engine.pilots.check import broken, value
from kopgroep.engine.pilots.explain import no_plan
from kopgroep.engine.pilots.ladder import quick
from kopgroep.engine.pilots.model import NO_LIMIT, Grid, grid_of
from kopgroep.engine.pilots.problem import Agreed, PilotProblem
from kopgroep.engine.pilots.reasons import Reasons
from kopgroep.engine.pilots.replan import replan
from kopgroep.engine.pilots.search import Found
from kopgroep.engine.pilots.ties import settled_by_id
from kopgroep.engine.solver import SolverFailed
from kopgroep.engine.watch import NOBODY, Watch


def allocate_pilots(
    problem: PilotProblem,
    *,
    agreed: Agreed | None = None,
    seconds: float | None = None,
    watch: Watch = NOBODY,
) -> PilotPlan:
    """The plan of most points; where pairs were agreed before, the one that changes least, and of those most points."""
    problem = (problem if agreed is None else replace(problem, agreed=agreed)).in_order()
    patience = Patience.of(seconds, watch)
    grid = grid_of(problem)
    why = quick(problem, grid)
    if why is not None:
        return _none(problem, why, "ladder")
    fewest = None
    if problem.agreed is not None and problem.agreed.pairs:
        found, fewest = replan(grid, patience)
    else:
        found = settled_by_id(grid, best(grid, patience), patience)
    if found.status == "infeasible":
        return _none(problem, no_plan(problem, grid, patience), found.method)
    return plan_of(problem, grid, found, fewest)


def _none(problem: PilotProblem, why: Infeasibility, method: str) -> PilotPlan:
    return PilotPlan(outcome=outcome_of(problem, status="infeasible"), method=method, infeasibility=why)


def plan_of(problem: PilotProblem, grid: Grid, found: Found, fewest: int | None = None) -> PilotPlan:
    outcome = outcome_of(problem, status=found.status, objective=found.value, bound=found.bound)
    if found.chosen is None:
        return PilotPlan(outcome=outcome, method=found.method)
    cells = [
        (problem.pairs[pair].municipality, problem.pairs[pair].tool) for pair in np.flatnonzero(found.chosen)
    ]
    wrong = broken(problem, cells)
    if wrong:
        raise SolverFailed(f"the plan does not keep {wrong[0].code} {wrong[0].refs} {dict(wrong[0].params)}")
    if value(problem, cells) != found.value:
        raise SolverFailed("the plan is not worth what it is said to be")
    reasons = Reasons(problem, grid, found, found.chosen)
    changes, kept, gone = _changes(problem, cells)
    return PilotPlan(
        outcome=outcome,
        method=found.method,
        pilots=reasons.pilots(),
        municipalities=_taken(problem, grid, reasons),
        tools=_spread(problem, grid, reasons),
        close=reasons.close(),
        changes=changes,
        kept=kept,
        fewest_changes=None if fewest is None else fewest + gone,
    )


def _taken(problem: PilotProblem, grid: Grid, reasons: Reasons) -> tuple[Taken, ...]:
    hours = grid.per_place(reasons.chosen, grid.hours)
    return tuple(
        Taken(
            municipality=one.id,
            tests=int(reasons.tests[number]),
            hours=int(hours[number]),
            hours_left=None if grid.room_hours[number] >= NO_LIMIT else int(reasons.left[number]),
        )
        for number, one in enumerate(problem.municipalities)
    )


def _spread(problem: PilotProblem, grid: Grid, reasons: Reasons) -> tuple[Spread, ...]:
    regions: list[set[int]] = [set() for _ in problem.tools]
    for pair in np.flatnonzero(reasons.chosen):
        regions[grid.tool[pair]].add(int(grid.region[grid.place[pair]]))
    return tuple(
        Spread(tool=one.id, sites=int(reasons.sites[number]), regions=len(regions[number] - {-1}))
        for number, one in enumerate(problem.tools)
    )


def _changes(
    problem: PilotProblem, cells: Collection[tuple[str, str]]
) -> tuple[tuple[Change, ...], int, int]:
    """What is otherwise than agreed, how many pairs are as they were, and how many of them cannot be any more."""
    if problem.agreed is None or not problem.agreed.pairs:
        return (), 0, 0
    before = {(one.municipality, one.tool) for one in (*problem.agreed.pairs, *problem.agreed.locked)}
    possible = {(pair.municipality, pair.tool) for pair in problem.pairs}
    gone, now = before - possible, set(cells)
    changes = tuple(
        Change(
            municipality=municipality,
            tool=tool,
            kind="added" if (municipality, tool) in now else "dropped",
            because=(Reason(code="pilots.not_possible_any_more"),) if (municipality, tool) in gone else (),
        )
        for municipality, tool in sorted(before ^ now)
    )
    return changes, len(before & now), len(gone)
