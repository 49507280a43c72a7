"""How much time partners promised, for who divides it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from kopgroep.rooms.contributions.models import Commitment
from kopgroep.rooms.partners.models import Partner
from kopgroep.rooms.programme.models import Deal, phase_on

NONE = Decimal(0)
HOURS_PER_DAY = Decimal(8)


def promised_days(deal: Deal, on: date) -> dict[int, Decimal]:
    """Per partner the days a month that it promised for the phase the deal is in; exempt counts as none."""
    phase = phase_on(deal, on) or deal.phases.order_by("order").first()
    if phase is None:
        return {}
    rows = Commitment.objects.in_force(on).filter(partner__deal=deal, phase__order__lte=phase.order)
    # The promise for the latest phase holds.
    found: dict[int, Decimal] = {}
    for partner, days in rows.order_by("phase__order", "pk").values_list("partner_id", "days_per_month"):
        found[partner] = days or NONE
    return found


def promised_hours(deal: Deal, on: date) -> dict[int, Decimal]:
    """The same in hours a month."""
    per_day = deal.hours_per_day or HOURS_PER_DAY
    return {partner: days * per_day for partner, days in promised_days(deal, on).items()}


def promised_days_of(partner: Partner, on: date) -> Decimal:
    return promised_days(partner.deal, on).get(partner.pk, NONE)
