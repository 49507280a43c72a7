"""Why there are no such panels, from the cheapest step that shows it to the dearest: items, totals, flow, integer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

import numpy as np

from kopgroep.engine.answers import Conflict, Infeasibility, Reason, Relaxation
from kopgroep.engine.deletion import minimal_conflict
from kopgroep.engine.panels.problem import PanelProblem
from kopgroep.engine.panels.room import cut_of
from kopgroep.engine.panels.rows import Board, Roles, Row, add_pairs, add_row, programme_of, roles_of
from kopgroep.engine.patience import Patience
from kopgroep.engine.solver import Programme, Standing, solve

# What may be loosened together: fewer seats and shorter least loads, or a longer load for some.
WAYS = (
    ("panels.with_fewer_seats", ("tool", "helix", "roles", "least")),
    ("panels.with_more_load", ("most",)),
)


class OutOfTime(Exception):
    """What has been proven so far is all there is."""


def explain_panels(problem: PanelProblem, *, patience: Patience | None = None) -> Infeasibility | None:
    """None when there are panels that keep every rule, or when there was no time to prove that there are none."""
    patience = patience or Patience()
    board = Board(problem.in_order())
    rung: Literal["items", "totals", "flow", "integer"] = "items"
    reasons = tuple(_items(board))
    if not reasons:
        reasons, rung = tuple(_totals(board)), "totals"
    if not reasons:
        reasons, rung = tuple(_flow(board)), "flow"
    doubt = _Doubt(board, patience)
    try:
        if not reasons:
            rung = "integer"
            if doubt.can(doubt.refs):
                return None
        suspects = _suspects(board, doubt.refs)
        conflict = minimal_conflict(doubt.refs if doubt.can(suspects) else suspects, doubt.can)
    except OutOfTime:
        return Infeasibility(rung=rung, reasons=reasons) if reasons else None
    ways = [(code, _least(board, kinds, patience)) for code, kinds in WAYS]
    together = [Reason(code=code, refs=tuple(one.ref for one in found)) for code, found in ways if found]
    return Infeasibility(
        rung=rung,
        reasons=(*reasons, *together),
        conflicts=(Conflict(refs=conflict, minimal=True),),
        relaxations=tuple(one for _, found in ways for one in found),
    )


class _Doubt:
    """The rules in one programme that stays with the solver; which of them count is asked again and again."""

    def __init__(self, board: Board, patience: Patience) -> None:
        self.patience = patience
        self.refs = [row.ref for row in board.rows]
        programme, at = Programme(), []
        add_pairs(programme, board)
        for row in board.rows:
            at.append(add_row(programme, row))
        self.rows = dict(zip(self.refs, at, strict=True))
        self.limits = {row.ref: (row.minimum, getattr(row, "maximum", None)) for row in board.rows}
        self.standing = Standing(programme)

    def can(self, refs: Sequence[str]) -> bool:
        if self.patience.over():
            raise OutOfTime
        wanted = set(refs)
        for ref, row in self.rows.items():
            low, high = self.limits[ref] if ref in wanted else (None, None)
            self.standing.row_limits(row, -np.inf if low is None else low, np.inf if high is None else high)
        solved = self.standing.solve(seconds=self.patience.left(), watch=self.patience.watch)
        if solved.status == "stopped" and not solved.found:
            raise OutOfTime
        return solved.status != "infeasible"


def _suspects(board: Board, refs: Sequence[str]) -> list[str]:
    """The rules of a cut, where there is one: among them there is a conflict for certain."""
    cut = cut_of(board)
    if cut is None:
        return list(refs)
    tools, assessors = set(cut.tools), {f"most:{one}" for one in cut.assessors}
    return [
        ref
        for ref in refs
        if ref in assessors or (ref.split(":")[0] in ("tool", "helix") and ref.split(":")[1] in tools)
    ]


def _items(board: Board) -> Iterator[Reason]:
    """One tool, one role of a tool, or one assessor by itself."""
    for row in board.rows:
        if isinstance(row, Roles):
            have = sum(1 for group in row.groups if group)
        elif row.minimum is None:
            continue
        else:
            have = len(row.pairs)
        if have < (row.minimum or 0):
            code = (
                "panels.too_few_possible" if not row.ref.startswith("locked:") else "panels.locked_but_barred"
            )
            yield Reason(code=code, refs=(row.ref,), params={"needed": row.minimum or 0, "available": have})

    for tool in board.problem.tools:
        most, mix = board.problem.panel(tool)[1], sum(board.problem.rules.helix.values())
        if mix > most:
            refs = (
                f"tool_most:{tool.id}",
                *(f"helix:{tool.id}:{role}" for role in sorted(board.problem.rules.helix)),
            )
            yield Reason(code="panels.mix_exceeds_panel", refs=refs, params={"needed": mix, "room": most})


def _totals(board: Board) -> Iterator[Reason]:
    problem = board.problem
    panels, loads = (
        [problem.panel(one) for one in problem.tools],
        [problem.load(one) for one in problem.assessors],
    )
    seats, room = sum(least for least, _ in panels), sum(most for _, most in loads)
    if seats > room:
        yield Reason(code="panels.too_little_room", params={"needed": seats, "room": room})
    duty, places = sum(least for least, _ in loads), sum(most for _, most in panels)
    if duty > places:
        yield Reason(code="panels.too_few_places", params={"needed": duty, "room": places})


def _flow(board: Board) -> Iterator[Reason]:
    cut = cut_of(board)
    if cut is not None:
        yield Reason(
            code="panels.short_of_room",
            refs=(*(f"tool:{one}" for one in cut.tools), *(f"most:{one}" for one in cut.assessors)),
            params={"needed": cut.needed, "room": cut.room, "pairs": cut.pairs, "short": cut.short},
        )


def _least(board: Board, kinds: Sequence[str], patience: Patience) -> list[Relaxation]:
    """The least that rules of these kinds must give, summed over them, while all others are kept: with a column
    s_r >= 0 per such rule,  minimise sum s_r;  pairs + s_r >= minimum  or  pairs - s_r <= maximum."""
    loose = [row for row in board.rows if row.ref.split(":")[0] in kinds]
    names = {row.ref for row in loose}
    programme = programme_of(board, [row for row in board.rows if row.ref not in names])
    programme.maximise = False
    columns = []
    for row in loose:
        furthest = float(len(board.pairs) if row.minimum is None else row.minimum)
        slack = int(programme.columns([1.0], upper=furthest, whole=True)[0])
        columns.append(slack)
        _add_loose(programme, row, slack)
    solved = solve(programme, step=1, seconds=patience.left(), watch=patience.watch)
    if not solved.found:
        return []
    return [
        Relaxation(ref=row.ref, by=int(solved.x[at]), unit="seat", proven_smallest=solved.status == "optimal")
        for row, at in zip(loose, columns, strict=True)
        if solved.x[at]
    ]


def _add_loose(programme: Programme, row: Row | Roles, slack: int) -> None:
    if isinstance(row, Roles):
        at = roles_of(programme, row)
        programme.row([*at, slack], lower=row.minimum)
    elif row.minimum is not None:
        programme.row([*row.pairs, slack], lower=row.minimum)
    elif row.maximum is not None:
        programme.row([*row.pairs, slack], [1] * len(row.pairs) + [-1], upper=row.maximum)
