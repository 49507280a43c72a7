"""Moving dates: every change of the planning is a new version, and the old ones stay as they were."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import get_language

from kopgroep.kernel import clock
from kopgroep.kernel.actors import Actor
from kopgroep.kernel.journal.record import record
from kopgroep.kernel.journal.verbs import Verb
from kopgroep.kernel.obstacles import clear
from kopgroep.kernel.records import EditedMeanwhile
from kopgroep.rooms.programme import rules
from kopgroep.rooms.programme.models import Deal, PlannedPhase, PlanVersion
from kopgroep.rooms.programme.queries.planning import (
    PhaseRow,
    Span,
    Spans,
    current_version,
    rows_between,
    spans_of,
)
from kopgroep.rooms.programme.queries.words import in_both_languages


@transaction.atomic
def plan_phases(*, deal: Deal, spans: Spans, reason: str, seen: int, by: Actor, at: datetime) -> PlanVersion:
    """Give phases new dates, for a reason. A phase that is not in `spans` keeps its dates.

    seen    number of the version that the dates were made from; raises EditedMeanwhile when there is a newer one
    """
    deal.claim(None)
    current = current_version(deal)
    if current is not None and current.number != seen:
        raise EditedMeanwhile(current)
    before = spans_of(current)
    after = {**before, **spans}
    clear(rules.obstacles_to_planning(deal, before=before, after=after, reason=reason))
    version = add_version(deal, after, reason=reason.strip(), by=by, at=at)
    rows = [row for row in rows_between(list(deal.phases.order_by("order")), before, after) if row.has_moved]
    record(
        Verb.PHASE_PLANNED,
        about=deal,
        also=[version, *(row.phase for row in rows)],
        by=by,
        at=at,
        facts={
            "moves": in_both_languages(lambda: "; ".join(_in_words(row) for row in rows)),
            "version": version.number,
        },
        private={"reason": version.reason},
    )
    return version


def add_version(deal: Deal, spans: Spans, *, reason: str, by: Actor, at: datetime) -> PlanVersion:
    """The next version of the planning; part of an action that records it."""
    latest = current_version(deal)
    version = PlanVersion.objects.create(
        deal=deal,
        number=latest.number + 1 if latest else 1,
        planned_on=clock.day_of(at),
        planner=by.user,
        reason=reason,
    )
    PlannedPhase.objects.bulk_create(
        PlannedPhase(version=version, phase=phase, starts=span.starts, ends=span.ends)
        for phase in deal.phases.order_by("order")
        for span in (spans.get(phase.code, Span()),)
    )
    return version


def _in_words(row: PhaseRow) -> str:
    language = get_language() or "nl"
    dates = " – ".join(
        moment.display(language) if moment else "?" for moment in (row.after.starts, row.after.ends)
    )
    return f"{row.phase}: {dates}"
