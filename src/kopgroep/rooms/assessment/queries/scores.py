"""Scores as plain values: thousands of them cost two queries and no records."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from kopgroep.rooms.assessment.models import Assessment, Framework, Score


@dataclass(frozen=True, slots=True)
class Judgement:
    """One assessment that is in: the tool, the organisation, and per criterion (by key) the answer and the score."""

    key: int
    tool: int
    partner: int
    organisation: str
    helix: str
    submitted_on: date
    remark: str
    answers: dict[int, tuple[str, int | None]] = field(default_factory=dict)


def submitted(framework: Framework, on: date) -> Q:
    standing = Q(withdrawn_on=None) | Q(withdrawn_on__gt=on)
    return standing & Q(framework=framework, submitted_on__lte=on)


def judgements_of(framework: Framework, on: date) -> list[Judgement]:
    """Everything that was handed in under a version of the framework by a day, in the order in which it came."""
    rows = Assessment.objects.filter(submitted(framework, on)).order_by("submitted_on", "pk")
    fields = ("pk", "tool_id", "partner_id", "partner__organisation__name", "partner__organisation__helix")
    found = {row[0]: Judgement(*row) for row in rows.values_list(*fields, "submitted_on", "remark")}
    scores = Score.objects.filter(assessment__in=rows.order_by()).order_by()
    by_assessment: dict[int, dict[int, tuple[str, int | None]]] = defaultdict(dict)
    for key, criterion, given, value in scores.values_list("assessment_id", "criterion_id", "given", "value"):
        by_assessment[key][criterion] = (given, value)
    for key, one in found.items():
        one.answers.update(by_assessment[key])
    return list(found.values())
