"""Agreement per criterion and over all, with intervals and with who or what drives it apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from kopgroep.engine.agreement.answer import Agreement, CriterionAgreement, Driver
from kopgroep.engine.agreement.kendall import concordance
from kopgroep.engine.agreement.krippendorff import Level, alpha, bootstrap, disagreement
from kopgroep.engine.agreement.problem import AgreementProblem
from kopgroep.engine.answers import Reason, outcome_of
from kopgroep.engine.assessment import table_of
from kopgroep.engine.draws import Draws
from kopgroep.engine.faults import need_finite

Floats = NDArray[np.float64]
MOST_SAMPLES = 1_000_000
MOST_DRIVERS = 5
CHUNK = 1_000
# Less than this is arithmetic, not a gain.
SMALLEST_GAIN = 1e-9


def measure_agreement(problem: AgreementProblem, *, samples: int = 2_000, seed: int = 0) -> Agreement:
    """`samples` redraws of the tools make the intervals."""
    need_finite("samples", samples, least=1, most=MOST_SAMPLES)
    problem = problem.in_order()
    assessment, draws = problem.assessment, Draws(seed)
    scores = table_of(assessment).scores
    return Agreement(
        level=problem.level,
        confidence=problem.confidence,
        samples=samples,
        overall=_overall(problem, scores, samples, draws),
        criteria=tuple(
            _of(problem, criterion.id, scores[:, at], assessment.tools, samples, draws)
            for at, criterion in enumerate(assessment.criteria)
        ),
        outcome=outcome_of(problem, seed=seed),
    )


def _overall(problem: AgreementProblem, scores: Floats, samples: int, draws: Draws) -> CriterionAgreement:
    """Every tool on every criterion is one thing that is judged; a tool that is left out takes all its scores along."""
    tools, criteria, assessors = scores.shape
    names = tuple(tool for tool in problem.assessment.tools for _ in range(criteria))
    return _of(problem, None, scores.reshape(tools * criteria, assessors), names, samples, draws)


def _of(
    problem: AgreementProblem,
    criterion: str | None,
    scores: Floats,
    tools: Sequence[str],
    samples: int,
    draws: Draws,
) -> CriterionAgreement:
    found = disagreement(scores, problem.level)
    low, high = None, None
    if found.alpha is not None:
        low, high = _interval(
            problem.confidence, found.alpha, list(_redrawn(scores, problem.level, samples, draws))
        )
    complete = _complete(scores)
    orders = concordance(complete)
    return CriterionAgreement(
        criterion=criterion,
        alpha=found.alpha,
        low=low,
        high=high,
        undefined=None if found.alpha is not None else _why(scores, found.scores),
        scores=int(found.scores.sum()),
        w=orders.w,
        w_chance=orders.chance,
        w_tools=complete.shape[0],
        w_assessors=complete.shape[1],
        drivers=() if found.alpha is None else _drivers(problem, scores, tools, found.alpha),
    )


def _redrawn(scores: Floats, level: Level, samples: int, draws: Draws) -> Iterator[Floats]:
    found = disagreement(scores, level)
    for start in range(0, samples, CHUNK):
        yield bootstrap(found, draws.uniform(min(CHUNK, samples - start), int((found.scores > 0).sum())))


def _interval(confidence: float, found: float, parts: list[Floats]) -> tuple[float, float]:
    tail = (1 - confidence) / 2
    low, high = np.quantile(np.concatenate(parts), [tail, 1 - tail])
    return min(float(low), found), max(min(float(high), 1.0), found)


def _why(scores: Floats, telling: Floats) -> Reason:
    """Why there is no alpha: nobody scored what another scored, or all scores are the same."""
    if not telling.any():
        return Reason(
            code="agreement.nothing_scored_twice", params={"scores": int((~np.isnan(scores)).sum())}
        )
    return Reason(code="agreement.no_variation", params={"scores": int(telling.sum())})


def _complete(scores: Floats) -> Floats:
    """The part without gaps that holds most scores: assessors by how much they scored, as long as that pays."""
    given = ~np.isnan(scores)
    order = np.argsort(-given.sum(axis=0), kind="stable")
    best = np.zeros((0, 0))
    for count in range(2, len(order) + 1):
        assessors = np.sort(order[:count])
        part = scores[given[:, assessors].all(axis=1)][:, assessors]
        if part.size >= best.size:
            best = part
    return best


def _drivers(
    problem: AgreementProblem, scores: Floats, tools: Sequence[str], whole: float
) -> tuple[Driver, ...]:
    assessors, names = problem.assessment.assessors, np.array(tools)
    without: list[tuple[str, str, Floats]] = [
        ("assessor", one, np.delete(scores, at, axis=1)) for at, one in enumerate(assessors)
    ]
    without += [("tool", one, scores[names != one]) for one in dict.fromkeys(tools)]
    found = []
    for kind, ref, rest in without:
        left = alpha(rest, problem.level)
        if left is not None and left - whole > SMALLEST_GAIN:
            found.append(Driver(kind=kind, ref=ref, alpha=left, gain=left - whole))  # type: ignore[arg-type]
    found.sort(key=lambda one: (-round(one.gain, 9), one.kind, one.ref))
    return tuple(found[:MOST_DRIVERS])
