"""Why a pair is in the plan, and why another is not."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kopgroep.engine.answers import Reason
from kopgroep.engine.pilots.answer import NotChosen, Pilot
from kopgroep.engine.pilots.model import NO_LIMIT, Grid
from kopgroep.engine.pilots.problem import PilotProblem
from kopgroep.engine.pilots.relaxation import ranks
from kopgroep.engine.pilots.search import Found

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

CLOSE = 3


@dataclass(frozen=True)
class Reasons:
    problem: PilotProblem
    grid: Grid
    found: Found
    chosen: Bools

    @cached_property
    def tests(self) -> Ints:
        return self.grid.per_place(self.chosen)

    @cached_property
    def sites(self) -> Ints:
        return self.grid.per_tool(self.chosen)

    @cached_property
    def left(self) -> Ints:
        """Hours that a municipality has left."""
        return self.grid.room_hours - self.grid.per_place(self.chosen, self.grid.hours)

    @cached_property
    def rank(self) -> Ints:
        return ranks(self.grid.place, self.grid.points)

    @cached_property
    def least_points(self) -> Ints:
        """What the least fitting test of each municipality is worth."""
        least = np.full(self.grid.places, np.iinfo(np.int64).max)
        np.minimum.at(least, self.grid.place[self.chosen], self.grid.points[self.chosen])
        return least

    def loss(self, limits: NDArray[np.float64]) -> Ints:
        """What the other choice costs at least, per pair; where no plan makes it at all, 0 is said."""
        value = 0 if self.found.value is None else self.found.value
        possible = np.isfinite(limits)
        return np.where(possible, np.maximum(0, value - np.floor(np.where(possible, limits, 0) + 1e-6)), 0)

    def pilots(self) -> tuple[Pilot, ...]:
        loss = self.loss(self.found.without_it).astype(np.int64)
        grid = self.grid
        return tuple(
            Pilot(
                municipality=self.problem.pairs[pair].municipality,
                tool=self.problem.pairs[pair].tool,
                points=int(grid.points[pair]),
                hours=int(grid.hours[pair]),
                loss=int(loss[pair]),
                because=self.why(pair),
            )
            for pair in np.flatnonzero(self.chosen).tolist()
        )

    def close(self) -> tuple[NotChosen, ...]:
        """Per municipality the pairs outside that would cost least."""
        loss = self.loss(self.found.with_it).astype(np.int64)
        outside = np.flatnonzero(~self.chosen)
        place, points = self.grid.place[outside], self.grid.points[outside]
        order = outside[np.lexsort((outside, -points, loss[outside], place))]
        count = np.bincount(place, minlength=self.grid.places)
        nth = np.arange(len(order)) - (np.cumsum(count) - count)[self.grid.place[order]]
        return tuple(self.not_chosen(pair, int(loss[pair])) for pair in order[nth < CLOSE].tolist())

    def not_chosen(self, pair: int, loss: int) -> NotChosen:
        return NotChosen(
            municipality=self.problem.pairs[pair].municipality,
            tool=self.problem.pairs[pair].tool,
            points=int(self.grid.points[pair]),
            loss=loss,
            because=self.why_not(pair),
        )

    def why(self, pair: int) -> tuple[Reason, ...]:
        grid, said = self.grid, []
        place, tool = int(grid.place[pair]), int(grid.tool[pair])
        if grid.locked[pair]:
            said.append(Reason(code="pilots.locked"))
        elif grid.agreed[pair]:
            said.append(Reason(code="pilots.agreed"))
        if self.problem.pairs[pair].project:
            said.append(Reason(code="pilots.project"))
        rank, of = int(self.rank[pair]) + 1, int(self._count[place])
        params = {"points": int(grid.points[pair]), "rank": rank, "of": of}
        said.append(Reason(code="pilots.fit", params=params))
        if self.tests[place] <= grid.least_tools[place]:
            said.append(self._needed("pilots.municipality_needs", self.tests[place]))
        if self.sites[tool] <= grid.least_sites[tool]:
            said.append(self._needed("pilots.tool_needs", self.sites[tool]))
        return (*said, *self._spread(pair))

    @cached_property
    def _count(self) -> Ints:
        return np.bincount(self.grid.place, minlength=self.grid.places)

    def _needed(self, code: str, minimum: np.int64) -> Reason:
        return Reason(code=code, params={"minimum": int(minimum)})

    def _spread(self, pair: int) -> list[Reason]:
        """The rules of spread and principles that this pair alone keeps."""
        grid, said = self.grid, []
        place, tool = int(grid.place[pair]), int(grid.tool[pair])
        municipality, named = self.problem.municipalities[place], self.problem.tools[tool]
        alone = grid.seat[pair] >= 0 and self._seated[grid.seat[pair]] == 1
        if alone and self._regions[tool] <= grid.regions[tool]:
            said.append(Reason(code="pilots.region_needed", refs=(str(municipality.region),)))
        for end, group in enumerate(self.problem.rules.ends):
            if grid.ends[tool] and grid.in_end[end, place] and self._in_end[end, tool] == 1:
                said.append(Reason(code="pilots.end_needed", refs=group))
        kind = grid.principle[tool]
        if grid.every_principle[place] and kind >= 0 and self._of_kind[place, kind] == 1:
            said.append(Reason(code="pilots.principle_needed", refs=(str(named.principle),)))
        return said

    @cached_property
    def _seated(self) -> Ints:
        seats = self.grid.seat[self.chosen]
        return np.bincount(seats[seats >= 0], minlength=int(self.grid.seat.max(initial=0)) + 1)

    @cached_property
    def _regions(self) -> Ints:
        filled = np.unique(self.grid.seat[self.chosen & (self.grid.seat >= 0)])
        width = max(1, int(self.grid.region.max(initial=-1)) + 1)
        return np.bincount(filled // width, minlength=self.grid.tools)

    @cached_property
    def _in_end(self) -> Ints:
        grid = self.grid
        rows = [grid.per_tool(self.chosen & inside[grid.place]) for inside in grid.in_end]
        return np.array(rows, dtype=np.int64).reshape(len(rows), grid.tools)

    @cached_property
    def _of_kind(self) -> Ints:
        grid = self.grid
        table = np.zeros((grid.places, max(1, grid.principles)), dtype=np.int64)
        kept = self.chosen & (grid.principle[grid.tool] >= 0)
        np.add.at(table, (grid.place[kept], grid.principle[grid.tool[kept]]), 1)
        return table

    def why_not(self, pair: int) -> tuple[Reason, ...]:
        grid, said = self.grid, []
        place, tool = int(grid.place[pair]), int(grid.tool[pair])
        if self.tests[place] >= grid.most_tools[place]:
            said.append(
                Reason(code="pilots.municipality_full", params={"maximum": int(grid.most_tools[place])})
            )
        if self.sites[tool] >= grid.most_sites[tool]:
            said.append(Reason(code="pilots.tool_full", params={"maximum": int(grid.most_sites[tool])}))
        if grid.room_hours[place] < NO_LIMIT and grid.hours[pair] > self.left[place]:
            params = {"hours": int(grid.hours[pair]), "left": int(self.left[place])}
            said.append(Reason(code="pilots.hours_short", params=params))
        least = int(self.least_points[place])
        if self.tests[place] and grid.points[pair] <= least:
            params = {"points": int(grid.points[pair]), "least": least}
            said.append(Reason(code="pilots.fits_less", params=params))
        return tuple(said) or (Reason(code="pilots.others_together_fit_better"),)
