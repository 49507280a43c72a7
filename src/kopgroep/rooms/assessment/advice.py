"""What the engine says of the assessments: rows to numbers, numbers to rows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.cache import cache

from kopgroep.engine.agreement.agree import measure_agreement
from kopgroep.engine.agreement.answer import Agreement
from kopgroep.engine.agreement.problem import AgreementProblem
from kopgroep.engine.assessment import Assessment as Given
from kopgroep.engine.assessment import Criterion as GivenCriterion
from kopgroep.engine.assessment import KnockOut, Scale, Score
from kopgroep.engine.ranking.answer import Ranking
from kopgroep.engine.ranking.rank import rank
from kopgroep.engine.robust.answer import RobustRanking
from kopgroep.engine.robust.problem import RobustProblem
from kopgroep.engine.robust.rank import robust_rank
from kopgroep.engine.weights.region import Boxes, Fixed
from kopgroep.rooms.assessment.models import HIGHEST, LOWEST, Criterion, Framework
from kopgroep.rooms.assessment.models import Given as Answer
from kopgroep.rooms.assessment.queries.scores import Judgement, judgements_of
from kopgroep.rooms.tools.models import Tool

SCALE = Scale(low=LOWEST, high=HIGHEST)
SAMPLES = 2_000
# The share by which a weight may turn out otherwise, up and down.
MARGIN = 0.5
KEPT_SECONDS = 24 * 3600


@dataclass(frozen=True)
class Judged:
    """Everything that was handed in, once for the engine and once for the page."""

    framework: Framework
    criteria: tuple[Criterion, ...]
    tools: Mapping[int, str]
    judgements: tuple[Judgement, ...]
    given: Given | None

    @property
    def weights(self) -> dict[str, float]:
        return {criterion.code: float(criterion.weight) for criterion in self.criteria}

    @property
    def digest(self) -> str:
        """Of all that the engine is told: as long as it is the same, so is the answer."""
        said = [
            [criterion.code, criterion.weight, criterion.knock_out_below] for criterion in self.criteria
        ] + [[one.key, one.tool, sorted(one.answers.items())] for one in self.judgements]
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def judged(framework: Framework, on: date, *, helix: str = "") -> Judged:
    """Four queries, whatever the number of tools and scores."""
    tools = dict(Tool.objects.on_longlist(on).filter(deal=framework.deal_id).values_list("pk", "name"))
    criteria = tuple(framework.criteria.order_by("order", "pk"))
    rows = [one for one in judgements_of(framework, on) if one.tool in tools]
    if helix:
        rows = [one for one in rows if one.helix == helix]
    return Judged(framework, criteria, tools, tuple(rows), _given(criteria, rows))


def _given(criteria: tuple[Criterion, ...], rows: list[Judgement]) -> Given | None:
    codes = {criterion.pk: criterion.code for criterion in criteria}
    scores = tuple(
        Score(
            tool=str(one.tool),
            criterion=codes[criterion],
            assessor=str(one.key),
            value=value,
            applies=given != Answer.NOT_APPLICABLE,
        )
        for one in rows
        for criterion, (given, value) in one.answers.items()
        if criterion in codes and given != Answer.CANNOT_JUDGE
    )
    if not scores:
        return None
    return Given(
        tools=tuple(sorted({score.tool for score in scores})),
        criteria=tuple(
            GivenCriterion(
                id=criterion.code,
                scale=SCALE,
                knock_out=KnockOut(least=criterion.knock_out_below) if criterion.knock_out_below else None,
            )
            for criterion in criteria
        ),
        assessors=tuple(sorted({score.assessor for score in scores})),
        scores=scores,
    )


def ranking_of(found: Judged, weights: Mapping[str, float] | None = None) -> Ranking | None:
    """The ranking with these weights, or with the framework's own."""
    if found.given is None:
        return None
    chosen = {code: (weights or found.weights).get(code, 0.0) for code in found.weights}
    if not any(chosen.values()):
        return None
    return rank(found.given, Fixed(weights=chosen))


def robust_of(found: Judged) -> RobustRanking | None:
    """How the ranking holds when each weight may be half as much or half as heavy again; kept as long as it is true."""
    given = found.given
    if given is None or not any(found.weights.values()):
        return None
    total = sum(found.weights.values())
    limits = {
        code: (max(0.0, weight / total * (1 - MARGIN)), min(1.0, weight / total * (1 + MARGIN)))
        for code, weight in found.weights.items()
    }
    return _kept(  # type: ignore[no-any-return]
        f"robust:{found.digest}",
        lambda: robust_rank(
            RobustProblem(assessment=given, weights=Boxes(limits=limits)), samples=SAMPLES, seed=1
        ),
    )


def agreement_of(found: Judged) -> Agreement | None:
    """How far assessors agree, and on which tools they do not."""
    given = found.given
    if given is None:
        return None
    return _kept(  # type: ignore[no-any-return]
        f"agreement:{found.digest}",
        lambda: measure_agreement(AgreementProblem(assessment=given), samples=200, seed=1),
    )


def _kept(key: str, ask: Any) -> Any:
    name = hashlib.sha256(key.encode()).hexdigest()
    answer = cache.get(name)
    if answer is None:
        answer = ask()
        cache.set(name, answer, KEPT_SECONDS)
    return answer
