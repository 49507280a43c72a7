"""Contributions in euros: asked for, paid, overdue."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from kopgroep.kernel.actors import Actor
from kopgroep.kernel.clock import day_of
from kopgroep.kernel.journal.record import record
from kopgroep.kernel.journal.verbs import Verb
from kopgroep.kernel.obstacles import clear
from kopgroep.rooms.contributions.models import CofinancingScheme, Invoice, Payment
from kopgroep.rooms.contributions.rules import (
    obstacles_to_booking,
    obstacles_to_cancelling,
    obstacles_to_invoicing,
    obstacles_to_undoing,
)
from kopgroep.rooms.partners.models import Partner
from kopgroep.rooms.programme.models import Deal, Phase
from kopgroep.rooms.programme.rules import obstacles_to_changing


@transaction.atomic
def invoice_partner(
    *,
    partner: Partner,
    phase: Phase,
    number: str,
    euros: Decimal,
    invoiced_on: date,
    due_on: date,
    by: Actor,
    at: datetime,
) -> Invoice:
    """Write down that a contribution was asked for by invoice."""
    clear(
        obstacles_to_invoicing(
            partner, phase, number=number, euros=euros, invoiced_on=invoiced_on, due_on=due_on
        )
    )
    invoice = Invoice.objects.create(
        partner=partner,
        phase=phase,
        number=number.strip(),
        euros=euros,
        invoiced_on=invoiced_on,
        due_on=due_on,
    )
    facts = {"partner": partner.organisation.name, "number": invoice.number, "euros": str(euros)}
    record(Verb.INVOICE_SENT, about=invoice, also=[partner], by=by, at=at, facts=facts)
    return invoice


@transaction.atomic
def cancel_invoice(*, invoice: Invoice, by: Actor, at: datetime) -> Invoice:
    invoice.claim(None)
    invoice.refresh_from_db()
    clear(obstacles_to_cancelling(invoice))
    invoice.cancelled_on = max(day_of(at), invoice.invoiced_on)
    invoice.save(update_fields=["cancelled_on"])
    _record(Verb.INVOICE_CANCELLED, invoice, by=by, at=at)
    return invoice


@transaction.atomic
def book_payment(*, invoice: Invoice, euros: Decimal, paid_on: date, by: Actor, at: datetime) -> Payment:
    """Write down that money came in; two who book at once do not book more than is open."""
    invoice.claim(None)
    invoice.refresh_from_db()
    clear(obstacles_to_booking(invoice, euros=euros, paid_on_day=paid_on, on=day_of(at)))
    payment = Payment.objects.create(invoice=invoice, euros=euros, paid_on=paid_on)
    facts = {
        "partner": invoice.partner.organisation.name,
        "number": invoice.number,
        "euros": str(euros),
        "on": paid_on.isoformat(),
    }
    record(Verb.PAYMENT_BOOKED, about=payment, also=[invoice, invoice.partner], by=by, at=at, facts=facts)
    return payment


@transaction.atomic
def undo_payment(*, payment: Payment, by: Actor, at: datetime) -> Payment:
    payment.claim(None)
    payment.refresh_from_db()
    clear(obstacles_to_undoing(payment))
    payment.undone_on = day_of(at)
    payment.save(update_fields=["undone_on"])
    _record(Verb.PAYMENT_UNDONE, payment.invoice, by=by, at=at)
    return payment


def _record(verb: Verb, invoice: Invoice, *, by: Actor, at: datetime) -> None:
    facts = {"partner": invoice.partner.organisation.name, "number": invoice.number}
    record(verb, about=invoice, also=[invoice.partner], by=by, at=at, facts=facts)


@transaction.atomic
def set_scheme(
    *,
    deal: Deal,
    name: str,
    euros_per_hour: Decimal,
    cap_euros: Decimal | None = None,
    from_on: date | None = None,
    by: Actor,
    at: datetime,
) -> CofinancingScheme:
    """What an hour counts for in a statement of co-financing, from a day."""
    clear(obstacles_to_changing(deal))
    scheme, _made = CofinancingScheme.objects.update_or_create(
        deal=deal,
        from_on=from_on or day_of(at),
        defaults={"name": name.strip(), "euros_per_hour": euros_per_hour, "cap_euros": cap_euros},
    )
    record(Verb.SCHEME_SET, about=scheme, by=by, at=at, facts={"scheme": scheme.name})
    return scheme
