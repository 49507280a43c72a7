"""How far each item comes by a day: chains of steps that each may fail and take time.

An item that must still take the steps j+1, ..., s reaches stage s within t periods with chance

    c_{j+1} * ... * c_s * P(D_{j+1} + ... + D_s <= t)

where c is the chance of a step and D the periods that it takes; the distribution of the sum is the convolution of those
of its parts. A shock multiplies every c by its factor and takes periods off t.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from kopgroep.engine.forecast.problem import Item, Pipeline, Shock

Floats = NDArray[np.float64]


class Chain:
    """The stages of a pipeline; `reached` asks them how far each item comes."""

    def __init__(self, pipeline: Pipeline) -> None:
        self.pipeline = pipeline
        self._at = {stage.id: at for at, stage in enumerate(pipeline.stages)}
        self._within = cache(self._within_periods)

    def place(self, stage: str | None) -> int:
        """The stage's number; -1 before the first."""
        return -1 if stage is None else self._at[stage]

    def reached(self, periods: int, shocks: Sequence[Shock]) -> Floats:
        """items x stages: the chance that the item has reached the stage within so many periods, when just these
        shocks happen. Each row falls from left to right."""
        return np.array([self._of(item, periods, shocks) for item in self.pipeline.items])

    def _of(self, item: Item, periods: int, shocks: Sequence[Shock]) -> list[float]:
        hits = [shock for shock in shocks if shock.group is None or shock.group in item.groups]
        factor = float(np.prod([shock.factor for shock in hits]))
        left = periods - sum(shock.delay for shock in hits)
        now, chance, chances = self.place(item.stage), 1.0, []
        for at, stage in enumerate(self.pipeline.stages):
            if at > now:
                chance *= item.chances.get(stage.id, stage.chance) * factor
            chances.append(chance * self._within(now, at, left) if at > now else 1.0)
        return chances

    def _within_periods(self, now: int, until: int, periods: int) -> float:
        """P(D_{now+1} + ... + D_until <= periods)."""
        total = np.ones(1)
        for stage in self.pipeline.stages[now + 1 : until + 1]:
            total = np.convolve(total, stage.periods)
        return float(min(1.0, total[: periods + 1].sum())) if periods >= 0 else 0.0
