"""What comes out: numbers, and reasons as codes with parameters. Sentences are made by who shows them.

Every answer carries an `Outcome`: how sure it is, of which input (digest), and with which seed and versions, so that
the same call can be repeated and gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from typing import Any, Literal

import msgspec
from msgspec import Struct

from kopgroep.engine.givens import Given, digest_of

Status = Literal["optimal", "within_gap", "infeasible", "stopped"]
Parameter = str | int | float


class Told(Struct, frozen=True, kw_only=True):
    """Part of an answer."""


class Outcome(Told, frozen=True, kw_only=True):
    """`optimal`: proven, or computed exactly. `within_gap`: the objective is at most bound - objective from the best.
    `infeasible`: proven that no plan keeps every rule. `stopped`: time was up or someone said stop; the plan, if there
    is one, keeps every rule, and the bound says how much better another could be."""

    status: Status
    digest: str
    objective: float | None = None
    bound: float | None = None
    seed: int | None = None
    versions: Mapping[str, str] = {}


class Reason(Told, frozen=True, kw_only=True):
    """Why something is as it is: `portfolio.principle_minimum` {"needed": 3, "chosen": 2}, about refs."""

    code: str
    params: Mapping[str, Parameter] = {}
    refs: tuple[str, ...] = ()


class Conflict(Told, frozen=True, kw_only=True):
    """Rules that cannot all be kept. `minimal`: without any one of them the others can."""

    refs: tuple[str, ...]
    minimal: bool


class Relaxation(Told, frozen=True, kw_only=True):
    """Loosening rule `ref` by this much makes a plan possible; `proven_smallest`: by less does not."""

    ref: str
    by: float
    unit: str
    proven_smallest: bool


class Infeasibility(Told, frozen=True, kw_only=True):
    """Why there is no plan. `rung` is the step of the ladder that found it: the cheapest that could."""

    rung: Literal["items", "totals", "flow", "linear", "integer"]
    reasons: tuple[Reason, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    relaxations: tuple[Relaxation, ...] = ()


def outcome_of(
    problem: Given,
    *,
    status: Status = "optimal",
    objective: float | None = None,
    bound: float | None = None,
    seed: int | None = None,
) -> Outcome:
    return Outcome(
        status=status,
        digest=digest_of(problem),
        objective=objective,
        bound=bound,
        seed=seed,
        versions=versions(),
    )


@cache
def versions() -> dict[str, str]:
    """What computed it."""
    return {name: version(name) for name in ("highspy", "kopgroep", "numpy", "scipy")}


def plain(answer: Told) -> dict[str, Any]:
    """The answer as dictionaries and lists, ready for JSON."""
    built: dict[str, Any] = msgspec.to_builtins(answer, str_keys=True)
    return built


def as_json(answer: Told) -> bytes:
    """The answer as bytes that are the same for the same input, seed and versions."""
    return msgspec.json.encode(answer, order="deterministic")
