"""Why a promise, hours or money cannot be written down so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.db.models import Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kopgroep.kernel.money import Euro
from kopgroep.kernel.obstacles import Obstacle
from kopgroep.rooms.contributions.models import (
    Activity,
    HoursEntry,
    HoursSuggestion,
    Invoice,
    Payment,
)
from kopgroep.rooms.partners.models import Partner
from kopgroep.rooms.programme.models import ContributionNorm, Deal, Phase
from kopgroep.rooms.programme.rules import obstacles_to_changing

MOST_MINUTES = 31 * 24 * 60


def obstacles_to_committing(
    partner: Partner,
    phase: Phase,
    *,
    days_per_month: Decimal | None,
    euros: Decimal | None,
    is_exempt: bool,
    reason: str,
) -> Iterator[Obstacle]:
    """Other than the charter asks may be promised, with the decision that it rests on."""
    yield from obstacles_to_changing(partner.deal)
    if phase.deal_id != partner.deal_id:
        yield Obstacle("other-deal", _("This phase is of another deal."), facts={"field": "phase"})
        return
    if is_exempt and not reason.strip():
        yield Obstacle(
            "no-reason",
            _("An exemption needs the decision that it rests on."),
            facts={"field": "reason"},
        )
        return
    asked = ContributionNorm.objects.filter(phase=phase).first()
    less = asked is not None and (
        (days_per_month or 0) < (asked.days_per_month or 0) or (euros or 0) < (asked.euros or 0)
    )
    if less and not is_exempt and not reason.strip():
        yield Obstacle(
            "less-than-asked",
            _("This is less than the deal asks; say which decision or agreement it rests on."),
            facts={"field": "reason"},
        )
    if not is_exempt and not days_per_month and not euros and not reason.strip():
        yield Obstacle("nothing", _("A promise of nothing at all needs a reason."), facts={"field": "reason"})


def obstacles_to_giving(
    partner: Partner, *, month_from: date, minutes: int, activity: Activity | None, on: date
) -> Iterator[Obstacle]:
    yield from obstacles_to_changing(partner.deal)
    if month_from.day != 1:
        yield Obstacle("no-month", _("Hours are given for a month."), facts={"field": "month_from"})
    if month_from > on:
        yield Obstacle("month-to-come", _("This month is still to come."), facts={"field": "month_from"})
    if minutes < 0 or minutes > MOST_MINUTES:
        yield Obstacle(
            "too-much",
            _("More than a month has: check the number, and whether these are days or hours."),
            facts={"field": "amount"},
        )
    if activity is not None and activity.deal_id != partner.deal_id:
        yield Obstacle("other-deal", _("This activity is of another deal."), facts={"field": "activity"})
    if activity is not None and activity.closed_on is not None and activity.closed_on <= month_from:
        yield Obstacle(
            "closed", _("This activity was closed before that month."), facts={"field": "activity"}
        )


def obstacles_to_withdrawing(entry: HoursEntry) -> Iterator[Obstacle]:
    yield from obstacles_to_changing(entry.deal)
    if entry.withdrawn_on is not None:
        yield Obstacle("withdrawn", _("These hours were taken back already."))


def obstacles_to_answering(suggestion: HoursSuggestion) -> Iterator[Obstacle]:
    yield from obstacles_to_changing(suggestion.deal)
    if suggestion.answered_on is not None:
        yield Obstacle("answered", _("Somebody answered this suggestion already."))


def obstacles_to_opening(deal: Deal, name: str) -> Iterator[Obstacle]:
    yield from obstacles_to_changing(deal)
    if Activity.objects.filter(deal=deal, name=name.strip()).exists():
        yield Obstacle(
            "name-taken", _("There is an activity with this name already."), facts={"field": "name"}
        )


def obstacles_to_invoicing(
    partner: Partner, phase: Phase, *, number: str, euros: Decimal, invoiced_on: date, due_on: date
) -> Iterator[Obstacle]:
    yield from obstacles_to_changing(partner.deal)
    if phase.deal_id != partner.deal_id:
        yield Obstacle("other-deal", _("This phase is of another deal."), facts={"field": "phase"})
    if euros <= 0:
        yield Obstacle("nothing", _("An invoice asks more than nothing."), facts={"field": "euros"})
    if due_on < invoiced_on:
        yield Obstacle(
            "due-before", _("It is due on or after the day of the invoice."), facts={"field": "due_on"}
        )
    same = Invoice.objects.filter(partner__deal=partner.deal, number=number.strip(), cancelled_on=None)
    if known := same.select_related("partner__organisation").first():
        yield Obstacle(
            "number-taken",
            _("Invoice %(number)s went to %(partner)s already.")
            % {"number": known.number, "partner": known.partner.organisation.name},
            mend_url=reverse("contributions:partner", args=[known.partner_id]),
            facts={"field": "number"},
        )


def paid_on(invoice: Invoice) -> Decimal:
    """What came in for an invoice and was not undone."""
    total = invoice.payments.filter(undone_on=None).aggregate(total=Sum("euros"))["total"]
    return total if total is not None else Decimal(0)


def obstacles_to_cancelling(invoice: Invoice) -> Iterator[Obstacle]:
    yield from obstacles_to_changing(invoice.deal)
    if invoice.cancelled_on is not None:
        yield Obstacle("cancelled", _("This invoice was cancelled already."))
    elif paid_on(invoice):
        yield Obstacle("paid", _("Money came in for this invoice; undo the payment first."))


def obstacles_to_booking(
    invoice: Invoice, *, euros: Decimal, paid_on_day: date, on: date
) -> Iterator[Obstacle]:
    yield from obstacles_to_changing(invoice.deal)
    if invoice.cancelled_on is not None:
        yield Obstacle("cancelled", _("This invoice was cancelled."))
    if euros <= 0:
        yield Obstacle("nothing", _("A payment is more than nothing."), facts={"field": "euros"})
    if paid_on_day > on:
        yield Obstacle("day-to-come", _("This day is still to come."), facts={"field": "paid_on"})
    open_ = invoice.euros - paid_on(invoice)
    if euros > open_:
        yield Obstacle(
            "more-than-open",
            _("Of this invoice %(open)s is still open; book the rest on the invoice that it is for.")
            % {"open": Euro.of(open_)},
            facts={"field": "euros"},
        )


def obstacles_to_undoing(payment: Payment) -> Iterator[Obstacle]:
    yield from obstacles_to_changing(payment.deal)
    if payment.undone_on is not None:
        yield Obstacle("undone", _("This payment was undone already."))
