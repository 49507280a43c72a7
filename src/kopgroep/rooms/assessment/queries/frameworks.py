"""The framework that holds on a day, and the one that is being drafted."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from kopgroep.kernel.texts import Text
from kopgroep.rooms.assessment.models import Criterion, Framework
from kopgroep.rooms.programme.charter import CharterCriterion
from kopgroep.rooms.programme.models import Deal


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
