"""One cell of the table: why this municipality tests this tool, or why not, and what the other choice would cost."""

from __future__ import annotations

import dataclasses
from typing import NamedTuple

import numpy as np
from msgspec.structs import replace

from kopgroep.engine.answers import Infeasibility, Reason, Status, outcome_of
from kopgroep.engine.faults import need_known
from kopgroep.engine.patience import Patience
from kopgroep.engine.pilots.answer import PairAnswer
from kopgroep.engine.pilots.best import best
from kopgroep.engine.pilots.explain import no_plan
from kopgroep.engine.pilots.ladder import quick
from kopgroep.engine.pilots.model import Grid, grid_of
from kopgroep.engine.pilots.problem import Agreed, Cell, PilotProblem
from kopgroep.engine.pilots.reasons import Reasons
from kopgroep.engine.pilots.search import Found
from kopgroep.engine.watch import NOBODY, Watch


def explain_pair(
    problem: PilotProblem,
    *,
    municipality: str,
    tool: str,
    exact: bool = False,
    seconds: float | None = None,
    watch: Watch = NOBODY,
) -> PairAnswer:
    """Asked of the best plan. `exact` solves again with the other choice forced; else the loss is a lower bound."""
    need_known(
        "municipality", municipality, {one.id for one in problem.municipalities}, named="municipalities"
    )
    need_known("tool", tool, {one.id for one in problem.tools}, named="tools")
    problem = problem.in_order()
    grid, patience = grid_of(problem), Patience.of(seconds, watch)
    why = quick(problem, grid)
    found = None if why is not None else best(grid, patience)
    if found is None or found.chosen is None:
        status: Status = "infeasible" if found is None else found.status
        if status == "infeasible" and why is None:
            why = no_plan(problem, grid, patience)
        outcome = outcome_of(problem, status=status)
        told = _Told(False, None, False, (), why)
    else:
        outcome = outcome_of(problem, status=found.status, objective=found.value, bound=found.bound)
        cells = [(one.municipality, one.tool) for one in problem.pairs]
        at = cells.index((municipality, tool)) if (municipality, tool) in cells else None
        told = _told(problem, grid, found, at, exact, patience)
    return PairAnswer(
        outcome=outcome,
        municipality=municipality,
        tool=tool,
        chosen=told.chosen,
        loss=told.loss,
        exact=told.exact,
        because=told.because,
        infeasibility=told.why,
    )


class _Told(NamedTuple):
    chosen: bool
    loss: int | None
    exact: bool
    because: tuple[Reason, ...]
    why: Infeasibility | None = None


def _told(
    problem: PilotProblem, grid: Grid, found: Found, pair: int | None, exact: bool, patience: Patience
) -> _Told:
    if pair is None:
        return _Told(False, None, True, (Reason(code="pilots.not_possible"),))
    chosen = found.chosen if found.chosen is not None else np.zeros(grid.pairs, dtype=bool)
    out = bool(chosen[pair])
    reasons = Reasons(problem, grid, found, chosen)
    because = reasons.why(pair) if out else reasons.why_not(pair)
    if exact and found.value is not None:
        loss, proven, why = _forced(problem, grid, found.value, pair, out, patience)
        return _Told(out, loss, proven, because, why)
    limits = found.without_it if out else found.with_it
    return _Told(out, int(reasons.loss(limits)[pair]), False, because)


def _forced(
    problem: PilotProblem, grid: Grid, value: int, pair: int, out: bool, patience: Patience
) -> tuple[int | None, bool, Infeasibility | None]:
    """What is lost when the pair is out, or in; whether that is exact; and why it cannot be at all."""
    this = np.arange(grid.pairs) == pair
    if out:
        other = grid.narrowed(~this)
        asked = replace(problem, pairs=problem.pairs[:pair] + problem.pairs[pair + 1 :])
    else:
        other = dataclasses.replace(grid, locked=grid.locked | this)
        cell = Cell(municipality=problem.pairs[pair].municipality, tool=problem.pairs[pair].tool)
        before = problem.agreed or Agreed()
        asked = replace(problem, agreed=replace(before, locked=(*before.locked, cell)))
    why = quick(asked, other)
    if why is not None:
        return None, True, why
    forced = best(other, patience)
    if forced.status == "infeasible":
        return None, True, no_plan(asked, other, patience)
    reached = forced.value if forced.proven else forced.bound
    return max(0, value - (value if reached is None else reached)), forced.proven, None
