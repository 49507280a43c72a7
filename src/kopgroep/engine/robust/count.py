"""Weights and scores, chunk by chunk, through the tallies. Memory does not grow with the number of samples."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kopgroep.engine.draws import Draws, Floats
from kopgroep.engine.patience import Patience
from kopgroep.engine.robust.model import Model
from kopgroep.engine.robust.pairs import Pairs, PairTally, pairs_of_simplex, pairs_of_vectors
from kopgroep.engine.robust.ranks import Tally
from kopgroep.engine.robust.scores import Scores, lift_of
from kopgroep.engine.weights.region import Fixed, Free, PerAssessor, Ranked, WeightSet, corners, sample


@dataclass(frozen=True)
class Counted:
    """`exact`: every possible weight vector was counted, and scores are fixed. `stopped`: fewer than was asked for."""

    tally: Tally
    pairs: Pairs
    exact: bool
    stopped: bool


def count(model: Model, region: WeightSet, samples: int, draws: Draws, patience: Patience) -> Counted:
    vectors = vectors_of(region, model.criteria)
    exact = model.scores.fixed and vectors is not None
    wanted = len(vectors) if exact and vectors is not None else samples
    pairs = closed_form(model, region, vectors)
    tally, wins = Tally(len(model.tools), len(model.criteria)), PairTally(len(model.tools))
    chunk = _chunk_of(model.scores, tally, wins if pairs is None else None, draws)
    while tally.samples < wanted and not (tally.samples and patience.over()):
        rows = min(tally.rows, wanted - tally.samples)
        if exact and vectors is not None:
            chunk(vectors[tally.samples : tally.samples + rows])
        else:
            chunk(sample(region, model.criteria, draws, rows))
        patience.watch.told(done=tally.samples / wanted)
    if pairs is None:
        pairs = Pairs(wins.pairs().wins, 0 if exact else wins.samples)
    return Counted(tally, pairs, exact, tally.samples < wanted)


def vectors_of(region: WeightSet, criteria: tuple[str, ...]) -> Floats | None:
    """All weight vectors, each as likely, where there are only so many."""
    if isinstance(region, Fixed):
        return corners(region, criteria)
    if isinstance(region, PerAssessor):
        each = [corners(Fixed(weights=weights), criteria) for _, weights in sorted(region.weights.items())]
        return np.vstack(each)
    return None


def closed_form(model: Model, region: WeightSet, vectors: Floats | None) -> Pairs | None:
    """The exact pairwise winning indices, where there is a closed form for them."""
    scores = model.scores
    if scores.applies is not None or not scores.at_most_normal:
        return None
    if vectors is not None:
        return pairs_of_vectors(scores.mean, scores.deviation**2, vectors)
    if scores.fixed and isinstance(region, Free | Ranked):
        return pairs_of_simplex(scores.mean, corners(region, model.criteria))
    return None


class _Chunk:
    """Fixed scores: one matrix product gives values that are lifted already, since weights add up to 1."""

    def __init__(self, scores: Scores, tally: Tally, wins: PairTally | None) -> None:
        self.tally, self.wins, self.scores = tally, wins, scores.mean
        self.lifted = np.ascontiguousarray((1.5 + scores.mean * lift_of(scores.mean)).T)
        self.room = np.empty((tally.rows, len(scores.mean)))

    def __call__(self, weights: Floats) -> None:
        if self.wins is not None:
            self.wins.add(weights @ self.scores.T)
        values = np.matmul(weights, self.lifted, out=self.room[: len(weights)])
        self.tally.add(values, weights, again=lambda rows: weights[rows] @ self.scores.T)


class _DrawnChunk:
    """Scores that are drawn, or that leave their weight to others."""

    def __init__(self, scores: Scores, tally: Tally, wins: PairTally | None, draws: Draws) -> None:
        self.tally, self.wins, self.scores, self.draws = tally, wins, scores, draws

    def __call__(self, weights: Floats) -> None:
        values = self.scores.drawn(self.draws, len(weights)).values(weights)
        if self.wins is not None:
            self.wins.add(values)
        self.tally.add(1.5 + values * lift_of(values), weights, again=lambda rows: values[rows])


def _chunk_of(scores: Scores, tally: Tally, wins: PairTally | None, draws: Draws) -> _Chunk | _DrawnChunk:
    if scores.fixed and scores.applies is None:
        return _Chunk(scores, tally, wins)
    return _DrawnChunk(scores, tally, wins, draws)
