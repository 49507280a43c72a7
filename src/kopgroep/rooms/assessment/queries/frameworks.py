"""The framework that holds on a day, and the one that is being drafted."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from django.db.models import Q

from kopgroep.kernel.texts import Text
from kopgroep.rooms.assessment.models import Assessment, Criterion, Framework
from kopgroep.rooms.programme.charter import CharterCriterion
from kopgroep.rooms.programme.models import Deal
from kopgroep.rooms.tools.models import Tool


def framework_on(deal: Deal, on: date) -> Framework | None:
    rows = Framework.objects.filter(Q(ended_on=None) | Q(ended_on__gt=on), deal=deal, adopted_on__lte=on)
    return rows.order_by("-number").first()


def draft_of(deal: Deal) -> Framework | None:
    return Framework.objects.filter(deal=deal, adopted_on=None).first()


def criteria_of(deal: Deal) -> tuple[CharterCriterion, ...]:
    """The criteria of the last version that was adopted, or else of the draft, as a charter says them."""
    rows = Framework.objects.filter(deal=deal).order_by("-number")
    held = rows.exclude(adopted_on=None).first() or rows.first()
    if held is None:
        return ()
    criteria = held.criteria.select_related("source").order_by("order", "pk")
    return tuple(_said(criterion) for criterion in criteria)


def _said(criterion: Criterion) -> CharterCriterion:
    return CharterCriterion(
        code=criterion.code,
        name=criterion.name,
        question=criterion.question or None,
        sub_questions=tuple(Text.of(each) for each in criterion.sub_questions),
        weight=criterion.weight if criterion.weight != 1 else None,
        knock_out_below=criterion.knock_out_below,
        source=criterion.source.key if criterion.source else None,
    )


def criteria_for(framework: Framework, tool: Tool) -> list[Criterion]:
    """The criteria that hold for a tool: those of every tool, and those of its own principles; in their order."""
    rows = framework.criteria.filter(Q(principles=None) | Q(principles__in=tool.principles.all()))
    return list(rows.distinct().order_by("order", "pk"))


def criteria_apart(framework: Framework) -> dict[int, set[int]]:
    """Criterion of some principles only -> the tools of the deal that it does not hold for."""
    rows = Criterion.objects.filter(framework=framework).exclude(principles=None)
    held: dict[int, set[int]] = defaultdict(set)
    for criterion, principle in rows.values_list("pk", "principles"):
        held[criterion].add(principle)
    if not held:
        return {}
    tools: dict[int, set[int]] = defaultdict(set)
    pairs = Tool.objects.filter(deal=framework.deal_id).values_list("pk", "principles")
    for tool, principle in pairs:
        tools[tool].add(principle)
    return {
        criterion: {tool for tool, own in tools.items() if not own & principles}
        for criterion, principles in held.items()
    }


def to_judge_anew(framework: Framework, on: date) -> list[Tool]:
    """Tools on the longlist that were assessed under an earlier version and not yet under this one, by name."""
    before = Assessment.objects.filter(
        framework__deal=framework.deal_id, framework__number__lt=framework.number, submitted_on__lte=on
    )
    now = Assessment.objects.filter(framework=framework, submitted_on__lte=on)
    standing = Q(withdrawn_on=None) | Q(withdrawn_on__gt=on)
    rows: Any = Tool.objects.on_longlist(on).filter(deal=framework.deal_id)
    rows = rows.filter(pk__in=before.filter(standing).values("tool"))
    return list(rows.exclude(pk__in=now.filter(standing).values("tool")).order_by("name", "pk"))
