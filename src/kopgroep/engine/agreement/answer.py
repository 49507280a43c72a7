"""What is said of agreement."""

from __future__ import annotations

from typing import Literal

from kopgroep.engine.answers import Outcome, Reason, Told


class Driver(Told, frozen=True, kw_only=True):
    """Without this assessor or tool alpha would be `alpha`, which is `gain` more."""

    kind: Literal["assessor", "tool"]
    ref: str
    alpha: float
    gain: float


class CriterionAgreement(Told, frozen=True, kw_only=True):
    """Of one criterion; `criterion` None is of all together, where a tool on a criterion counts as one thing judged.

    `alpha` None: undefined, and `undefined` says why. `low` and `high`: the interval around alpha. `w` is over the
    `w_tools` tools that all of the `w_assessors` who scored the most of them scored; None when there are too few.
    `drivers`: without whom or what the agreement would be better, the most first.
    """

    criterion: str | None
    alpha: float | None
    low: float | None
    high: float | None
    undefined: Reason | None
    scores: int
    w: float | None
    w_chance: float | None
    w_tools: int
    w_assessors: int
    drivers: tuple[Driver, ...]


class Agreement(Told, frozen=True, kw_only=True):
    level: str
    confidence: float
    samples: int
    overall: CriterionAgreement
    criteria: tuple[CriterionAgreement, ...]
    outcome: Outcome
