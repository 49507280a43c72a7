"""The robust ranking itself: SMAA-2 over a weight region and uncertain scores."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from kopgroep.engine.answers import outcome_of
from kopgroep.engine.draws import Draws, Floats
from kopgroep.engine.faults import need_finite, need_known
from kopgroep.engine.patience import Patience
from kopgroep.engine.robust.answer import RobustRanking, Shift, Standing
from kopgroep.engine.robust.confidence import central_weights, confidences
from kopgroep.engine.robust.count import Counted, count
from kopgroep.engine.robust.model import Model, model_of
from kopgroep.engine.robust.problem import RobustProblem
from kopgroep.engine.robust.ranks import TIE, Ints
from kopgroep.engine.robust.shift import distance, nearest_swap
from kopgroep.engine.watch import NOBODY, Watch
from kopgroep.engine.weights.region import centre, corners, linear_rows

MOST_SAMPLES = 10_000_000
# Corner points that are looked at together; a region of boxes can have many thousands.
BLOCK = 1024


def robust_rank(
    problem: RobustProblem,
    *,
    samples: int = 10_000,
    seed: int = 0,
    seconds: float | None = None,
    watch: Watch = NOBODY,
) -> RobustRanking:
    """Rank acceptabilities, pairwise winning indices, central weights, and the nearest swaps with the leader.

    Exact where it can be: nothing is sampled when scores are fixed and weights are one or a few vectors. After a stop
    the answer stands on the samples so far.
    """
    need_finite("samples", samples, least=1, most=MOST_SAMPLES)
    problem = problem.in_order()
    model, draws, patience = model_of(problem), Draws(seed), Patience.of(seconds, watch)
    counted = count(model, problem.weights, samples, draws, patience) if model.tools else None
    standings = _standings(problem, model, counted, samples, draws, patience) if counted else ()
    exact, done = counted is None or counted.exact, counted.tally.samples if counted else 0
    sampled_pairs = counted.pairs.samples if counted else 0
    middle = centre(problem.weights, model.criteria)
    leader = _leader(model, middle)
    return RobustRanking(
        standings=tuple(sorted(standings, key=lambda one: (one.expected_rank, one.tool))),
        exact=exact,
        samples=0 if exact else done,
        pairs="sampled" if sampled_pairs else "exact",
        pairs_error=0.5 / float(np.sqrt(sampled_pairs)) if sampled_pairs else 0.0,
        leader=None if leader is None else model.tools[leader],
        middle=_named(model, middle),
        measure=problem.measure,
        within=problem.within,
        shifts=tuple(_shifts(problem, model, leader, middle)),
        knocked_out=model.out,
        warnings=model.warnings,
        outcome=outcome_of(
            problem,
            status="stopped" if counted and counted.stopped else "optimal",
            seed=None if exact else seed,
        ),
    )


def smallest_shift(problem: RobustProblem, *, ahead: str, behind: str) -> Shift:
    """The nearest weights at which `behind` draws level with `ahead`, at expected scores; size 0 when it is level or
    in front already."""
    problem = problem.in_order()
    model = model_of(problem)
    for field, tool in (("ahead", ahead), ("behind", behind)):
        need_known(field, tool, model.tools, named="tools in the ranking")
    return _shift(
        problem,
        model,
        model.tools.index(ahead),
        model.tools.index(behind),
        centre(problem.weights, model.criteria),
    )


def _standings(
    problem: RobustProblem, model: Model, counted: Counted, samples: int, draws: Draws, patience: Patience
) -> tuple[Standing, ...]:
    tally, wins = counted.tally, counted.pairs.wins
    shares = tally.counts / tally.samples
    # Half a sample more on each side, so that a chance of which nothing was seen is not called certain.
    smooth = (tally.counts + 0.5) / (tally.samples + 1)
    errors = np.zeros(shares.shape) if counted.exact else np.sqrt(smooth * (1 - smooth) / tally.samples)
    central = central_weights(tally)
    sure = confidences(model.scores, central, samples, draws, patience)
    ranks = possible_ranks(problem, model)
    expected = (shares * np.arange(1, len(model.tools) + 1)).sum(axis=1)
    return tuple(
        Standing(
            tool=tool,
            expected_rank=float(expected[at]),
            acceptability=tuple(shares[at].tolist()),
            errors=tuple(errors[at].tolist()),
            ranks=None if ranks is None else (int(ranks[at, 0]), int(ranks[at, 1])),
            central_weights=None if np.isnan(sure[at]) else _named(model, central[at]),
            confidence=None if np.isnan(sure[at]) else float(sure[at]),
            beats={
                other: chance
                for other, chance in zip(model.tools, wins[at].tolist(), strict=True)
                if other != tool
            },
        )
        for at, tool in enumerate(model.tools)
    )


def possible_ranks(problem: RobustProblem, model: Model) -> Ints | None:
    """tools x 2: below how many others a tool certainly is, and above how many, whatever the weights and scores.

    What is linear in the weights is above zero on a region when it is so at the corners of the region.
    """
    unbounded = not np.isfinite([model.lowest, model.highest]).all()
    if model.scores.applies is not None or unbounded or model.wavers:
        return None
    points = corners(problem.weights, model.criteria)
    count = len(model.tools)
    above = np.ones((count, count), dtype=bool)
    for some in np.array_split(points, -(-len(points) // BLOCK)):
        low, high = model.lowest @ some.T, model.highest @ some.T
        for tool in range(count):
            above[tool] &= (low[tool] - high > TIE).all(axis=1)
    return np.stack([1 + above.sum(axis=0), count - above.sum(axis=1)], axis=1)


def _leader(model: Model, middle: Floats) -> int | None:
    if not model.tools:
        return None
    values = model.scores.values(model.scores.expected(), middle[None, :])[0]
    return int(np.flatnonzero(values >= values.max() - TIE)[0])


def _shifts(problem: RobustProblem, model: Model, leader: int | None, middle: Floats) -> Iterator[Shift]:
    for tool in range(len(model.tools)):
        if leader is not None and tool != leader and _same_weight(model, leader, tool):
            yield _shift(problem, model, leader, tool, middle)


def _shift(problem: RobustProblem, model: Model, ahead: int, behind: int, middle: Floats) -> Shift:
    scores = model.scores.expected()
    region = linear_rows(problem.weights, model.criteria) if problem.within == "region" else None
    weights = nearest_swap(scores[ahead] - scores[behind], middle, region, problem.measure)
    return Shift(
        leader=model.tools[ahead],
        tool=model.tools[behind],
        size=None if weights is None else distance(middle, weights, problem.measure),
        weights=None if weights is None else _named(model, weights),
    )


def _same_weight(model: Model, one: int, other: int) -> bool:
    """Whether the same criteria apply to both; if not, which of them is ahead is not linear in the weights."""
    applies = model.scores.applies
    return applies is None or bool((applies[one] == applies[other]).all())


def _named(model: Model, weights: Floats) -> dict[str, float]:
    return dict(zip(model.criteria, weights.tolist(), strict=True))
