"""A merger as a rehearsal: everything happens, is counted, and is taken back before anyone sees it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from kopgroep.kernel.actors import Actor
from kopgroep.rooms.partners.actions.merging import merge_organisations
from kopgroep.rooms.partners.models import Organisation, Partner
from kopgroep.rooms.partners.queries.merging import DealInMerger, MergerPlan, plan_of_merger


@dataclass(frozen=True)
class CountedDeal:
    """How many take part: the day before, on the day without the merger, and on the day with it."""

    part: DealInMerger
    day_before: int
    without: int
    day_before_after_merging: int
    with_it: int

    @property
    def past_is_the_same(self) -> bool:
        return self.day_before == self.day_before_after_merging


@dataclass(frozen=True)
class Rehearsal:
    plan: MergerPlan
    deals: tuple[CountedDeal, ...]


class _TakenBack(Exception):
    """Ends the transaction of a rehearsal."""


def rehearse_merger(
    *, predecessors: Sequence[Organisation], successor: Organisation, on: date, by: Actor, at: datetime
) -> Rehearsal:
    """What merge_organisations would do, counted on the real rows; raises what it would raise, changes nothing."""
    known = successor if successor.pk else None
    plan = plan_of_merger(predecessors, known, on=on)
    before = [(_taking_part(part, on - timedelta(days=1)), _taking_part(part, on)) for part in plan.deals]
    after: list[tuple[int, int]] = []
    try:
        with transaction.atomic():
            merge_organisations(predecessors=predecessors, successor=successor, on=on, by=by, at=at)
            after = [
                (_taking_part(part, on - timedelta(days=1)), _taking_part(part, on)) for part in plan.deals
            ]
            raise _TakenBack
    except _TakenBack:
        pass
    if known is None:
        successor.pk = None
    counted = zip(plan.deals, before, after, strict=True)
    return Rehearsal(plan, tuple(CountedDeal(part, *was, *then) for part, was, then in counted))


def _taking_part(part: DealInMerger, on: date) -> int:
    return Partner.objects.taking_part(on).filter(deal=part.deal).count()
