"""Scores that are not certain, and the values of tools under sampled weights and scores.

All scores here are shares of their scale: 0 at its worst end, 1 at its best. The value of tool i is sum_j w_j s_ij. A
score is fixed, normal, or drawn cell by cell (uniform, lognormal, beta, one of the assessors' scores, or missing).

Independent normal scores need no number per cell: given w their part of the value is normal, with mean sum_j w_j mu_ij
and variance sum_j w_j^2 sigma_ij^2, so one number per tool has the same distribution.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from scipy.special import betaincinv

from kopgroep.engine.assessment import Booleans
from kopgroep.engine.draws import SMALLEST, Draws, Floats
from kopgroep.engine.robust.ranks import Ints


class Cells(Protocol):
    """Scores of some tools on one criterion that are drawn anew for every sample."""

    @property
    def criterion(self) -> int: ...

    @property
    def tools(self) -> Ints: ...

    def expected(self) -> Floats:
        """Per tool."""

    def draw(self, draws: Draws, rows: int) -> Floats:
        """rows x tools"""


@dataclass(frozen=True)
class UniformCells:
    """Evenly between low and high."""

    criterion: int
    tools: Ints
    low: Floats
    high: Floats

    def expected(self) -> Floats:
        return (self.low + self.high) / 2

    def draw(self, draws: Draws, rows: int) -> Floats:
        return self.low + draws.uniform(rows, len(self.tools)) * (self.high - self.low)


@dataclass(frozen=True)
class MissingCells:
    """A mean of scores, some of which are missing: each of those is drawn evenly over its whole scale.

    `low`: the mean with all that is missing at the worst end; `absent`: how many are missing; `asked`: of how many.
    """

    criterion: int
    tools: Ints
    low: Floats
    absent: Ints
    asked: Ints

    def expected(self) -> Floats:
        return self.low + self.absent / self.asked / 2

    def draw(self, draws: Draws, rows: int) -> Floats:
        total = np.zeros((rows, len(self.tools)))
        for nth in range(int(self.absent.max())):
            total += draws.uniform(rows, len(self.tools)) * (nth < self.absent)
        return self.low + total / self.asked


@dataclass(frozen=True)
class LogNormalCells:
    """start + slope x, of which ln x is normal around ln(median), with deviation sigma."""

    criterion: int
    tools: Ints
    start: Floats
    slope: Floats
    median: Floats
    sigma: Floats

    def expected(self) -> Floats:
        scores: Floats = self.start + self.slope * self.median * np.exp(self.sigma**2 / 2)
        return scores

    def draw(self, draws: Draws, rows: int) -> Floats:
        drawn = self.median * np.exp(self.sigma * draws.normal(rows, len(self.tools)))
        scores: Floats = self.start + self.slope * drawn
        return scores


@dataclass(frozen=True)
class BetaCells:
    """start + slope x, where x has the Beta(successes, failures) distribution."""

    criterion: int
    tools: Ints
    start: Floats
    slope: Floats
    successes: Floats
    failures: Floats

    def expected(self) -> Floats:
        return self.start + self.slope * self.successes / (self.successes + self.failures)

    def draw(self, draws: Draws, rows: int) -> Floats:
        drawn = betaincinv(
            self.successes, self.failures, np.maximum(draws.uniform(rows, len(self.tools)), SMALLEST)
        )
        scores: Floats = self.start + self.slope * drawn
        return scores


@dataclass(frozen=True)
class AssessorCells:
    """The score of an assessor who is picked at random from those who were asked.

    `given` (tools x most): each tool's scores, of which the first `counts` are real, NaN where the assessor withheld
    one: then it is drawn over the whole scale. Picked per score, or, with `together` (assessors x tools) one assessor
    for all tools of this criterion at once, so that a severe assessor is severe for all; where `asked` says that this
    assessor was not asked of a tool, the tool picks for itself.
    """

    criterion: int
    tools: Ints
    given: Floats
    counts: Ints
    together: Floats | None = None
    asked: Booleans | None = None

    def expected(self) -> Floats:
        known = np.where(np.isnan(self.given), 0.5, self.given)
        real = np.arange(known.shape[1]) < self.counts[:, None]
        if self.together is None or self.asked is None:
            return np.asarray((known * real).sum(axis=1) / self.counts)
        own = (known * real).sum(axis=1) / self.counts
        shared = np.where(np.isnan(self.together), 0.5, self.together)
        return np.asarray(np.where(self.asked, shared, own).mean(axis=0))

    def draw(self, draws: Draws, rows: int) -> Floats:
        at = (draws.uniform(rows, len(self.tools)) * self.counts).astype(np.int64)
        picked: Floats = self.given[np.arange(len(self.tools)), np.minimum(at, self.counts - 1)]
        if self.together is not None and self.asked is not None:
            who = draws.choice(len(self.together), rows)
            picked = np.where(self.asked[who], self.together[who], picked)
        if np.isnan(self.given).any():
            picked = np.where(np.isnan(picked), draws.uniform(*picked.shape), picked)
        return picked


@dataclass(frozen=True)
class Scores:
    """`mean` and `deviation` (tools x criteria): fixed scores, and normal ones where the deviation is above 0.
    Cells that are drawn have mean 0 there. `applies` (tools x criteria, None when all do): a criterion that does not
    apply to a tool leaves its weight to the tool's others, so the value is divided by the weight of those that do, and
    0 under weights of which none of those has any."""

    mean: Floats
    deviation: Floats
    cells: Sequence[Cells] = ()
    applies: Booleans | None = None

    @property
    def fixed(self) -> bool:
        return self.at_most_normal and not self.deviation.any()

    @property
    def at_most_normal(self) -> bool:
        return not self.cells

    def expected(self) -> Floats:
        """tools x criteria"""
        scores = self.mean.copy()
        for cell in self.cells:
            scores[cell.tools, cell.criterion] = cell.expected()
        return scores

    def values(self, scores: Floats, weights: Floats) -> Floats:
        """rows x tools, for known scores."""
        return self.shared_out(weights @ scores.T, weights)

    def drawn(self, draws: Draws, rows: int) -> Drawn:
        """Everything that is random about the scores of `rows` samples, apart from the weights."""
        noise = draws.normal(rows, len(self.mean)) if self.deviation.any() else None
        return Drawn(self, rows, noise, [cell.draw(draws, rows) for cell in self.cells])

    def weight_that_applies(self, weights: Floats) -> Floats:
        """rows x tools: the weight of the criteria that apply, by which a value is divided; 1 where that is nothing."""
        if self.applies is None:
            return np.ones((len(weights), len(self.mean)))
        counts = weights @ self.applies.T.astype(float)
        return np.asarray(np.where(counts > 0, counts, 1.0))

    def shared_out(self, values: Floats, weights: Floats) -> Floats:
        return values if self.applies is None else values / self.weight_that_applies(weights)


@dataclass(frozen=True)
class Drawn:
    """The draws of some samples; the same can be valued under other weights. `noise`: rows x tools, standard normal, of
    all normal scores of a tool together."""

    scores: Scores
    rows: int
    noise: Floats | None
    cells: Sequence[Floats]

    def dense(self) -> Floats:
        """rows x tools x criteria: all scores, but for the noise of the normal ones."""
        scores = np.repeat(self.scores.mean[None], self.rows, axis=0)
        for cell, drawn in zip(self.scores.cells, self.cells, strict=True):
            scores[:, cell.tools, cell.criterion] = drawn
        return scores

    def values(self, weights: Floats) -> Floats:
        """rows x tools, for weights of rows x criteria."""
        known = self.scores
        values = weights @ known.mean.T
        if self.noise is not None:
            values += self.noise * np.sqrt(weights**2 @ (known.deviation**2).T)
        for cell, drawn in zip(known.cells, self.cells, strict=True):
            values[:, cell.tools] += weights[:, cell.criterion, None] * drawn
        return known.shared_out(values, weights)


def lift_of(values: Floats) -> float:
    """The power of two by which values must be multiplied to lie between -1/4 and 1/4."""
    most = float(np.abs(values).max(initial=0.25))
    return float(2.0 ** -np.ceil(np.log2(most * 4)))
