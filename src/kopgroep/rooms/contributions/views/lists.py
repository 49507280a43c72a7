"""The lists of the contributions, declared once."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from kopgroep.kernel.lists import Column, ListOf, Search, Since, YesNo
from kopgroep.kernel.money import Euro, Hours
from kopgroep.kernel.obstacles import Words
from kopgroep.rooms.contributions.models import Commitment, HoursEntry, Invoice, Payment
from kopgroep.rooms.partners.models import Partner
from kopgroep.rooms.programme.models import Deal

MONEY: Any = DecimalField(max_digits=14, decimal_places=2)


def with_totals(deal: Deal, on: date) -> QuerySet[Partner]:
    """Everybody who takes part, with what was promised, given, invoiced and paid."""
    promised = Commitment.objects.in_force(on).filter(partner=OuterRef("pk")).order_by("-phase__order", "-pk")
    hours = HoursEntry.objects.standing(on).filter(partner=OuterRef("pk")).order_by().values("partner")
    invoices = Invoice.objects.filter(partner=OuterRef("pk"), cancelled_on=None).order_by().values("partner")
    paid = Payment.objects.filter(invoice__partner=OuterRef("pk"), undone_on=None).order_by()
    parts: dict[str, Any] = {
        "promised_days": Subquery(promised.values("days_per_month")[:1]),
        "promised_euros": Subquery(promised.values("euros")[:1]),
        "is_exempt": Subquery(promised.values("is_exempt")[:1]),
        "minutes": Coalesce(
            Subquery(hours.annotate(total=Sum("minutes")).values("total"), output_field=IntegerField()), 0
        ),
        "invoiced": Coalesce(
            Subquery(invoices.annotate(total=Sum("euros")).values("total"), output_field=MONEY), Decimal(0)
        ),
        "paid": Coalesce(
            Subquery(
                paid.values("invoice__partner").annotate(total=Sum("euros")).values("total"),
                output_field=MONEY,
            ),
            Decimal(0),
        ),
    }
    rows: Any = Partner.objects.taking_part(on).filter(deal=deal).select_related("organisation", "deal")
    return rows.annotate(**parts).annotate(still=F("invoiced") - F("paid"))  # type: ignore[no-any-return]


def _promised(row: Any) -> object:
    if row.is_exempt:
        return _("exempt")
    return None if row.promised_days is None else Decimal(f"{row.promised_days.normalize():f}")


def _money(key: str, label: Words, of: str = "", **options: Any) -> Column:
    """Euros of the row, in words on the page and as a number in a file."""
    field = of or key
    return Column(
        key,
        label,
        value=lambda row: "" if getattr(row, field) is None else Euro.of(getattr(row, field)),
        sort=(field,),
        numeric=True,
        export=lambda row: getattr(row, field),
        **options,
    )


def _totals_columns(deal: Deal) -> tuple[Column, ...]:
    return (
        Column(
            "name",
            _("Organisation"),
            value="organisation.name",
            sort=("organisation__name",),
            url=lambda row: reverse("contributions:partner", args=[row.pk]),
        ),
        Column(
            "days",
            _("Promised, days a month"),
            value=_promised,
            sort=("promised_days", "organisation__name"),
            numeric=True,
        ),
        Column(
            "given",
            _("Given"),
            value=lambda row: Hours(row.minutes).shown(deal.hours_per_day),
            sort=("minutes", "organisation__name"),
            numeric=True,
            phone=True,
            export=lambda row: Hours(row.minutes).hours,
        ),
        _money("euros", _("Promised, euros"), "promised_euros"),
        _money("invoiced", _("Invoiced")),
        _money("still", _("Still open"), phone=True),
    )


def totals_list(deal: Deal) -> ListOf:
    return ListOf(
        noun=lambda count: ngettext("partner", "partners", count),
        empty=_("Here will be what each partner promised and gave."),
        columns=_totals_columns(deal),
        filters=(
            Search("q", _("Search on name"), ("organisation__name", "organisation__aliases__name")),
            YesNo("promised", _("Has made a commitment"), yes=Q(is_exempt__isnull=False)),
            YesNo("gave", _("Gave hours"), yes=Q(minutes__gt=0)),
            YesNo("open", _("Something is still to be paid"), yes=Q(still__gt=0)),
        ),
        order="name",
    )


def invoices_of(deal: Deal) -> QuerySet[Invoice]:
    paid = Payment.objects.filter(invoice=OuterRef("pk"), undone_on=None).order_by().values("invoice")
    parts: dict[str, Any] = {
        "paid": Coalesce(
            Subquery(paid.annotate(total=Sum("euros")).values("total"), output_field=MONEY), Decimal(0)
        )
    }
    rows: Any = Invoice.objects.filter(partner__deal=deal).select_related("partner__organisation", "phase")
    return rows.annotate(**parts).annotate(still=F("euros") - F("paid"))  # type: ignore[no-any-return]


def _state(row: Any, on: date) -> tuple[str, str]:
    if row.cancelled_on:
        return str(_("cancelled")), "neutral"
    if row.still <= 0:
        return str(_("paid")), "good"
    return (str(_("overdue")), "bad") if row.due_on < on else (str(_("open")), "warning")


def _invoice_columns(on: date) -> tuple[Column, ...]:
    return (
        Column(
            "number",
            _("Invoice"),
            sort=("number",),
            url=lambda row: reverse("contributions:partner", args=[row.partner_id]) + "#money",
        ),
        Column(
            "partner",
            _("Partner"),
            value="partner.organisation.name",
            sort=("partner__organisation__name",),
            phone=True,
        ),
        Column("phase", _("Phase"), value=lambda row: str(row.phase.name), sort=("phase__order",)),
        _money("euros", _("Amount")),
        _money("paid", _("Paid")),
        Column("invoiced_on", _("Day"), sort=("invoiced_on",)),
        Column("due_on", _("Due on"), sort=("due_on",)),
        Column(
            "state",
            _("State"),
            value=lambda row: _state(row, on)[0],
            tone=lambda row: _state(row, on)[1],
            phone=True,
        ),
    )


def invoices_list(on: date) -> ListOf:
    return ListOf(
        noun=lambda count: ngettext("invoice", "invoices", count),
        empty=_("Here will be every invoice, what came in for it and what is overdue."),
        columns=_invoice_columns(on),
        filters=(
            Search("q", _("Search on number or name"), ("number", "partner__organisation__name")),
            YesNo("overdue", _("Overdue"), yes=Q(still__gt=0, due_on__lt=on, cancelled_on=None)),
            YesNo("open", _("Open"), yes=Q(still__gt=0, cancelled_on=None)),
            Since("since", _("Invoiced since"), lookup="invoiced_on"),
        ),
        order="-invoiced_on",
    )
