"""Scores as plain values: thousands of them cost a few queries and no records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Avg, Count, Q, Sum

from kopgroep.rooms.assessment.models import Assessment, Framework, Given, Score
from kopgroep.rooms.assessment.queries.frameworks import framework_on
from kopgroep.rooms.programme.models import Deal


@dataclass(frozen=True, slots=True)
class Judgement:
    """One assessment that is in: the tool, the organisation, and per criterion (by key) the answer and the score."""

    key: int
    tool: int
    assessor: int | None
    organisation: str
    helix: str
    submitted_on: date
    remark: str
    answers: dict[int, tuple[str, int | None]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mean:
    """What all said of a tool at a criterion: the mean of who gave a score, or that it does not apply."""

    value: float | None
    applies: bool


def submitted(framework: Framework, on: date, *, through: str = "", helix: str = "") -> Q:
    """What was handed in under a version by a day; `through` leads to the assessment."""
    standing = Q(**{f"{through}withdrawn_on": None}) | Q(**{f"{through}withdrawn_on__gt": on})
    given = {f"{through}framework": framework, f"{through}submitted_on__lte": on}
    if helix:
        given[f"{through}partner__organisation__helix"] = helix
    return standing & Q(**given)


def judgements_of(
    framework: Framework, on: date, *, tool: int | None = None, helix: str = ""
) -> list[Judgement]:
    """Everything that was handed in under a version of the framework by a day, in the order in which it came."""
    rows = Assessment.objects.filter(submitted(framework, on, helix=helix)).order_by("submitted_on", "pk")
    if tool is not None:
        rows = rows.filter(tool=tool)
    fields = ("pk", "tool_id", "assessor_id", "partner__organisation__name", "partner__organisation__helix")
    found = {row[0]: Judgement(*row) for row in rows.values_list(*fields, "submitted_on", "remark")}
    scores = Score.objects.filter(assessment__in=rows.order_by()).order_by()
    by_assessment: dict[int, dict[int, tuple[str, int | None]]] = defaultdict(dict)
    for key, criterion, given, value in scores.values_list("assessment_id", "criterion_id", "given", "value"):
        by_assessment[key][criterion] = (given, value)
    for key, one in found.items():
        one.answers.update(by_assessment[key])
    return list(found.values())


def means_of(framework: Framework, on: date, *, helix: str = "") -> dict[int, dict[int, Mean]]:
    """Tool -> criterion -> the mean; who cannot judge counts nowhere. One query, counted in the database."""
    rows = Score.objects.filter(submitted(framework, on, through="assessment__", helix=helix)).order_by()
    said = rows.values_list("assessment__tool_id", "criterion_id").annotate(
        mean=Avg("value"), nots=Count("pk", filter=Q(given=Given.NOT_APPLICABLE))
    )
    found: dict[int, dict[int, Mean]] = defaultdict(dict)
    for tool, criterion, mean, nots in said:
        if mean is not None or nots:
            found[tool][criterion] = Mean(None if mean is None else float(mean), applies=mean is not None)
    return found


def spreads_of(framework: Framework, on: date, *, helix: str = "") -> dict[int, tuple[int, float]]:
    """Tool -> how many assessors gave a score, and how far their means lie apart. One query."""
    rows = Assessment.objects.filter(submitted(framework, on, helix=helix)).order_by()
    means: dict[int, list[float]] = defaultdict(list)
    for _key, tool, mean in rows.values_list("pk", "tool_id").annotate(mean=Avg("scores__value")):
        if mean is not None:
            means[tool].append(float(mean))
    return {tool: (len(given), max(given) - min(given)) for tool, given in means.items()}


def state_of(framework: Framework, on: date, *, helix: str = "") -> str:
    """Other as soon as any assessment comes, changes or goes: what was worked out before does not hold then."""
    rows = Assessment.objects.filter(submitted(framework, on, helix=helix))
    seen = rows.aggregate(number=Count("pk"), keys=Sum("pk"), revisions=Sum("revision"))
    return f"{framework.uid}:{helix}:{seen['number']}:{seen['keys']}:{seen['revisions']}"


def scores_of(deal: Deal, on: date) -> dict[int, dict[str, float]]:
    """Tool -> code of a criterion -> mean score, under the framework that holds; three queries."""
    framework = framework_on(deal, on)
    if framework is None:
        return {}
    codes = dict(framework.criteria.values_list("pk", "code"))
    return {
        tool: {codes[key]: mean.value for key, mean in means.items() if mean.value is not None}
        for tool, means in means_of(framework, on).items()
    }


def weighted_means_of(deal: Deal, on: date) -> dict[int, float]:
    """Tool -> the mean of its criteria on the scale of 1 to 5, by weight; what does not apply leaves it alone."""
    framework = framework_on(deal, on)
    weights = dict(framework.criteria.values_list("code", "weight")) if framework else {}
    found = {}
    for tool, scores in scores_of(deal, on).items():
        if total := sum(weights[code] for code in scores):
            found[tool] = _weighted(scores, weights) / total
    return found


def _weighted(scores: Mapping[str, float], weights: Mapping[str, int]) -> float:
    return sum(score * weights[code] for code, score in scores.items())
