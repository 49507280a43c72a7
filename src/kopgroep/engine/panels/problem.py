"""The assessors, the tools that are assessed, who may assess what, and the rules."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Literal

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

MOST = 100_000
MOST_FIT = 1_000_000


class Assessor(Given, frozen=True, kw_only=True):
    """`organisation`: whose tools are their own; `helix`: the role of that organisation, such as "government".
    `minimum` and `maximum`: tools to assess; None is what the rules say."""

    id: str
    organisation: str | None = None
    helix: str | None = None
    minimum: int | None = None
    maximum: int | None = None

    def __post_init__(self) -> None:
        need_whole("minimum", self.minimum, MOST)
        need_whole("maximum", self.maximum, MOST)
        if self.minimum is not None and self.maximum is not None:
            need_range("minimum", self.minimum, self.maximum)


class Tool(Given, frozen=True, kw_only=True):
    """`organisations`: those that made or own it. `minimum` and `maximum`: assessors; None is what the rules say."""

    id: str
    organisations: tuple[str, ...] = ()
    minimum: int | None = None
    maximum: int | None = None

    def __post_init__(self) -> None:
        need_unique("organisations", self.organisations)
        need_whole("minimum", self.minimum, MOST)
        need_whole("maximum", self.maximum, MOST)
        if self.minimum is not None and self.maximum is not None:
            need_range("minimum", self.minimum, self.maximum)


class Seat(Given, frozen=True, kw_only=True):
    """One assessor and one tool."""

    assessor: str
    tool: str


class Fit(Given, frozen=True, kw_only=True):
    """How well the assessor's expertise fits the tool, in whole points; 0 where it is not said."""

    assessor: str
    tool: str
    fit: int

    def __post_init__(self) -> None:
        need_whole("fit", self.fit, MOST_FIT)


class PanelRules(Given, frozen=True, kw_only=True):
    """`assessors`: each tool has at least so many, and exactly so many when `assessors_maximum` is not given. `minimum`
    and `maximum`: tools that each assessor has. `helix`: of each tool's assessors, at least so many of that role.
    `roles`: at least so many different roles. `least_fit`: a pair below it is not possible. `even`: whether an even
    load comes before the best fit, or deals out what is left after it."""

    assessors: int = 3
    assessors_maximum: int | None = None
    minimum: int = 0
    maximum: int | None = None
    helix: Mapping[str, int] = {}
    roles: int = 0
    least_fit: int = 0
    even: Literal["before_fit", "after_fit"] = "after_fit"

    def __post_init__(self) -> None:
        for name in ("assessors", "assessors_maximum", "minimum", "maximum", "roles"):
            need_whole(name, getattr(self, name), MOST)
        need_whole("least_fit", self.least_fit, MOST_FIT)
        for role, count in self.helix.items():
            need_whole(f"helix.{role}", count, MOST)
        if self.maximum is not None:
            need_range("minimum", self.minimum, self.maximum)
        if self.assessors_maximum is not None:
            need_range("assessors", self.assessors, self.assessors_maximum)


class PanelProblem(Given, frozen=True, kw_only=True, tag="panels", tag_field="problem"):
    """`conflicts`: pairs with a conflict of interest, besides those of the own organisation. `locked`: pairs that
    people decided on. `agreed`: pairs that are left as they are where the rules allow it; fewest changes come first."""

    assessors: tuple[Assessor, ...]
    tools: tuple[Tool, ...]
    fits: tuple[Fit, ...] = ()
    conflicts: tuple[Seat, ...] = ()
    locked: tuple[Seat, ...] = ()
    agreed: tuple[Seat, ...] = ()
    rules: PanelRules = PanelRules()

    def __post_init__(self) -> None:
        need_some("assessors", self.assessors)
        need_some("tools", self.tools)
        need_unique("assessors", [one.id for one in self.assessors])
        need_unique("tools", [one.id for one in self.tools])
        assessors, tools = {one.id for one in self.assessors}, {one.id for one in self.tools}
        for name in ("fits", "conflicts", "locked", "agreed"):
            _need_pairs(name, getattr(self, name), assessors, tools)
        for number, one in enumerate(self.assessors):
            need_range(f"assessors[{number}].minimum", *self.load(one))
        for number, tool in enumerate(self.tools):
            need_range(f"tools[{number}].minimum", *self.panel(tool))

    def load(self, one: Assessor) -> tuple[int, int]:
        """The fewest and the most tools of an assessor."""
        least = self.rules.minimum if one.minimum is None else one.minimum
        most = self.rules.maximum if one.maximum is None else one.maximum
        return least, len(self.tools) if most is None else most

    def panel(self, tool: Tool) -> tuple[int, int]:
        """The fewest and the most assessors of a tool."""
        least = self.rules.assessors if tool.minimum is None else tool.minimum
        most = self.rules.assessors_maximum if tool.maximum is None else tool.maximum
        return least, least if most is None else most

    def in_order(self) -> PanelProblem:
        """The same problem with everything sorted, so that the order of the input is nothing."""
        return replace(
            self,
            assessors=by_id(self.assessors),
            tools=by_id(replace(one, organisations=tuple(sorted(one.organisations))) for one in self.tools),
            **{
                name: tuple(sorted(getattr(self, name), key=lambda pair: (pair.assessor, pair.tool)))
                for name in ("fits", "conflicts", "locked", "agreed")
            },
        )


def _need_pairs(
    name: str, pairs: tuple[Seat | Fit, ...], assessors: Collection[str], tools: Collection[str]
) -> None:
    seen = set()
    for number, pair in enumerate(pairs):
        need_known(f"{name}[{number}].assessor", pair.assessor, assessors, named="assessors")
        need_known(f"{name}[{number}].tool", pair.tool, tools, named="tools")
        if (pair.assessor, pair.tool) in seen:
            raise InputWrong("twice", f"{name}[{number}]", f"{pair.assessor} {pair.tool}")
        seen.add((pair.assessor, pair.tool))
