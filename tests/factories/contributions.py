"""What partners promised and gave."""

from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from kopgroep.rooms.contributions.models import (
    Activity,
    CofinancingScheme,
    Commitment,
    HoursEntry,
    HoursSuggestion,
    Invoice,
    Payment,
)
from kopgroep.rooms.partners.models import Partner
from kopgroep.rooms.programme.models import Deal, Phase, PhaseKind
from tests.factories.partners import LONG_AGO, make_partner
from tests.factories.programme import make_deal, make_phase

_number = count(1)


def exploring(deal: Deal) -> Phase:
    """The deal's phase of exploring, made when it is not there."""
    return deal.phases.filter(kind=PhaseKind.EXPLORE).first() or make_phase(
        deal, "explore", kind=PhaseKind.EXPLORE
    )


def make_commitment(partner: Partner | None = None, phase: Phase | None = None, **fields: Any) -> Commitment:
    partner = partner or make_partner()
    plain = {"days_per_month": Decimal(2), "euros": Decimal(6000), "from_on": LONG_AGO}
    return Commitment.objects.create(
        partner=partner, phase=phase or exploring(partner.deal), **plain | fields
    )


def make_activity(deal: Deal | None = None, name: str = "") -> Activity:
    return Activity.objects.create(
        deal=deal or make_deal(), name=name or f"Activity {next(_number)}", opened_on=LONG_AGO
    )


def make_hours_entry(
    partner: Partner | None = None, *, month_from: date = date(2026, 3, 1), minutes: int = 960, **fields: Any
) -> HoursEntry:
    plain = {"given_on": month_from}
    return HoursEntry.objects.create(
        partner=partner or make_partner(), month_from=month_from, minutes=minutes, **plain | fields
    )


def make_hours_suggestion(partner: Partner | None = None, **fields: Any) -> HoursSuggestion:
    plain = {
        "month_from": date(2026, 3, 1),
        "minutes": 120,
        "why": "Was at a meeting",
        "origin": f"meetings.meeting:{next(_number)}",
        "suggested_on": date(2026, 3, 10),
    }
    return HoursSuggestion.objects.create(partner=partner or make_partner(), **plain | fields)


def make_invoice(partner: Partner | None = None, **fields: Any) -> Invoice:
    partner = partner or make_partner()
    plain = {
        "number": f"2026-{next(_number)}",
        "euros": Decimal(6000),
        "invoiced_on": date(2026, 3, 1),
        "due_on": date(2026, 3, 31),
    }
    return Invoice.objects.create(partner=partner, phase=exploring(partner.deal), **plain | fields)


def make_payment(invoice: Invoice | None = None, **fields: Any) -> Payment:
    plain = {"euros": Decimal(6000), "paid_on": date(2026, 3, 20)}
    return Payment.objects.create(invoice=invoice or make_invoice(), **plain | fields)


def make_cofinancing_scheme(deal: Deal | None = None, **fields: Any) -> CofinancingScheme:
    plain = {"name": "Scheme", "euros_per_hour": Decimal(60), "from_on": LONG_AGO}
    return CofinancingScheme.objects.create(deal=deal or make_deal(), **plain | fields)
