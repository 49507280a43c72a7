"""What people do at a gate."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction

from kopgroep.kernel.actors import Actor
from kopgroep.kernel.clock import day_of
from kopgroep.kernel.journal.record import record
from kopgroep.kernel.journal.verbs import Verb
from kopgroep.kernel.obstacles import clear
from kopgroep.rooms.gates.models import Review
from kopgroep.rooms.gates.queries import GateState, gate
from kopgroep.rooms.gates.queries.evidence import freeze
from kopgroep.rooms.gates.rules import obstacles_to_deciding, obstacles_to_reviewing
from kopgroep.rooms.programme.models import Deal, Phase
from kopgroep.rooms.programme.queries.words import in_both_languages


@transaction.atomic
def review_gate(
    *,
    deal: Deal,
    phase: Phase,
    decision: str,
    reason: str,
    state_on: date,
    by: Actor,
    at: datetime,
    conditions: str = "",
    exceptions: Mapping[str, str] | None = None,
    seen: str = "",
    uid: UUID | None = None,
) -> Review:
    """Decide about a phase's gate (faseovergang), and keep the evidence as it is on that day.

    exceptions  code of a norm that is required and not met -> why the deal may pass without it
    seen        the fingerprint of the gate that was looked at; refused when it changed since
    uid         given by the form, so that sending it twice makes one decision
    """
    # Deciding twice at once: the second waits here, and finds what the first wrote.
    Phase.objects.select_for_update().get(pk=phase.pk)
    if uid and (made := Review.objects.filter(uid=uid, deal=deal, phase=phase, reviewed_by=by.user).first()):
        return made
    clear(obstacles_to_reviewing(deal))
    excused = {code: why for code, why in (exceptions or {}).items() if why.strip()}
    state = gate(deal, phase, state_on)
    clear(
        obstacles_to_deciding(
            state,
            decision=decision,
            reason=reason,
            conditions=conditions,
            exceptions=excused,
            today=day_of(at),
            seen=seen,
        )
    )
    review = Review.objects.create(
        uid=uid or uuid4(),
        deal=deal,
        phase=phase,
        decision=decision,
        reason=reason,
        conditions=conditions,
        exceptions=excused,
        state_on=state_on,
        evidence=freeze(state),
        reviewed_at=at,
        reviewed_by=by.user,
    )
    _tell(review, state, by=by, at=at)
    return review


def _tell(review: Review, state: GateState, *, by: Actor, at: datetime) -> None:
    facts = {
        "phase": review.phase.name.plain(),
        "decision": in_both_languages(lambda: str(review.words)),
        "met": state.met,
        "asked": state.asked,
    }
    private = {"reason": review.reason}
    record(Verb.GATE_REVIEWED, about=review, also=[review.phase], by=by, at=at, facts=facts, private=private)
