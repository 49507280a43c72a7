"""What one does: promise, give, confirm, invoice, book."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kopgroep.kernel import clock
from kopgroep.kernel.access import Permission, may, require
from kopgroep.kernel.acting import act_page, kept
from kopgroep.kernel.obstacles import Obstructed
from kopgroep.rooms.contributions import actions, forms
from kopgroep.rooms.contributions.models import (
    Activity,
    Commitment,
    HoursEntry,
    HoursSuggestion,
    Invoice,
    Payment,
)
from kopgroep.rooms.contributions.queries import sheet_of
from kopgroep.rooms.contributions.views.loading import crumbs_of, load_deal, load_partner
from kopgroep.rooms.partners.models import Partner
from kopgroep.rooms.programme.models import ContributionNorm, phase_on
from kopgroep.rooms.programme.rules import obstacles_to_changing


def _sheet_url(partner: Partner) -> str:
    return reverse("contributions:partner", args=[partner.pk])


def commit(request: HttpRequest, partner_id: int) -> HttpResponse:
    partner, by = load_partner(request, partner_id, Permission.CONTRIBUTION_GIVE)
    office = may(request, Permission.CONTRIBUTION_KEEP, about=partner)
    form = (forms.ExemptForm if office else forms.CommitForm)(
        request.POST or None, deal=partner.deal, initial=_asked(partner)
    )
    if kept(form, actions.commit, partner=partner, by=by, at=clock.now()):
        words = _("This is what %(partner)s gives. Thank you.") % {"partner": partner.organisation.name}
        messages.success(request, words)
        return redirect(_sheet_url(partner))
    return act_page(
        request,
        partner.deal,
        form,
        title=_("Commitment"),
        lead=_("What this partner gives in a phase: days, euros, or something in kind."),
        submit=_("Promise this"),
        back=_sheet_url(partner),
        eyebrow=partner.organisation.name,
        crumbs=crumbs_of(partner.deal, partner),
        obstacles=list(obstacles_to_changing(partner.deal)),
    )


def _asked(partner: Partner) -> dict[str, object]:
    """What was promised before, or what the charter asks in the phase that the deal is in or comes to."""
    now = phase_on(partner.deal, clock.today())
    norms = ContributionNorm.objects.filter(deal=partner.deal).select_related("phase")
    after = norms.filter(phase__order__gte=now.order if now else 0).order_by("phase__order")
    norm = after.first() or norms.order_by("-phase__order").first()
    phase = norm.phase if norm else now
    held = Commitment.objects.filter(partner=partner, phase=phase, until_on=None).first() if phase else None
    days = held.days_per_month if held else norm.days_per_month if norm else None
    euros = held.euros if held else norm.euros if norm else None
    return {
        "phase": phase.pk if phase else None,
        "days_per_month": forms.plain(days),
        "euros": forms.plain(euros),
        "in_kind": held.in_kind if held else "",
        "in_kind_euros": forms.plain(held.in_kind_euros) if held else "",
        "payer": held.payer_id if held else None,
        "purchase_order": held.purchase_order if held else "",
        "is_exempt": held.is_exempt if held else False,
        "reason": held.reason if held else "",
    }


def give(request: HttpRequest, partner_id: int) -> HttpResponse:
    """The month's answer: as agreed is one tap."""
    partner, by = load_partner(request, partner_id, Permission.CONTRIBUTION_GIVE)
    on = clock.today()
    sheet = sheet_of(partner, on)
    last = next((month for month in reversed(sheet.months) if not month.is_running), None)
    agreed = last.asked.days(sheet.per_day) if last else None
    form = forms.MonthForm(
        request.POST or None, deal=partner.deal, on=on, initial={"amount": forms.plain(agreed)}
    )
    if kept(form, actions.give_hours, partner=partner, by=by, at=clock.now()):
        messages.success(request, _effect(partner))
        return redirect(_sheet_url(partner))
    return act_page(
        request,
        partner.deal,
        form,
        title=_("Days given in a month"),
        lead=_("Was it as agreed? Then send it as it is.") if agreed else "",
        submit=_("Send these days"),
        back=_sheet_url(partner),
        eyebrow=partner.organisation.name,
        crumbs=crumbs_of(partner.deal, partner),
        obstacles=list(obstacles_to_changing(partner.deal)),
    )


def _effect(partner: Partner) -> str:
    sheet = sheet_of(partner, clock.today())
    return _("Thank you. %(partner)s gave %(given)s up to now.") % {
        "partner": partner.organisation.name,
        "given": sheet.given.shown(partner.deal.hours_per_day),
    }


def log(request: HttpRequest, partner_id: int) -> HttpResponse:
    partner, by = load_partner(request, partner_id, Permission.CONTRIBUTION_GIVE)
    form = forms.ActivityHoursForm(request.POST or None, deal=partner.deal, on=clock.today())
    if kept(form, actions.log_hours, partner=partner, by=by, at=clock.now()):
        messages.success(request, _effect(partner))
        return redirect(_sheet_url(partner))
    return act_page(
        request,
        partner.deal,
        form,
        title=_("Hours to an activity"),
        lead=_("Beside the month's answer: hours that you want to tell more about."),
        submit=_("Write down these hours"),
        back=_sheet_url(partner),
        eyebrow=partner.organisation.name,
        crumbs=crumbs_of(partner.deal, partner),
        obstacles=list(obstacles_to_changing(partner.deal)),
    )


@require_POST
def take_back(request: HttpRequest, entry_id: int) -> HttpResponse:
    entry = get_object_or_404(
        HoursEntry.objects.select_related("partner__deal", "partner__organisation"), pk=entry_id
    )
    by = require(request, Permission.CONTRIBUTION_GIVE, about=entry)
    return _done(request, entry.partner, lambda: actions.withdraw_hours(entry=entry, by=by, at=clock.now()))


@require_POST
def answer(request: HttpRequest, suggestion_id: int) -> HttpResponse:
    """Confirm or decline one suggestion."""
    rows = HoursSuggestion.objects.select_related("partner__deal", "partner__organisation", "activity")
    suggestion = get_object_or_404(rows, pk=suggestion_id)
    by = require(request, Permission.CONTRIBUTION_GIVE, about=suggestion)
    accept = request.POST.get("answer") != "no"
    return _done(
        request,
        suggestion.partner,
        lambda: actions.answer_suggestion(suggestion=suggestion, accept=accept, by=by, at=clock.now()),
    )


def _done(request: HttpRequest, partner: Partner, act: object) -> HttpResponse:
    try:
        act()  # type: ignore[operator]
    except Obstructed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _effect(partner))
    return redirect(_sheet_url(partner))


def invoice(request: HttpRequest, partner_id: int) -> HttpResponse:
    partner, by = load_partner(request, partner_id, Permission.CONTRIBUTION_KEEP)
    on = clock.today()
    initial = {
        **{key: value for key, value in _asked(partner).items() if key in ("phase", "euros")},
        "invoiced_on": on,
        "due_on": on + timedelta(days=30),
    }
    form = forms.InvoiceForm(request.POST or None, deal=partner.deal, initial=initial)
    if kept(form, actions.invoice_partner, partner=partner, by=by, at=clock.now()):
        messages.success(request, _("The invoice is written down."))
        return redirect(_sheet_url(partner))
    return act_page(
        request,
        partner.deal,
        form,
        title=_("Write down an invoice"),
        submit=_("Write down this invoice"),
        back=_sheet_url(partner),
        eyebrow=partner.organisation.name,
        crumbs=crumbs_of(partner.deal, partner),
        obstacles=list(obstacles_to_changing(partner.deal)),
    )


def payment(request: HttpRequest, invoice_id: int) -> HttpResponse:
    found = get_object_or_404(
        Invoice.objects.select_related("partner__deal", "partner__organisation"), pk=invoice_id
    )
    by = require(request, Permission.CONTRIBUTION_KEEP, about=found)
    initial = {"euros": forms.plain(found.euros), "paid_on": clock.today()}
    form = forms.PaymentForm(request.POST or None, initial=initial)
    if kept(form, actions.book_payment, invoice=found, by=by, at=clock.now()):
        messages.success(request, _("The payment is booked."))
        return redirect(_sheet_url(found.partner))
    return act_page(
        request,
        found.deal,
        form,
        title=_("Book a payment"),
        submit=_("Book this payment"),
        back=_sheet_url(found.partner),
        eyebrow=_("Invoice %(number)s, %(partner)s")
        % {"number": found.number, "partner": found.partner.organisation.name},
        crumbs=crumbs_of(found.deal, found.partner),
        obstacles=list(obstacles_to_changing(found.deal)),
    )


@require_POST
def cancel(request: HttpRequest, invoice_id: int) -> HttpResponse:
    found = get_object_or_404(
        Invoice.objects.select_related("partner__deal", "partner__organisation"), pk=invoice_id
    )
    by = require(request, Permission.CONTRIBUTION_KEEP, about=found)
    return _money_done(
        request, found.partner, lambda: actions.cancel_invoice(invoice=found, by=by, at=clock.now())
    )


@require_POST
def undo(request: HttpRequest, payment_id: int) -> HttpResponse:
    rows = Payment.objects.select_related("invoice__partner__deal", "invoice__partner__organisation")
    found = get_object_or_404(rows, pk=payment_id)
    by = require(request, Permission.CONTRIBUTION_KEEP, about=found)
    return _money_done(
        request, found.partner, lambda: actions.undo_payment(payment=found, by=by, at=clock.now())
    )


def _money_done(request: HttpRequest, partner: Partner, act: object) -> HttpResponse:
    try:
        act()  # type: ignore[operator]
    except Obstructed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("It is kept."))
    return redirect(f"{_sheet_url(partner)}#money")


def activity(request: HttpRequest, deal: str) -> HttpResponse:
    found, by = load_deal(request, deal, Permission.CONTRIBUTION_KEEP)
    form = forms.ActivityForm(request.POST or None, deal=found)
    back = reverse("contributions:activities", args=[found.code])
    if kept(form, actions.open_activity, deal=found, by=by, at=clock.now()):
        return redirect(back)
    return act_page(
        request,
        found,
        form,
        title=_("Open an activity"),
        submit=_("Open this activity"),
        back=back,
        crumbs=crumbs_of(found),
        obstacles=list(obstacles_to_changing(found)),
    )


@require_POST
def close(request: HttpRequest, activity_id: int) -> HttpResponse:
    found = get_object_or_404(Activity.objects.select_related("deal"), pk=activity_id)
    by = require(request, Permission.CONTRIBUTION_KEEP, about=found)
    try:
        actions.close_activity(activity=found, by=by, at=clock.now())
    except Obstructed as refusal:
        messages.error(request, str(refusal))
    return redirect("contributions:activities", found.deal.code)


def scheme(request: HttpRequest, deal: str) -> HttpResponse:
    found, by = load_deal(request, deal, Permission.CONTRIBUTION_KEEP)
    form = forms.SchemeForm(request.POST or None, initial={"from_on": clock.today().replace(month=1, day=1)})
    back = reverse("contributions:contributions", args=[found.code])
    if kept(form, actions.set_scheme, deal=found, by=by, at=clock.now()):
        messages.success(request, _("Statements of co-financing count with this scheme."))
        return redirect(back)
    return act_page(
        request,
        found,
        form,
        title=_("Scheme for co-financing"),
        lead=_("What an hour counts for when the deal accounts for what its partners put in."),
        submit=_("Keep this scheme"),
        back=back,
        crumbs=crumbs_of(found),
        obstacles=list(obstacles_to_changing(found)),
    )
