"""What a forecast says: chances per gate, day and norm, and what would raise them."""

from __future__ import annotations

from datetime import date
from typing import Literal

from kopgroep.engine.answers import Outcome, Told

Method = Literal["exact", "sampled"]


class NormChance(Told, frozen=True, kw_only=True):
    """`expected` items will count, and with chance 0.9 between `low` and `high` of them; `threshold` are needed."""

    norm: str
    chance: float
    threshold: int
    expected: float
    low: int
    high: int


class Raise(Told, frozen=True, kw_only=True):
    """If this were sure (an item arrives, a norm is met, a shock stays away) the gate's chance would be `chance`,
    which is `gain` more."""

    kind: Literal["item", "norm", "shock"]
    ref: str
    chance: float
    gain: float


class GateChance(Told, frozen=True, kw_only=True):
    """The chance that every norm of the gate is met on that day. `error` is the standard error; 0 when exact."""

    gate: str
    date: date
    chance: float
    method: Method
    error: float
    norms: tuple[NormChance, ...]
    raises: tuple[Raise, ...]


class Forecast(Told, frozen=True, kw_only=True):
    gates: tuple[GateChance, ...]
    outcome: Outcome
