"""Robust rankings: SMAA-2 against the least work it could be, against a plain way, and against pyrepo-mcda."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
from numpy.typing import NDArray
from pyrepo_mcda.mcda_methods import VIKOR_SMAA

from kopgroep.engine.draws import Draws
from kopgroep.engine.robust.pairs import PairTally, pairs_of_simplex
from kopgroep.engine.robust.ranks import Ints, Tally, plain_ranks
from kopgroep.engine.robust.scores import Scores, lift_of
from tools.bench_engine.measure import Growth, Row, seconds_of, side_by_side

Floats = NDArray[np.float64]
SAMPLES = 10_000
# So many samples pyrepo-mcda is given; its time per sample stays the same.
FEWER = 20


def rows() -> Iterator[Row]:
    for tools, criteria in ((40, 8), (250, 12), (1_000, 12)):
        scores, weights = _instance(tools, criteria)
        target = 2.0 if tools == 250 else None
        case = f"{tools} tools, {criteria} criteria, 10,000 samples"
        ranks = _ranks(scores, weights)
        yield Row(
            "robust", case, "matrix product and row sort", *_turns(ranks, _floor(scores, weights)), target
        )
        if tools < 1_000:
            yield Row("robust", case, "argsort, plainly", *_turns(ranks, _plainly(scores, weights), rounds=5))
        if tools <= 250:
            ours, few = side_by_side(ranks, _pyrepo(scores, weights[:FEWER]), rounds=3)
            theirs = few * SAMPLES / FEWER
            yield Row(
                "robust", case, "pyrepo-mcda VIKOR_SMAA", ours, theirs, note=f"theirs from {FEWER} samples"
            )
    scores, weights = _instance(250, 12)
    exact, sampled = _pairs(scores), _sampled_pairs(scores, weights)
    apart = np.abs(exact() - sampled()).max()
    yield Row(
        "robust",
        "all 31,125 pairs of 250 tools",
        "10,000 samples",
        *_turns(exact, sampled, rounds=5),
        0.1,
        note=f"samples differ by up to {apart:.4f}",
    )
    yield Row(
        "robust",
        "250 tools, normal scores, 10,000 samples",
        "a number for every score",
        *_turns(_normal(scores), _cell_by_cell(scores), rounds=3),
    )


def growths() -> Iterator[Growth]:
    sizes = (20, 50, 100, 250, 500, 1_000)
    yield Growth(
        name="robust ranking, 10,000 samples",
        unit="tools",
        sizes=sizes,
        seconds=[min(seconds_of(_ranks(*_instance(size, 12))) for _ in range(3)) for size in sizes],
    )
    yield Growth(
        name="exact pairs",
        unit="tools",
        sizes=sizes,
        seconds=[min(seconds_of(_pairs(_instance(size, 12)[0])) for _ in range(3)) for size in sizes],
    )


def _turns(
    ours: Callable[[], object], theirs: Callable[[], object], *, rounds: int = 25
) -> tuple[float, float]:
    ours(), theirs()
    return side_by_side(ours, theirs, rounds=rounds)


def _instance(tools: int, criteria: int) -> tuple[Floats, Floats]:
    draws = Draws(tools)
    return draws.uniform(tools, criteria), draws.simplex(SAMPLES, criteria)


def _ranks(scores: Floats, weights: Floats) -> Callable[[], object]:
    """Values, ranks, counts and the weights of the winners, of weights that are there, as the anchors have them."""
    lifted = np.ascontiguousarray((1.5 + scores * lift_of(scores)).T)

    def run() -> object:
        tally = Tally(len(scores), scores.shape[1])
        room = np.empty((tally.rows, len(scores)))
        for start in range(0, len(weights), tally.rows):
            some = weights[start : start + tally.rows]
            values = np.matmul(some, lifted, out=room[: len(some)])
            tally.add(values, some, again=partial(_valued, some, scores))
        return tally.counts

    return run


def _valued(weights: Floats, scores: Floats, rows: Ints) -> Floats:
    return np.asarray(weights[rows] @ scores.T)


def _at(values: Floats, rows: Ints) -> Floats:
    return values[rows]


def _floor(scores: Floats, weights: Floats) -> Callable[[], object]:
    """What no ranking by values can do without: the values, and each row in order. In chunks as ours."""
    rows = Tally(len(scores), scores.shape[1]).rows
    room = np.empty((rows, len(scores)))
    turned = np.ascontiguousarray(scores.T)

    def run() -> None:
        for start in range(0, len(weights), rows):
            some = weights[start : start + rows]
            np.matmul(some, turned, out=room[: len(some)]).sort(axis=1)

    return run


def _plainly(scores: Floats, weights: Floats) -> Callable[[], object]:
    def run() -> object:
        ranks, tools = plain_ranks(weights @ scores.T), len(scores)
        return np.bincount((np.arange(tools) * tools + ranks).ravel(), minlength=tools**2)

    return run


def _pyrepo(scores: Floats, weights: Floats) -> Callable[[], object]:
    types = np.ones(scores.shape[1])
    return lambda: VIKOR_SMAA()(scores, weights, types)


def _pairs(scores: Floats) -> Callable[[], Floats]:
    return lambda: pairs_of_simplex(scores, np.eye(scores.shape[1])).wins


def _sampled_pairs(scores: Floats, weights: Floats) -> Callable[[], Floats]:
    def run() -> Floats:
        tally = PairTally(len(scores))
        for start in range(0, len(weights), 512):
            tally.add(weights[start : start + 512] @ scores.T)
        return tally.pairs().wins

    return run


def _normal(scores: Floats) -> Callable[[], object]:
    """One number per tool: given the weights its value is normal."""
    known = Scores(scores, np.full(scores.shape, 0.1))

    def run() -> object:
        draws, tally = Draws(1), Tally(len(scores), scores.shape[1])
        for start in range(0, SAMPLES, tally.rows):
            rows = min(tally.rows, SAMPLES - start)
            weights = draws.simplex(rows, scores.shape[1])
            values = known.drawn(draws, rows).values(weights)
            tally.add(1.5 + values * lift_of(values), weights, again=partial(_at, values))
        return tally.counts

    return run


def _cell_by_cell(scores: Floats) -> Callable[[], object]:
    def run() -> object:
        draws, tally = Draws(1), Tally(len(scores), scores.shape[1])
        for start in range(0, SAMPLES, tally.rows):
            rows = min(tally.rows, SAMPLES - start)
            weights = draws.simplex(rows, scores.shape[1])
            values = np.zeros((rows, len(scores)))
            for at in range(scores.shape[1]):
                values += weights[:, [at]] * (scores[:, at] + 0.1 * draws.normal(rows, len(scores)))
            tally.add(1.5 + values * lift_of(values), weights, again=partial(_at, values))
        return tally.counts

    return run
