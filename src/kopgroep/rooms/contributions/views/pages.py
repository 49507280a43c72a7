"""What one looks at: the deal's contributions, a partner's sheet, invoices, activities, the statement."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from kopgroep.kernel import clock
from kopgroep.kernel.access import Permission, may
from kopgroep.rooms.contributions.faces import together
from kopgroep.rooms.contributions.forms import PeriodForm
from kopgroep.rooms.contributions.models import Activity, HoursEntry, HoursSuggestion, Invoice
from kopgroep.rooms.contributions.queries import sheet_of, sheets_of, statement_of
from kopgroep.rooms.contributions.views.files import statement_as_file
from kopgroep.rooms.contributions.views.lists import invoices_list, invoices_of, totals_list, with_totals
from kopgroep.rooms.contributions.views.loading import crumbs_of, load_deal, load_partner
from kopgroep.rooms.partners.models import Contact
from kopgroep.rooms.programme.models import ContributionNorm, Deal


def contributions(request: HttpRequest, deal: str) -> HttpResponse:
    """All together beside one's own; who looks after the deal sees every partner."""
    found, _by = load_deal(request, deal, Permission.COMMENT_READ)
    on = clock.today()
    sheets = sheets_of(found, on)
    mine = set(
        Contact.objects.current(on)
        .filter(person__user=request.user.pk)
        .values_list("organisation", flat=True)
    )
    time, money = together(sheets)
    context: dict[str, Any] = {
        "deal": found,
        "mine": [sheet for sheet in sheets if sheet.partner.organisation_id in mine],
        "asked": ContributionNorm.objects.filter(deal=found).select_related("phase").order_by("phase__order"),
        "time": time.shown(found.hours_per_day),
        "money": money,
        "partners": len(sheets),
        "gave": sum(1 for sheet in sheets if sheet.given),
        "sees_all": may(request, Permission.CONTRIBUTION_VIEW, about=found),
        "keeps": may(request, Permission.CONTRIBUTION_KEEP, about=found) and not found.is_read_only,
    }
    if context["sees_all"]:
        shown = totals_list(found).show(request, with_totals(found, on), title=_("Contributions"))
        if shown.download:
            return shown.download
        context["list"] = shown
    return render(request, "contributions/contributions.html", context)


def partner_sheet(request: HttpRequest, partner_id: int) -> HttpResponse:
    """Promised, given, still to do."""
    partner, _by = load_partner(request, partner_id, Permission.CONTRIBUTION_VIEW)
    on = clock.today()
    open_ = not partner.deal.is_read_only
    context = {
        "deal": partner.deal,
        "partner": partner,
        "sheet": sheet_of(partner, on),
        "suggestions": HoursSuggestion.objects.filter(partner=partner, answered_on=None).order_by(
            "-month_from", "pk"
        ),
        "entries": HoursEntry.objects.filter(partner=partner, withdrawn_on=None)
        .select_related("activity")
        .order_by("-month_from", "-pk")[:24],
        "invoices": _invoices(partner.pk, on),
        "gives": open_ and may(request, Permission.CONTRIBUTION_GIVE, about=partner),
        "keeps": open_ and may(request, Permission.CONTRIBUTION_KEEP, about=partner),
        "crumbs": crumbs_of(partner.deal),
    }
    return render(request, "contributions/partner.html", context)


def _invoices(partner: int, on: date) -> list[dict[str, Any]]:
    rows = Invoice.objects.filter(partner=partner).select_related("phase").prefetch_related("payments")
    found = []
    for invoice in rows.order_by("invoiced_on", "pk"):
        payments = [each for each in invoice.payments.all() if each.undone_on is None]
        still = invoice.euros - sum(each.euros for each in payments)
        late = still > 0 and invoice.due_on < on and not invoice.cancelled_on
        found.append({"invoice": invoice, "payments": payments, "still": still, "is_late": late})
    return found


def invoices(request: HttpRequest, deal: str) -> HttpResponse:
    found, _by = load_deal(request, deal, Permission.CONTRIBUTION_KEEP)
    shown = invoices_list(clock.today()).show(request, invoices_of(found), title=_("Invoices"))
    if shown.download:
        return shown.download
    context = {"deal": found, "list": shown, "crumbs": crumbs_of(found), "title": _("Invoices")}
    return render(request, "contributions/list.html", context)


def activities(request: HttpRequest, deal: str) -> HttpResponse:
    found, _by = load_deal(request, deal, Permission.COMMENT_READ)
    rows = Activity.objects.filter(deal=found).order_by("closed_on", "name", "pk")
    keeps = may(request, Permission.CONTRIBUTION_KEEP, about=found) and not found.is_read_only
    context = {"deal": found, "activities": rows, "keeps": keeps, "crumbs": crumbs_of(found)}
    return render(request, "contributions/activities.html", context)


def statement(request: HttpRequest, partner_id: int) -> HttpResponse:
    """Cash and hours, as those who finance ask to see them; as page, XLSX and PDF."""
    partner, _by = load_partner(request, partner_id, Permission.CONTRIBUTION_VIEW)
    on = clock.today()
    initial = {"starts_on": _year_of(partner.deal, on), "ends_on": on}
    form = PeriodForm(request.GET if "starts_on" in request.GET else None, initial=initial)
    period = form.cleaned_data if form.is_valid() else initial
    found = statement_of(partner, **period)
    if download := statement_as_file(request.GET.get("as", ""), found):
        return download
    context = {
        "deal": partner.deal,
        "partner": partner,
        "statement": found,
        "form": form,
        "query": f"starts_on={found.starts_on.isoformat()}&ends_on={found.ends_on.isoformat()}",
        "crumbs": crumbs_of(partner.deal, partner),
    }
    return render(request, "contributions/statement.html", context)


def _year_of(deal: Deal, on: date) -> date:
    return on.replace(month=1, day=1)
