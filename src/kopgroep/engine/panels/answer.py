"""What is answered: the panels, each assessor's load, what changed, or why it cannot be."""

from __future__ import annotations

from collections.abc import Mapping

from kopgroep.engine.answers import Infeasibility, Outcome, Told


class Panel(Told, frozen=True, kw_only=True):
    """Who assesses a tool. `helix`: how many of each role."""

    tool: str
    assessors: tuple[str, ...]
    fit: int
    helix: Mapping[str, int]


class Load(Told, frozen=True, kw_only=True):
    assessor: str
    tools: tuple[str, ...]
    minimum: int
    maximum: int


class Moved(Told, frozen=True, kw_only=True):
    """A pair that came or went, against what was agreed."""

    assessor: str
    tool: str


class Panels(Told, frozen=True, kw_only=True):
    """`outcome.objective`: the total fit. `spread`: the largest load minus the smallest; `even`: whether it is proven
    that no plan that is as good on what comes before has a smaller sum of squared loads. `barred`: pairs of people with
    what is their own. With an infeasibility there are no panels."""

    outcome: Outcome
    panels: tuple[Panel, ...] = ()
    loads: tuple[Load, ...] = ()
    spread: int = 0
    even: bool = False
    added: tuple[Moved, ...] = ()
    dropped: tuple[Moved, ...] = ()
    barred: int = 0
    infeasibility: Infeasibility | None = None
