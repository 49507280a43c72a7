"""The pilots of a deal: municipalities, tools, the pairs that are possible, and the rules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from msgspec.structs import replace

from kopgroep.engine.faults import (
    InputWrong,
    need_known,
    need_range,
    need_some,
    need_unique,
    need_whole,
)
from kopgroep.engine.givens import Given, by_id

MOST_POINTS = 1_000_000
MOST_HOURS = 1_000_000
MOST_TESTS = 100_000


class Municipality(Given, frozen=True, kw_only=True):
    """`minimum`: tools that it tests at least; None is what the rules say. `maximum` None: as many as there are.
    `hours` None: hours do not bind it. `region` and `size` are names of classes, such as a province and a range of
    inhabitants. `principles`: whether the rule of every principle is for it too."""

    id: str
    minimum: int | None = None
    maximum: int | None = None
    hours: int | None = None
    region: str | None = None
    size: str | None = None
    principles: bool = True

    def __post_init__(self) -> None:
        need_whole("minimum", self.minimum, MOST_TESTS)
        need_whole("maximum", self.maximum, MOST_TESTS)
        need_whole("hours", self.hours, MOST_HOURS)
        if self.minimum is not None and self.maximum is not None:
            need_range("minimum", self.minimum, self.maximum)


class Tool(Given, frozen=True, kw_only=True):
    """`minimum` and `maximum`: sites, that is municipalities that test it; None is what the rules say, and no limit.
    `hours`: what a test takes where the pair says nothing else. `regions` and `ends`: whether it must be spread; None
    is what the rules say."""

    id: str
    minimum: int | None = None
    maximum: int | None = None
    principle: str | None = None
    hours: int = 0
    regions: int | None = None
    ends: bool = True

    def __post_init__(self) -> None:
        need_whole("minimum", self.minimum, MOST_TESTS)
        need_whole("maximum", self.maximum, MOST_TESTS)
        need_whole("hours", self.hours, MOST_HOURS)
        need_whole("regions", self.regions, MOST_TESTS)
        if self.minimum is not None and self.maximum is not None:
            need_range("minimum", self.minimum, self.maximum)


class Pair(Given, frozen=True, kw_only=True):
    """A test that is possible; a pair that is not here is not. `fit` in whole points, more is better. `project`: the
    municipality has a project in which the test can take part. `hours` None: what the tool says."""

    municipality: str
    tool: str
    fit: int
    project: bool = False
    hours: int | None = None

    def __post_init__(self) -> None:
        need_whole("fit", self.fit, MOST_POINTS)
        need_whole("hours", self.hours, MOST_HOURS)


class Cell(Given, frozen=True, kw_only=True):
    """One municipality and one tool."""

    municipality: str
    tool: str


class Agreed(Given, frozen=True, kw_only=True):
    """What people agreed before: `pairs` are left as they are where the rules allow it, `locked` ones always. Who or
    what has left since may be named here; such a pair counts as dropped."""

    pairs: tuple[Cell, ...] = ()
    locked: tuple[Cell, ...] = ()

    def __post_init__(self) -> None:
        _unique_cells("pairs", self.pairs)
        _unique_cells("locked", self.locked)


class PilotRules(Given, frozen=True, kw_only=True):
    """`tools`: every municipality tests at least so many. `sites`: every tool is tested in at least so many.
    `regions`: in at least so many regions. `ends`: groups of sizes; every tool is tested in each group, such as
    (("small",), ("large", "largest")). `every_principle`: every municipality tests a tool of every principle.
    `project_points`: on top of the fit where there is a project already."""

    tools: int = 6
    sites: int = 1
    regions: int = 0
    ends: tuple[tuple[str, ...], ...] = ()
    every_principle: bool = False
    project_points: int = 0

    def __post_init__(self) -> None:
        for name in ("tools", "sites", "regions"):
            need_whole(name, getattr(self, name), MOST_TESTS)
        need_whole("project_points", self.project_points, MOST_POINTS)
        for number, group in enumerate(self.ends):
            need_some(f"ends[{number}]", group)
            need_unique(f"ends[{number}]", group)


class PilotProblem(Given, frozen=True, kw_only=True, tag="pilots", tag_field="problem"):
    municipalities: tuple[Municipality, ...]
    tools: tuple[Tool, ...]
    pairs: tuple[Pair, ...]
    rules: PilotRules = PilotRules()
    agreed: Agreed | None = None

    def __post_init__(self) -> None:
        need_some("municipalities", self.municipalities)
        need_some("tools", self.tools)
        need_unique("municipalities", [one.id for one in self.municipalities])
        need_unique("tools", [one.id for one in self.tools])
        self._need_pairs_known()
        _unique_cells("pairs", self.pairs)
        self._need_ranges()

    def _need_pairs_known(self) -> None:
        municipalities = {one.id for one in self.municipalities}
        tools = {one.id for one in self.tools}
        for number, pair in enumerate(self.pairs):
            if pair.municipality not in municipalities:
                need_known(f"pairs[{number}].municipality", pair.municipality, (), named="municipalities")
            if pair.tool not in tools:
                need_known(f"pairs[{number}].tool", pair.tool, (), named="tools")

    def _need_ranges(self) -> None:
        """A maximum of its own under the minimum of the rules."""
        for number, one in enumerate(self.municipalities):
            if one.maximum is not None:
                need_range(f"municipalities[{number}].maximum", self.least_tools(one), one.maximum)
        for number, tool in enumerate(self.tools):
            if tool.maximum is not None:
                need_range(f"tools[{number}].maximum", self.least_sites(tool), tool.maximum)

    def least_tools(self, municipality: Municipality) -> int:
        return self.rules.tools if municipality.minimum is None else municipality.minimum

    def least_sites(self, tool: Tool) -> int:
        return self.rules.sites if tool.minimum is None else tool.minimum

    def in_order(self) -> PilotProblem:
        """The same problem with everything sorted by id."""
        rules = replace(self.rules, ends=tuple(sorted(tuple(sorted(group)) for group in self.rules.ends)))
        return replace(
            self,
            municipalities=by_id(self.municipalities),
            tools=by_id(self.tools),
            pairs=_sorted_cells(self.pairs),
            rules=rules,
            agreed=None if self.agreed is None else _agreed_in_order(self.agreed),
        )


def _agreed_in_order(agreed: Agreed) -> Agreed:
    return Agreed(pairs=_sorted_cells(agreed.pairs), locked=_sorted_cells(agreed.locked))


class HasCell(Protocol):
    @property
    def municipality(self) -> str: ...

    @property
    def tool(self) -> str: ...


Named = TypeVar("Named", bound=HasCell)


def _sorted_cells(cells: Iterable[Named]) -> tuple[Named, ...]:
    return tuple(sorted(cells, key=lambda cell: (cell.municipality, cell.tool)))


def _unique_cells(field: str, cells: Sequence[HasCell]) -> None:
    seen: set[tuple[str, str]] = set()
    for number, cell in enumerate(cells):
        if (cell.municipality, cell.tool) in seen:
            raise InputWrong("twice", f"{field}[{number}]", f"{cell.municipality}, {cell.tool}")
        seen.add((cell.municipality, cell.tool))
