"""The tools that can be chosen, what each brings and takes, and the norms that the portfolio must keep."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
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
from kopgroep.engine.weights.region import WeightSet, need_criteria

MOST_POINTS = 1_000_000
MOST_SCORE = 10_000
MOST_USED = 1_000_000_000
MOST_COUNT = 100_000
MOST_SAMPLES = 100_000

Stands = Literal["free", "must", "must_not", "knocked_out"]


def need_whole_each(field: str, values: Mapping[str, int], most: int) -> None:
    for name, value in values.items():
        need_whole(f"{field}.{name}", value, most)


class Tool(Given, frozen=True, kw_only=True):
    """`value`: whole points, more is better. `scores`: whole points per criterion, for weights that are uncertain.
    `owner`: the partner that will keep it, None when there is none. `uses`: what it takes of each resource, such as
    {"hours": 240, "euros": 18000}. `wanted_by`: municipalities that would use it. `stands`: people decided that it is
    in (must) or not (must_not), or a knock-out criterion did, and that no rule loosens."""

    id: str
    value: int = 0
    scores: Mapping[str, int] = {}
    principles: tuple[str, ...] = ()
    owner: str | None = None
    uses: Mapping[str, int] = {}
    wanted_by: tuple[str, ...] = ()
    stands: Stands = "free"

    def __post_init__(self) -> None:
        need_whole("value", self.value, MOST_POINTS)
        need_whole_each("scores", self.scores, MOST_SCORE)
        need_whole_each("uses", self.uses, MOST_USED)
        need_unique("principles", self.principles)
        need_unique("wanted_by", self.wanted_by)
        if self.owner is not None:
            need_unique("owner", [self.owner])


class PortfolioRules(Given, frozen=True, kw_only=True):
    """`minimum` and `maximum`: tools in all. `per_principle`: tools of each principle at least; `principle_minimum`
    says otherwise for some. `owned`: each tool has an owner. `per_owner`: tools of one owner at most; `owner_maximum`
    says otherwise for some. `wanting`: municipalities that want a tool, at least. `per_municipality`: every
    municipality wants at least so many of the chosen tools. `limits`: what there is of each resource, in whole units;
    None is no limit."""

    minimum: int = 0
    maximum: int | None = None
    per_principle: int = 0
    principle_minimum: Mapping[str, int] = {}
    owned: bool = False
    per_owner: int | None = None
    owner_maximum: Mapping[str, int] = {}
    wanting: int = 0
    per_municipality: int = 0
    limits: Mapping[str, int | None] = {}

    def __post_init__(self) -> None:
        for name in ("minimum", "per_principle", "wanting", "per_municipality"):
            need_whole(name, getattr(self, name), MOST_COUNT)
        if self.maximum is not None:
            need_whole("maximum", self.maximum, MOST_COUNT)
            need_range("minimum", self.minimum, self.maximum)
        if self.per_owner is not None:
            need_whole("per_owner", self.per_owner, MOST_COUNT)
        need_whole_each("principle_minimum", self.principle_minimum, MOST_COUNT)
        need_whole_each("owner_maximum", self.owner_maximum, MOST_COUNT)
        for name, limit in self.limits.items():
            if limit is not None:
                need_whole(f"limits.{name}", limit, MOST_USED)


class Agreed(Given, frozen=True, kw_only=True):
    """What people agreed before: `tools` stay where the rules allow it, `locked` ones always, and a tool of `out` never
    comes in. A tool that has left since may be named in `tools`; it counts as dropped."""

    tools: tuple[str, ...] = ()
    locked: tuple[str, ...] = ()
    out: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in ("tools", "locked", "out"):
            need_unique(name, getattr(self, name))
        for one in self.locked:
            if one in self.out:
                raise InputWrong("does_not_apply", "out", one, "it is locked as well")


class PortfolioProblem(Given, frozen=True, kw_only=True, tag="portfolio", tag_field="problem"):
    """`principles` and `municipalities`: those that the rules speak of, also when no tool has them."""

    tools: tuple[Tool, ...]
    principles: tuple[str, ...] = ()
    municipalities: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()
    rules: PortfolioRules = PortfolioRules()
    agreed: Agreed | None = None

    def __post_init__(self) -> None:
        need_some("tools", self.tools)
        need_unique("tools", [tool.id for tool in self.tools])
        for name in ("principles", "municipalities", "criteria"):
            need_unique(name, getattr(self, name))
        for number, tool in enumerate(self.tools):
            self._need_tool_known(f"tools[{number}]", tool)
        owners = {tool.owner for tool in self.tools if tool.owner is not None}
        _known("rules.owner_maximum", self.rules.owner_maximum, owners, "owners")
        _known("rules.principle_minimum", self.rules.principle_minimum, self.principles, "principles")
        if self.agreed is not None:
            tools = {tool.id for tool in self.tools}
            _known("agreed.locked", self.agreed.locked, tools, "tools")
            _known("agreed.out", self.agreed.out, tools, "tools")

    def _need_tool_known(self, field: str, tool: Tool) -> None:
        _known(f"{field}.principles", tool.principles, self.principles, "principles")
        _known(f"{field}.wanted_by", tool.wanted_by, self.municipalities, "municipalities")
        _known(f"{field}.uses", tool.uses, self.rules.limits, "rules.limits")
        _known(f"{field}.scores", tool.scores, self.criteria, "criteria")

    def in_order(self) -> PortfolioProblem:
        """The same problem with everything that has an id sorted by it, so that the order of the input is nothing."""
        agreed = self.agreed
        if agreed is not None:
            parts = {name: tuple(sorted(getattr(agreed, name))) for name in ("tools", "locked", "out")}
            agreed = Agreed(**parts)
        return PortfolioProblem(
            tools=by_id(
                replace(
                    tool,
                    principles=tuple(sorted(tool.principles)),
                    wanted_by=tuple(sorted(tool.wanted_by)),
                )
                for tool in self.tools
            ),
            principles=tuple(sorted(self.principles)),
            municipalities=tuple(sorted(self.municipalities)),
            criteria=tuple(sorted(self.criteria)),
            rules=self.rules,
            agreed=agreed,
        )

    def principle_minimum(self, principle: str) -> int:
        return self.rules.principle_minimum.get(principle, self.rules.per_principle)

    def owner_maximum(self, owner: str) -> int | None:
        return self.rules.owner_maximum.get(owner, self.rules.per_owner)


class RobustProblem(Given, frozen=True, kw_only=True, tag="robust_portfolio", tag_field="problem"):
    """A portfolio whose points are the weighted scores, for all `weights` that are still possible. Each tool that can
    be chosen has a score for each criterion. `samples`: weights drawn from the region, next to its corner points."""

    portfolio: PortfolioProblem
    weights: WeightSet
    samples: int = 200

    def __post_init__(self) -> None:
        need_some("portfolio.criteria", self.portfolio.criteria)
        need_criteria("weights", self.weights, self.portfolio.criteria)
        need_whole("samples", self.samples, MOST_SAMPLES)
        for number, tool in enumerate(self.portfolio.tools):
            for criterion in self.portfolio.criteria:
                if tool.stands != "knocked_out" and criterion not in tool.scores:
                    raise InputWrong("empty", f"portfolio.tools[{number}].scores.{criterion}")

    def in_order(self) -> RobustProblem:
        return replace(self, portfolio=self.portfolio.in_order())


def _known(field: str, ids: Iterable[str], among: Collection[str], named: str) -> None:
    for one in ids:
        need_known(field, one, among, named=named)
