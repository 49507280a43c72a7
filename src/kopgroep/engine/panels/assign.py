"""The panels: fewest changes where something was agreed, then the best fit, then an even load (or the other way about).

Each step is solved to proof and becomes a rule of the next. Even means the least sum of squared loads: its steps
1, 3, 5, ... grow, so the first tool of one assessor is cheaper than the second of another, and a linear programme over
those steps says it exactly. Of plans that are as good in all, lots by assessor and tool decide.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kopgroep.engine.answers import Status, outcome_of
from kopgroep.engine.panels.answer import Load, Moved, Panel, Panels
from kopgroep.engine.panels.check import broken_rules
from kopgroep.engine.panels.explain import explain_panels
from kopgroep.engine.panels.problem import PanelProblem
from kopgroep.engine.panels.rows import Board, programme_of
from kopgroep.engine.patience import Patience
from kopgroep.engine.portfolio.lots import lots_of
from kopgroep.engine.solver import Solved, SolverFailed, Standing
from kopgroep.engine.watch import NOBODY, Watch

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass
class Steps:
    """The programme with what comes first already settled. `status` per step that was asked."""

    board: Board
    patience: Patience
    width: int
    squares: Floats
    standing: Standing
    x: Floats | None = None
    bounds: dict[str, float] = field(default_factory=dict)
    status: dict[str, Status] = field(default_factory=dict)

    def best(self, name: str, cost: Floats, *, settle: bool = True) -> Solved:
        """The most of `cost`, given what is settled; settled itself when proven."""
        self.standing.costs(cost)
        solved = self.standing.solve(
            step=1, seconds=self.patience.left(), start=self.x, watch=self.patience.watch
        )
        self.status[name] = solved.status
        self.bounds[name] = solved.bound
        if solved.found:
            self.x = solved.x
        if settle and solved.status == "optimal":
            used = np.flatnonzero(cost)
            worth = float(np.round(cost @ solved.x))
            self.standing.add_row(used, cost[used], lower=worth, upper=np.inf)
        return solved


def assign_panels(problem: PanelProblem, *, seconds: float | None = None, watch: Watch = NOBODY) -> Panels:
    """The plan that fits best, proven, and as even as it can be with that."""
    problem = problem.in_order()
    board, patience = Board(problem), Patience.of(seconds, watch)
    steps = _steps(board, patience)
    size = len(board.pairs)
    agreed = {(one.assessor, one.tool) for one in (*problem.agreed, *problem.locked)}
    kept = np.array([1 if pair in agreed else -1 for pair in board.pairs], dtype=float)
    fit = _wide(steps, board.points.astype(float))
    for name, cost in _order(problem, fit, -steps.squares, _wide(steps, kept)):
        solved = steps.best(name, cost)
        if solved.status == "infeasible":
            why = explain_panels(problem, patience=patience)
            return Panels(outcome=outcome_of(problem, status="infeasible"), infeasibility=why)
        if solved.status != "optimal":
            break
        watch.told(done=len(steps.status) / 4)
    if steps.x is None:
        return Panels(outcome=outcome_of(problem, status="stopped"))
    if all(status == "optimal" for status in steps.status.values()):
        names = [f"{one} {tool}" for one, tool in board.pairs]
        steps.best("lots", _wide(steps, lots_of(names).astype(float)), settle=False)
    assert steps.x is not None
    chosen = [pair for pair, inside in zip(board.pairs, steps.x[:size] > 0.5, strict=True) if inside]
    return _told(board, steps, chosen)


def _order(problem: PanelProblem, fit: Floats, even: Floats, kept: Floats) -> list[tuple[str, Floats]]:
    steps = [("fit", fit), ("even", even)]
    if problem.rules.even == "before_fit":
        steps.reverse()
    return [("changes", kept), *steps] if problem.agreed else steps


def _steps(board: Board, patience: Patience) -> Steps:
    """The rules, and per assessor columns for the first tool, the second, and so on."""
    programme = programme_of(board, board.rows)
    squares: list[Floats] = [np.zeros(programme.width)]
    for one in board.problem.assessors:
        pairs = np.array(board.of_assessor[one.id], dtype=np.int64)
        most = min(board.problem.load(one)[1], len(pairs))
        units = programme.columns(np.zeros(most), whole=True)
        squares.append(np.arange(1, 2 * most, 2, dtype=np.float64))
        worth = np.r_[np.ones(len(pairs)), -np.ones(most)]
        programme.row(np.r_[pairs, units], worth, lower=0, upper=0)
    return Steps(board, patience, programme.width, np.concatenate(squares), Standing(programme))


def _wide(steps: Steps, cost: Floats) -> Floats:
    return np.concatenate((cost, np.zeros(steps.width - len(cost))))


def _told(board: Board, steps: Steps, chosen: Sequence[tuple[str, str]]) -> Panels:
    problem = board.problem
    broken = broken_rules(problem, chosen)
    if broken:
        raise SolverFailed(f"the panels break {', '.join(broken)}")
    fit = sum(board.fits.get(pair, 0) for pair in chosen)
    proven = steps.status.get("fit") == "optimal" and steps.status.get("changes", "optimal") == "optimal"
    counts = Counter(one for one, _ in chosen)
    loads = [counts[one.id] for one in problem.assessors]
    agreed = {(one.assessor, one.tool) for one in problem.agreed} if problem.agreed else set(chosen)
    bound = steps.bounds.get("fit")
    return Panels(
        outcome=outcome_of(
            problem,
            status="optimal" if proven else "stopped",
            objective=fit,
            bound=bound if bound is not None and np.isfinite(bound) else float(board.points.sum()),
        ),
        panels=tuple(_panel(board, tool.id, chosen) for tool in problem.tools),
        loads=tuple(
            Load(
                assessor=one.id,
                tools=tuple(sorted(tool for assessor, tool in chosen if assessor == one.id)),
                minimum=problem.load(one)[0],
                maximum=problem.load(one)[1],
            )
            for one in problem.assessors
        ),
        spread=max(loads) - min(loads),
        even=proven and steps.status.get("even") == "optimal",
        added=tuple(Moved(assessor=one, tool=tool) for one, tool in sorted(set(chosen) - agreed)),
        dropped=tuple(Moved(assessor=one, tool=tool) for one, tool in sorted(agreed - set(chosen))),
        barred=len(board.barred),
    )


def _panel(board: Board, tool: str, chosen: Sequence[tuple[str, str]]) -> Panel:
    inside = sorted(one for one, of in chosen if of == tool)
    roles = Counter(board.helix[one] for one in inside)
    return Panel(
        tool=tool,
        assessors=tuple(inside),
        fit=sum(board.fits.get((one, tool), 0) for one in inside),
        helix={role: count for role, count in sorted(roles.items(), key=str) if role is not None},
    )
