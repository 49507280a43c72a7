"""What a partner promises to give in a phase."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from kopgroep.kernel.actors import Actor
from kopgroep.kernel.clock import day_of
from kopgroep.kernel.journal.record import record
from kopgroep.kernel.journal.verbs import Verb
from kopgroep.kernel.obstacles import clear
from kopgroep.rooms.contributions.models import Commitment
from kopgroep.rooms.contributions.rules import obstacles_to_committing
from kopgroep.rooms.partners.models import Organisation, Partner
from kopgroep.rooms.programme.models import Phase
from kopgroep.rooms.programme.rules import obstacles_to_changing


@transaction.atomic
def commit(
    *,
    partner: Partner,
    phase: Phase,
    days_per_month: Decimal | None = None,
    euros: Decimal | None = None,
    in_kind: str = "",
    in_kind_euros: Decimal | None = None,
    payer: Organisation | None = None,
    purchase_order: str = "",
    is_exempt: bool = False,
    reason: str = "",
    from_on: date | None = None,
    by: Actor,
    at: datetime,
) -> Commitment:
    """Promise what a partner gives in a phase (toezeggen); it takes the place of what was promised before."""
    clear(
        obstacles_to_committing(
            partner, phase, days_per_month=days_per_month, euros=euros, is_exempt=is_exempt, reason=reason
        )
    )
    # Two who promise at once: the second waits here, and takes the place of the first.
    partner.claim(None)
    from_on = from_on or day_of(at)
    before = Commitment.objects.filter(partner=partner, phase=phase, until_on=None).first()
    if before is not None:
        before.until_on = max(from_on, before.from_on)
        before.save(update_fields=["until_on"])
    made = Commitment.objects.create(
        partner=partner,
        phase=phase,
        days_per_month=None if is_exempt else days_per_month,
        euros=None if is_exempt else euros,
        in_kind=in_kind.strip(),
        in_kind_euros=in_kind_euros,
        payer=payer,
        purchase_order=purchase_order.strip(),
        is_exempt=is_exempt,
        reason=reason.strip(),
        from_on=from_on,
    )
    facts = {"partner": partner.organisation.name, "phase": phase.name.plain()}
    verb = Verb.PARTNER_EXEMPTED if is_exempt else Verb.COMMITMENT_MADE
    record(verb, about=made, also=[partner], by=by, at=at, facts=facts, private={"reason": made.reason})
    return made


@transaction.atomic
def withdraw_commitment(*, commitment: Commitment, by: Actor, at: datetime) -> Commitment:
    """From today the promise does not hold any more; what was given stays given."""
    commitment.claim(None)
    clear(obstacles_to_changing(commitment.deal))
    if commitment.until_on is None:
        commitment.until_on = max(day_of(at), commitment.from_on)
        commitment.save(update_fields=["until_on"])
        facts = {"partner": commitment.partner.organisation.name, "phase": commitment.phase.name.plain()}
        record(
            Verb.COMMITMENT_WITHDRAWN, about=commitment, also=[commitment.partner], by=by, at=at, facts=facts
        )
    return commitment
