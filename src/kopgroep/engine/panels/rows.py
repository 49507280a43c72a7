"""The possible pairs as columns, and each rule as a row with a name (`ref`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kopgroep.engine.panels.problem import Assessor, PanelProblem, Tool
from kopgroep.engine.solver import Programme

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Row:
    """At least `minimum`, at most `maximum` of these pairs (numbers of columns); None is no limit."""

    ref: str
    pairs: tuple[int, ...]
    minimum: int | None = None
    maximum: int | None = None


@dataclass(frozen=True)
class Roles:
    """The pairs of a tool by role; at least `minimum` of the groups have a chosen pair."""

    ref: str
    groups: tuple[tuple[int, ...], ...]
    minimum: int


def is_own(problem: PanelProblem, assessor: Assessor, tool: Tool) -> bool:
    """A conflict of interest by the organisation."""
    return assessor.organisation is not None and assessor.organisation in tool.organisations


@dataclass(frozen=True)
class Board:
    """A problem in order, as pairs and rows."""

    problem: PanelProblem

    @cached_property
    def fits(self) -> dict[tuple[str, str], int]:
        return {(one.assessor, one.tool): one.fit for one in self.problem.fits}

    @cached_property
    def barred(self) -> set[tuple[str, str]]:
        named = {(one.assessor, one.tool) for one in self.problem.conflicts}
        return named | {
            (one.id, tool.id)
            for one in self.problem.assessors
            for tool in self.problem.tools
            if is_own(self.problem, one, tool)
        }

    @cached_property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """(assessor, tool), in order of tool and assessor."""
        least = self.problem.rules.least_fit
        return tuple(
            (one.id, tool.id)
            for tool in self.problem.tools
            for one in self.problem.assessors
            if (one.id, tool.id) not in self.barred and self.fits.get((one.id, tool.id), 0) >= least
        )

    @cached_property
    def points(self) -> Ints:
        return np.array([self.fits.get(pair, 0) for pair in self.pairs], dtype=np.int64)

    @cached_property
    def of_tool(self) -> dict[str, tuple[int, ...]]:
        return self._grouped(1, [tool.id for tool in self.problem.tools])

    @cached_property
    def of_assessor(self) -> dict[str, tuple[int, ...]]:
        return self._grouped(0, [one.id for one in self.problem.assessors])

    def _grouped(self, side: int, ids: Sequence[str]) -> dict[str, tuple[int, ...]]:
        groups: dict[str, list[int]] = {one: [] for one in ids}
        for number, pair in enumerate(self.pairs):
            groups[pair[side]].append(number)
        return {one: tuple(numbers) for one, numbers in groups.items()}

    @cached_property
    def helix(self) -> dict[str, str | None]:
        return {one.id: one.helix for one in self.problem.assessors}

    def in_role(self, tool: str, role: str | None) -> tuple[int, ...]:
        return tuple(number for number in self.of_tool[tool] if self.helix[self.pairs[number][0]] == role)

    @cached_property
    def rows(self) -> tuple[Row | Roles, ...]:
        return (*self._tools(), *self._assessors(), *self._locked())

    def _tools(self) -> Iterator[Row | Roles]:
        rules = self.problem.rules
        for tool in self.problem.tools:
            least, most = self.problem.panel(tool)
            pairs = self.of_tool[tool.id]
            yield Row(f"tool:{tool.id}", pairs, minimum=least)
            yield Row(f"tool_most:{tool.id}", pairs, maximum=most)
            for role, count in sorted(rules.helix.items()):
                yield Row(f"helix:{tool.id}:{role}", self.in_role(tool.id, role), minimum=count)
            if rules.roles:
                roles = sorted({one for one in self.helix.values() if one is not None})
                groups = tuple(self.in_role(tool.id, role) for role in roles)
                yield Roles(f"roles:{tool.id}", groups, rules.roles)

    def _assessors(self) -> Iterator[Row]:
        for one in self.problem.assessors:
            least, most = self.problem.load(one)
            yield Row(f"most:{one.id}", self.of_assessor[one.id], maximum=most)
            if least:
                yield Row(f"least:{one.id}", self.of_assessor[one.id], minimum=least)

    def _locked(self) -> Iterator[Row]:
        number = {pair: at for at, pair in enumerate(self.pairs)}
        for one in self.problem.locked:
            at = number.get((one.assessor, one.tool))
            yield Row(f"locked:{one.assessor}:{one.tool}", () if at is None else (at,), minimum=1)


def programme_of(board: Board, rows: Sequence[Row | Roles]) -> Programme:
    """The pairs are the first columns."""
    programme = Programme()
    add_pairs(programme, board)
    for row in rows:
        add_row(programme, row)
    return programme


def add_pairs(programme: Programme, board: Board) -> None:
    """One column each; where no pair is possible one that stays 0, since HiGHS says nothing of a programme without."""
    pairs = len(board.pairs)
    programme.columns(np.zeros(max(1, pairs)), upper=float(pairs > 0), whole=True)


def add_row(programme: Programme, row: Row | Roles) -> int:
    """The number of its row in the programme."""
    if isinstance(row, Roles):
        return programme.row(roles_of(programme, row), lower=row.minimum)
    low = -np.inf if row.minimum is None else row.minimum
    high = np.inf if row.maximum is None else row.maximum
    return programme.row(np.array(row.pairs, dtype=np.int64), lower=low, upper=high)


def roles_of(programme: Programme, row: Roles) -> Ints:
    """A column per role, at most 1 and at most the chosen pairs of that role."""
    columns = programme.columns(np.zeros(len(row.groups)), whole=True)
    for column, group in zip(columns.tolist(), row.groups, strict=True):
        programme.row([*group, column], [1] * len(group) + [-1], lower=0)
    return columns
