"""How sure the ranking is: weights that turn out otherwise, other methods, each helix, and where assessors differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kopgroep.engine.agreement.agree import measure_agreement
from kopgroep.engine.agreement.answer import Agreement
from kopgroep.engine.agreement.problem import AgreementProblem
from kopgroep.engine.assessment import Assessment as Told
from kopgroep.engine.assessment import Score
from kopgroep.engine.robust.answer import RobustRanking
from kopgroep.engine.robust.problem import RobustProblem
from kopgroep.engine.robust.rank import robust_rank
from kopgroep.engine.weights.region import Boxes
from kopgroep.rooms.assessment.advice.numbers import Judged, engine_criteria, judged, kept
from kopgroep.rooms.assessment.advice.ranking import Line, own_lines_of, ranking_of
from kopgroep.rooms.assessment.models import Given
from kopgroep.rooms.assessment.queries.scores import judgements_of
from kopgroep.rooms.partners.models import Helix

SAMPLES = 2_000
# The share by which a weight may turn out otherwise, up and down.
MARGIN = 0.5
# So many tools from the top are drawn against each other: what stands lower does not come to the front.
DRAWN = 60
SHOWN = 10
TO_DISCUSS = 5
# The most assessments of which agreement is measured at once.
MOST_MEASURED = 1_000


@dataclass(frozen=True, slots=True)
class Chances:
    """How often a tool takes each of the first places, over all weights that are possible."""

    tool: int
    shares: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Shift:
    """With these weights (percent, by code) a tool draws level with the leader; `size` is the way there."""

    tool: int
    size: int
    weights: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class SecondOpinion:
    method: str
    same: bool
    shared: int


@dataclass(frozen=True, slots=True)
class Certainty:
    """Everything the page says of how sure the ranking is. `helices`: helix -> tool -> place."""

    chances: tuple[Chances, ...]
    drawn: int
    leader: int | None
    middle: Mapping[str, int]
    shifts: tuple[Shift, ...]
    top: int
    opinions: tuple[SecondOpinion, ...]
    alpha: float | None
    alphas: Mapping[str, float | None]
    helices: Mapping[str, Mapping[int, int]]
    discuss: tuple[Line, ...]


def certainty_of(found: Judged) -> Certainty:
    """Kept as long as no assessment, weight or tool changes."""
    return kept(f"certainty:{found.state}", lambda: _certainty(found))


def _certainty(found: Judged) -> Certainty:
    lines = own_lines_of(found)
    robust, agreement, ranking = robust_of(found), agreement_of(found), ranking_of(found)
    opinion = ranking.second_opinion if ranking else None
    apart = sorted((line for line in lines if line.spread >= 1), key=lambda one: (-one.spread, one.rank))
    return Certainty(
        chances=_chances(robust),
        drawn=len(robust.standings) if robust else 0,
        leader=int(robust.leader) if robust and robust.leader else None,
        middle=_percent(robust.middle) if robust else {},
        shifts=_shifts(robust),
        top=opinion.top if opinion else 0,
        opinions=tuple(
            SecondOpinion(one.method, one.same, one.shared) for one in (opinion.opinions if opinion else ())
        ),
        alpha=agreement.overall.alpha if agreement else None,
        alphas={str(one.criterion): one.alpha for one in agreement.criteria} if agreement else {},
        helices=_helices(found),
        discuss=tuple(apart[:TO_DISCUSS]),
    )


def _chances(robust: RobustRanking | None) -> tuple[Chances, ...]:
    if robust is None:
        return ()
    shown = robust.standings[:SHOWN]
    return tuple(Chances(int(one.tool), one.acceptability[: len(shown)]) for one in shown)


def _percent(weights: Mapping[str, float]) -> dict[str, int]:
    return {code: round(100 * weight) for code, weight in weights.items()}


def _shifts(robust: RobustRanking | None) -> tuple[Shift, ...]:
    """The tools that need the least to draw level."""
    near = sorted(
        (one.size, one.tool, one.weights)
        for one in (robust.shifts if robust else ())
        if one.size is not None and one.weights is not None
    )
    return tuple(
        Shift(int(tool), round(100 * size), _percent(weights)) for size, tool, weights in near[:TO_DISCUSS]
    )


def _helices(found: Judged) -> dict[str, dict[int, int]]:
    """The place of each tool when only one helix would have assessed."""
    places = {}
    for helix in Helix.values:
        lines = own_lines_of(judged(found.framework, found.on, helix=helix, only=found.tools))
        if lines:
            places[helix] = {line.tool: line.rank for line in lines}
    return places


def robust_of(found: Judged) -> RobustRanking | None:
    """How the first tools stand when each weight may be half as much or half as heavy again."""
    if found.given is None or not any(found.weights.values()):
        return None
    first = {str(line.tool) for line in own_lines_of(found)[:DRAWN]}
    if not first:
        return None
    given = found.given
    told = Told(
        tools=tuple(tool for tool in given.tools if tool in first),
        criteria=given.criteria,
        assessors=given.assessors,
        scores=tuple(score for score in given.scores if score.tool in first),
    )
    total = sum(found.weights.values())
    limits = {
        code: (max(0.0, weight / total * (1 - MARGIN)), min(1.0, weight / total * (1 + MARGIN)))
        for code, weight in found.weights.items()
    }
    return robust_rank(RobustProblem(assessment=told, weights=Boxes(limits=limits)), samples=SAMPLES, seed=1)


def agreement_of(found: Judged) -> Agreement | None:
    """How far assessors agree; of the first assessments that came, where there are very many."""
    codes = {criterion.pk: criterion.code for criterion in found.criteria}
    rows = judgements_of(found.framework, found.on, helix=found.helix)
    rows = [one for one in rows if one.tool in found.tools][:MOST_MEASURED]
    scores = tuple(
        Score(
            tool=str(one.tool),
            criterion=codes[criterion],
            assessor=f"user {one.assessor}" if one.assessor else f"assessment {one.key}",
            value=value,
        )
        for one in rows
        for criterion, (said, value) in one.answers.items()
        if said == Given.SCORE and criterion in codes
    )
    if not scores:
        return None
    told = Told(
        tools=tuple(dict.fromkeys(score.tool for score in scores)),
        criteria=engine_criteria(found.criteria),
        assessors=tuple(dict.fromkeys(score.assessor for score in scores)),
        scores=scores,
    )
    return measure_agreement(AgreementProblem(assessment=told), samples=200, seed=1)
