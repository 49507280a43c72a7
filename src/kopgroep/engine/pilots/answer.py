"""The plan of the pilots, and why each pair is in it or not."""

from __future__ import annotations

from typing import Literal

from kopgroep.engine.answers import Infeasibility, Outcome, Reason, Relaxation, Told


class Pilot(Told, frozen=True, kw_only=True):
    """A test in the plan. `loss`: without it every plan is worth at least so many points less; 0 when no more is known.
    `because` is never empty."""

    municipality: str
    tool: str
    points: int
    hours: int
    loss: int
    because: tuple[Reason, ...]


class NotChosen(Told, frozen=True, kw_only=True):
    """A test that is possible but not in the plan. `loss`: with it every plan is worth at least so many points less;
    0: another plan, as good as this one, may have it."""

    municipality: str
    tool: str
    points: int
    loss: int
    because: tuple[Reason, ...]


class Taken(Told, frozen=True, kw_only=True):
    """What a municipality does in the plan. `hours_left` is None where hours do not bind it."""

    municipality: str
    tests: int
    hours: int
    hours_left: int | None


class Spread(Told, frozen=True, kw_only=True):
    """Where a tool is tested in the plan."""

    tool: str
    sites: int
    regions: int


class Change(Told, frozen=True, kw_only=True):
    """What is otherwise than people agreed."""

    municipality: str
    tool: str
    kind: Literal["added", "dropped"]
    because: tuple[Reason, ...] = ()


class PilotPlan(Told, frozen=True, kw_only=True):
    """`pilots` in order of municipality and tool. `close`: per municipality the tests that were closest to being in.
    `changes` and `kept` say how it differs from what was agreed, where something was. Without a plan `infeasibility`
    says why."""

    outcome: Outcome
    method: str
    pilots: tuple[Pilot, ...] = ()
    municipalities: tuple[Taken, ...] = ()
    tools: tuple[Spread, ...] = ()
    close: tuple[NotChosen, ...] = ()
    changes: tuple[Change, ...] = ()
    kept: int = 0
    fewest_changes: int | None = None
    infeasibility: Infeasibility | None = None


class PairAnswer(Told, frozen=True, kw_only=True):
    """One cell of the table: why it is in the plan, or not. `loss`: what the other choice costs at least; what it costs
    when `exact`; None when no plan at all makes the other choice, and then `infeasibility` says why."""

    outcome: Outcome
    municipality: str
    tool: str
    chosen: bool
    loss: int | None
    exact: bool
    because: tuple[Reason, ...]
    infeasibility: Infeasibility | None = None


class Way(Told, frozen=True, kw_only=True):
    """One way out: loosen only the rules of `group`, each as told; `total` in `unit`. `least` is proven: less than that
    is not enough. `enough`: with these relaxations there is a plan."""

    group: str
    total: int
    least: int
    unit: str
    enough: bool
    relaxations: tuple[Relaxation, ...]


class PilotExplanation(Told, frozen=True, kw_only=True):
    """Whether there is a plan; if not, why, and the ways out, first those in rules that people give up most easily.
    The outcome is `optimal` when there is a plan, and `stopped` when time was up before that was known."""

    outcome: Outcome
    infeasibility: Infeasibility | None = None
    ways: tuple[Way, ...] = ()
