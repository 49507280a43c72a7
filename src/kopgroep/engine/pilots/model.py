"""The problem as arrays, and its rules as rows of a programme.

Symbols, with M municipalities, T tools, P possible pairs in order of (municipality, tool):

    place[p], tool[p]   the municipality and the tool of pair p, as numbers
    points[p]           what the pair is worth, in whole points
    hours[p]            what the test takes, in whole hours
    x[p] in {0, 1}      whether it is chosen
    y[s] in [0, 1]      whether seat s, that is one (tool, region) that is possible, is counted
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from kopgroep.engine.pilots.problem import Cell, PilotProblem
from kopgroep.engine.solver import Programme

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Numbers: TypeAlias = Ints | Floats | Bools

Group = Literal[
    "locked",
    "most_tools",
    "most_sites",
    "least_tools",
    "least_sites",
    "hours",
    "regions",
    "ends",
    "principles",
]
# In the order in which people give way least: the first are asked last.
GROUPS: tuple[Group, ...] = (
    "locked",
    "most_tools",
    "least_tools",
    "most_sites",
    "hours",
    "principles",
    "regions",
    "ends",
    "least_sites",
)
NO_LIMIT = 2**40


@dataclass(frozen=True)
class Grid:
    """The problem in numbers. Arrays are per pair (P), per municipality (M) or per tool (T)."""

    place: Ints
    tool: Ints
    points: Ints
    hours: Ints
    locked: Bools
    agreed: Bools
    least_tools: Ints
    most_tools: Ints
    room_hours: Ints
    region: Ints
    least_sites: Ints
    most_sites: Ints
    principle: Ints
    regions: Ints
    ends: Bools
    in_end: Bools
    every_principle: Bools
    seats: Ints

    @property
    def places(self) -> int:
        return len(self.least_tools)

    @property
    def tools(self) -> int:
        return len(self.least_sites)

    @property
    def pairs(self) -> int:
        return len(self.place)

    @property
    def principles(self) -> int:
        return int(self.principle.max(initial=-1)) + 1

    @cached_property
    def with_hours(self) -> bool:
        """Whether hours can bind at all: somewhere all its pairs, or its most, do not fit."""
        used = np.bincount(self.place, weights=self.hours, minlength=self.places)
        return bool((used > self.room_hours).any())

    def narrowed(self, kept: Bools) -> Grid:
        """Only the pairs that are kept."""
        names = ("place", "tool", "points", "hours", "locked", "agreed")
        return replace(self, **{name: getattr(self, name)[kept] for name in names})

    def per_place(self, x: Numbers, weights: Ints | None = None) -> Ints:
        worth = x if weights is None else x * weights
        return np.bincount(self.place, weights=worth, minlength=self.places).astype(np.int64)

    def per_tool(self, x: Numbers) -> Ints:
        return np.bincount(self.tool, weights=x, minlength=self.tools).astype(np.int64)

    @cached_property
    def seat(self) -> Ints:
        """Per pair the number of its seat, tool * regions + region, where the tool must be spread; -1 where not."""
        return _seat(self.tool, self.region[self.place], self.regions[self.tool], self.region)


def _seat(tool: Ints, here: Ints, asked: Ints, region: Ints) -> Ints:
    return np.where((asked > 0) & (here >= 0), tool * _width(region) + here, -1)


def _width(region: Ints) -> int:
    return max(1, int(region.max(initial=-1)) + 1)


def grid_of(problem: PilotProblem) -> Grid:
    """`problem` must be in order."""
    places = {one.id: number for number, one in enumerate(problem.municipalities)}
    tools = {one.id: number for number, one in enumerate(problem.tools)}
    rules, pairs = problem.rules, problem.pairs
    place = _ints(places[pair.municipality] for pair in pairs)
    tool = _ints(tools[pair.tool] for pair in pairs)
    project = np.array([pair.project for pair in pairs], dtype=bool)
    own = _ints(-1 if pair.hours is None else pair.hours for pair in pairs)
    usual = _ints(one.hours for one in problem.tools)
    agreed = problem.agreed
    principle = _numbered([one.principle for one in problem.tools])
    region = _numbered([one.region for one in problem.municipalities])
    regions = _ints(rules.regions if one.regions is None else one.regions for one in problem.tools)
    seats = np.unique(_seat(tool, region[place], regions[tool], region))
    return Grid(
        place=place,
        tool=tool,
        points=_ints(pair.fit for pair in pairs) + rules.project_points * project,
        hours=np.where(own < 0, usual[tool], own),
        locked=_marked(problem, () if agreed is None else agreed.locked),
        agreed=_marked(problem, () if agreed is None else (*agreed.pairs, *agreed.locked)),
        least_tools=_ints(problem.least_tools(one) for one in problem.municipalities),
        most_tools=_limits(one.maximum for one in problem.municipalities),
        room_hours=_limits(one.hours for one in problem.municipalities),
        region=region,
        least_sites=_ints(problem.least_sites(one) for one in problem.tools),
        most_sites=_limits(one.maximum for one in problem.tools),
        principle=principle,
        regions=regions,
        seats=seats[seats >= 0],
        ends=np.array([one.ends for one in problem.tools], dtype=bool),
        in_end=_in_end(problem),
        every_principle=np.array(
            [rules.every_principle and one.principles for one in problem.municipalities], dtype=bool
        )
        & (principle >= 0).any(),
    )


def _ints(values: Iterable[int]) -> Ints:
    return np.fromiter(values, dtype=np.int64)


def _limits(values: Iterable[int | None]) -> Ints:
    return _ints(NO_LIMIT if value is None else value for value in values)


def _numbered(names: Sequence[str | None]) -> Ints:
    """Each name as its number in alphabetical order; -1 where there is none."""
    numbers = {
        name: number for number, name in enumerate(sorted({name for name in names if name is not None}))
    }
    return _ints(-1 if name is None else numbers[name] for name in names)


def _marked(problem: PilotProblem, cells: Iterable[Cell]) -> Bools:
    named = {(cell.municipality, cell.tool) for cell in cells}
    return np.array([(pair.municipality, pair.tool) in named for pair in problem.pairs], dtype=bool)


def _in_end(problem: PilotProblem) -> Bools:
    """Ends x M: whether the municipality's size is in the group."""
    rows = [[one.size in group for one in problem.municipalities] for group in problem.rules.ends]
    return np.array(rows, dtype=bool).reshape(len(rows), len(problem.municipalities))


@dataclass
class Rows:
    """The programme with where its rows are: row[name][i] is about keys[name][i].

    Keys: a municipality (counts, hours), a tool (sites, regions), tool * number of ends + end (ends), municipality *
    number of principles + principle (principles), tool * number of regions + region (seats). `seats`: the columns y.
    """

    programme: Programme
    row: dict[str, Ints]
    keys: dict[str, Ints]
    seats: Ints


def programme_of(grid: Grid, *, without: Collection[Group] = (), whole: bool = True) -> Rows:
    """Every rule as rows, but for the groups that are left out."""
    programme = Programme()
    lower = grid.locked if "locked" not in without else np.zeros(grid.pairs)
    programme.columns(grid.points, lower=lower, upper=1.0, whole=whole)
    rows = Rows(programme, {}, {}, np.zeros(0, dtype=np.int64))
    every = np.arange(grid.pairs)
    low = grid.least_tools if "least_tools" not in without else np.zeros(grid.places)
    high = grid.most_tools if "most_tools" not in without else np.full(grid.places, math.inf)
    _add(rows, "counts", np.arange(grid.places), grid.place, every, lower=low, upper=_open(high))
    low = grid.least_sites if "least_sites" not in without else np.zeros(grid.tools)
    high = grid.most_sites if "most_sites" not in without else np.full(grid.tools, math.inf)
    _add(rows, "sites", np.arange(grid.tools), grid.tool, every, lower=low, upper=_open(high))
    if grid.with_hours and "hours" not in without:
        _add_hours(rows, grid)
    if grid.every_principle.any() and "principles" not in without:
        _add_principles(rows, grid)
    if "ends" not in without:
        _add_ends(rows, grid)
    if "regions" not in without:
        _add_regions(rows, grid)
    if not programme.width:
        # HiGHS says nothing of a programme without columns.
        programme.columns([0.0], upper=0.0)
    return rows


def _open(high: Ints | Floats) -> Floats:
    return np.where(high >= NO_LIMIT, math.inf, high).astype(float)


def _add(
    rows: Rows,
    name: str,
    keys: Ints,
    at: Ints,
    columns: Ints,
    *,
    values: Ints | Floats | float = 1.0,
    lower: Numbers | float = -math.inf,
    upper: Numbers | float = math.inf,
) -> None:
    ones = np.ones(len(keys))
    rows.row[name] = rows.programme.rows(at, columns, values, lower=lower * ones, upper=upper * ones)
    rows.keys[name] = keys


def _add_hours(rows: Rows, grid: Grid) -> None:
    limited = grid.room_hours < NO_LIMIT
    number = np.cumsum(limited) - 1
    kept = np.flatnonzero(limited[grid.place])
    keys = np.flatnonzero(limited)
    at, worth = number[grid.place[kept]], grid.hours[kept]
    _add(rows, "hours", keys, at, kept, values=worth, upper=grid.room_hours[keys])


def _add_principles(rows: Rows, grid: Grid) -> None:
    """Municipality m and principle q: sum of x over its tools of q >= 1, also where it has none."""
    count = grid.principles
    held = grid.every_principle
    keys = np.flatnonzero(np.repeat(held, count))
    number = np.full(grid.places * count, -1)
    number[keys] = np.arange(len(keys))
    kept = np.flatnonzero((grid.principle[grid.tool] >= 0) & held[grid.place])
    at = number[grid.place[kept] * count + grid.principle[grid.tool[kept]]]
    _add(rows, "principles", keys, at, kept, lower=1.0)


def _add_ends(rows: Rows, grid: Grid) -> None:
    """Tool t and end e: sum of x over the municipalities of e >= 1."""
    ends, tools = len(grid.in_end), np.flatnonzero(grid.ends)
    if not ends or not len(tools):
        return
    number = np.full(grid.tools, -1)
    number[tools] = np.arange(len(tools))
    end, pair = np.nonzero(grid.in_end[:, grid.place] & grid.ends[grid.tool])
    at = number[grid.tool[pair]] * ends + end
    keys = (tools[:, None] * ends + np.arange(ends)).ravel()
    _add(rows, "ends", keys, at, pair, lower=1.0)


def _add_regions(rows: Rows, grid: Grid) -> None:
    """Seat s = (t, r): y[s] <= sum of x over the pairs of t in r; tool t: sum of y over its seats >= its regions."""
    tools = np.flatnonzero(grid.regions > 0)
    if not len(tools):
        return
    keys = grid.seats
    seats = rows.seats = rows.programme.columns(np.zeros(len(keys)))
    kept = np.flatnonzero(grid.seat >= 0)
    lines = np.concatenate([np.searchsorted(keys, grid.seat[kept]), np.arange(len(keys))])
    columns = np.concatenate([kept, seats])
    values = np.concatenate([np.ones(len(kept)), -np.ones(len(seats))])
    _add(rows, "seats", keys, lines, columns, values=values, lower=0.0)
    number = np.full(grid.tools, -1)
    number[tools] = np.arange(len(tools))
    _add(rows, "regions", tools, number[keys // _width(grid.region)], seats, lower=grid.regions[tools])


def kept(grid: Grid, chosen: Bools) -> bool:
    """Whether these pairs keep every rule."""
    tests, sites = grid.per_place(chosen), grid.per_tool(chosen)
    if (tests < grid.least_tools).any() or (sites < grid.least_sites).any():
        return False
    rows = programme_of(grid)
    filled = np.isin(grid.seats, grid.seat[chosen])
    x = np.zeros(rows.programme.width)
    x[: grid.pairs] = chosen
    x[rows.seats] = filled
    sums = rows.programme.matrix() @ x
    lower, upper = np.concatenate(rows.programme.row_lower), np.concatenate(rows.programme.row_upper)
    return bool((sums >= lower).all() and (sums <= upper).all() and chosen[grid.locked].all())
