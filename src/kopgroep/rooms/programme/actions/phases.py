"""Going into a phase, and opening early what it locks."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from kopgroep.kernel import clock
from kopgroep.kernel.actors import Actor
from kopgroep.kernel.journal.record import record
from kopgroep.kernel.journal.verbs import Verb
from kopgroep.kernel.obstacles import clear
from kopgroep.rooms.programme import rules
from kopgroep.rooms.programme.models import Deal, EarlyOpening, Phase, PhaseEntry
from kopgroep.rooms.programme.phases import LOCKS
from kopgroep.rooms.programme.queries.words import in_both_languages


@transaction.atomic
def enter_phase(*, phase: Phase, on: date, reason: str, by: Actor, at: datetime) -> PhaseEntry:
    """Note that the deal is in a phase from a day; an earlier phase may be entered again."""
    deal = phase.deal
    deal.claim(None)
    clear(rules.obstacles_to_entering(phase, on=on, reason=reason, today=clock.day_of(at)))
    entry = PhaseEntry.objects.create(deal=deal, phase=phase, entered_on=on, reason=reason.strip())
    facts = {"phase": phase.name.plain(), "on": on.isoformat()}
    private = {"reason": entry.reason}
    record(Verb.PHASE_ENTERED, about=deal, also=[phase, entry], by=by, at=at, facts=facts, private=private)
    return entry


@transaction.atomic
def open_early(
    *, deal: Deal, lock: str, until: date | None, reason: str, by: Actor, at: datetime
) -> EarlyOpening:
    """Open something that the phase locks, until and with a day, or for good."""
    deal.claim(None)
    today = clock.day_of(at)
    clear(rules.obstacles_to_opening(deal, lock, until=until, reason=reason, today=today))
    opening = EarlyOpening.objects.create(
        deal=deal, lock=lock, opened_on=today, until_on=until, reason=reason.strip()
    )
    facts = {"what": in_both_languages(lambda: str(LOCKS[lock].label)), "lock": lock}
    private = {"reason": opening.reason}
    record(Verb.PHASE_OPENED, about=deal, also=[opening], by=by, at=at, facts=facts, private=private)
    return opening
