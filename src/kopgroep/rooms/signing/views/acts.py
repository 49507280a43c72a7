"""Drafting, freezing, naming, checking, signing and withdrawing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kopgroep.kernel import clock
from kopgroep.kernel.access import Permission, may, require
from kopgroep.kernel.acting import act_page, kept, show_refusal
from kopgroep.kernel.actors import Actor
from kopgroep.kernel.obstacles import Obstructed
from kopgroep.rooms.partners.models import Partner
from kopgroep.rooms.programme.rules import obstacles_to_changing
from kopgroep.rooms.signing import actions, forms
from kopgroep.rooms.signing.models import How, Signatory, Signature, SigningMoment
from kopgroep.rooms.signing.queries import parties_of
from kopgroep.rooms.signing.rules import obstacles_to_writing
from kopgroep.rooms.signing.views.pages import crumbs_of, load_deal, load_text


def draft(request: HttpRequest, deal: str) -> HttpResponse:
    found, by = load_deal(request, deal, Permission.TEXT_WRITE)
    form = forms.TextForm(request.POST or None)
    if form.is_valid():
        try:
            made = actions.draft_text(deal=found, **form.cleaned_data, by=by, at=clock.now())
        except Obstructed as refusal:
            show_refusal(form, refusal)
        else:
            return redirect(made)
    return act_page(
        request,
        found,
        form,
        title=_("Draft a text"),
        lead=_("The usual parts are filled from what the deal knows already; you change them after."),
        submit=_("Draft this text"),
        back=reverse("signing:signing", args=[found.code]),
        crumbs=crumbs_of(found),
        obstacles=list(obstacles_to_changing(found)),
    )


def part(request: HttpRequest, text_id: int, code: str) -> HttpResponse:
    found, by = load_text(request, text_id, Permission.TEXT_WRITE)
    one = get_object_or_404(found.parts.select_related("text__deal"), code=code)
    initial = {"heading": one.heading, "body": one.body, "seen_revision": one.revision}
    form = forms.PartForm(request.POST or None, initial=initial)
    if kept(form, actions.write_part, part=one, by=by, at=clock.now()):
        messages.success(request, _("It is kept."))
        return redirect(found)
    return act_page(
        request,
        found.deal,
        form,
        title=one.heading,
        submit=_("Keep this part"),
        back=found.get_absolute_url(),
        eyebrow=found.title,
        crumbs=[*crumbs_of(found.deal), {"label": found.title, "url": found.get_absolute_url()}],
        obstacles=list(obstacles_to_writing(found)),
        draft=f"text-part-{one.uid}",
    )


@require_POST
def freeze(request: HttpRequest, text_id: int) -> HttpResponse:
    found, by = load_text(request, text_id, Permission.TEXT_WRITE)
    try:
        actions.freeze_text(text=found, by=by, at=clock.now())
    except Obstructed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The text is frozen. Now a moment of signing can be called."))
    return redirect(found)


def call(request: HttpRequest, text_id: int) -> HttpResponse:
    found, by = load_text(request, text_id, Permission.SIGNATURE_KEEP)
    form = forms.MomentForm(request.POST or None, initial={"held_on": clock.today()})
    if form.is_valid():
        try:
            made = actions.call_moment(text=found, **form.cleaned_data, by=by, at=clock.now())
        except Obstructed as refusal:
            show_refusal(form, refusal)
        else:
            return redirect(made)
    return act_page(
        request,
        found.deal,
        form,
        title=_("Call a moment of signing"),
        submit=_("Call this moment"),
        back=found.get_absolute_url(),
        eyebrow=found.title,
        crumbs=[*crumbs_of(found.deal), {"label": found.title, "url": found.get_absolute_url()}],
        obstacles=list(obstacles_to_changing(found.deal)),
    )


def sheet(request: HttpRequest, moment_id: int) -> HttpResponse:
    """One sheet for all: tick, correct the exceptions, upload, done."""
    moment = get_object_or_404(SigningMoment.objects.select_related("deal", "text"), pk=moment_id)
    by = require(request, Permission.SIGNATURE_KEEP, about=moment)
    parties = parties_of(moment, clock.today())
    form = forms.SheetForm(
        request.POST or None, request.FILES or None, parties=parties, initial={"signed_on": moment.held_on}
    )
    if form.is_valid():
        known = {party.partner.pk: party.partner for party in parties}
        try:
            made = _keep_sheet(moment, known, form.cleaned_data, by=by)
        except Obstructed as refusal:
            show_refusal(form, refusal)
        else:
            words = ngettext("%(count)d party signed.", "%(count)d parties signed.", made) % {"count": made}
            messages.success(request, words)
            return redirect(moment)
    context = {
        "deal": moment.deal,
        "moment": moment,
        "form": form,
        "waiting": [party for party in parties if not party.has_signed],
        "obstacles": list(obstacles_to_changing(moment.deal)),
        "crumbs": [
            *crumbs_of(moment.deal),
            {"label": str(moment.text or ""), "url": moment.get_absolute_url()},
        ],
    }
    return render(request, "signing/sheet.html", context)


@transaction.atomic
def _keep_sheet(moment: SigningMoment, known: dict[int, Partner], typed: dict[str, Any], *, by: Actor) -> int:
    at = clock.now()
    if upload := typed["sheet"]:
        actions.keep_sheet(moment=moment, content=upload.read(), by=by, at=at)
    partners = [known[key] for key in typed["partners"] if key in known]
    return len(
        actions.sign_sheet(moment=moment, partners=partners, signed_on=typed["signed_on"], by=by, at=at)
    )


@require_POST
def sign(request: HttpRequest, moment_id: int, partner_id: int) -> HttpResponse:
    """On the screen: who speaks for a partner signs for it."""
    moment = get_object_or_404(SigningMoment.objects.select_related("deal", "text"), pk=moment_id)
    rows = Partner.objects.select_related("deal", "organisation")
    partner = get_object_or_404(rows, pk=partner_id, deal=moment.deal)
    by = require(request, Permission.SIGNATORY_NAME, about=partner)
    try:
        actions.sign_deal(moment=moment, partner=partner, how=How.SCREEN, by=by, at=clock.now())
    except Obstructed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("%(partner)s has signed.") % {"partner": partner.organisation.name})
    return redirect(moment)


def signatory(request: HttpRequest, partner_id: int) -> HttpResponse:
    """Name who signs for a partner; the office checks on whose authority."""
    partner = get_object_or_404(Partner.objects.select_related("deal", "organisation"), pk=partner_id)
    by = require(request, Permission.SIGNATORY_NAME, about=partner)
    held = Signatory.objects.filter(partner=partner, until_on=None).first()
    fields = ("name", "capacity", "acts_as", "mandate")
    form = forms.SignatoryForm(
        request.POST or None, initial={name: getattr(held, name) for name in fields} if held else None
    )
    if kept(form, actions.name_signatory, partner=partner, by=by, at=clock.now()):
        messages.success(request, _("It is kept. The office checks the mandate."))
        return redirect("signing:signatory", partner.pk)
    context = {
        "deal": partner.deal,
        "partner": partner,
        "held": held,
        "form": form,
        "checks": held is not None and may(request, Permission.SIGNATURE_KEEP, about=partner),
        "mandate_form": forms.MandateForm(),
        "signatures": Signature.objects.filter(partner=partner)
        .select_related("moment")
        .order_by("signed_on"),
        "keeps": may(request, Permission.SIGNATURE_KEEP, about=partner) and not partner.deal.is_read_only,
        "obstacles": list(obstacles_to_changing(partner.deal)),
        "crumbs": [
            *crumbs_of(partner.deal),
            {"label": _("Who signs"), "url": reverse("signing:signatories", args=[partner.deal.code])},
        ],
    }
    return render(request, "signing/signatory.html", context)


@require_POST
def check(request: HttpRequest, signatory_id: int) -> HttpResponse:
    rows = Signatory.objects.select_related("partner__deal", "partner__organisation")
    found = get_object_or_404(rows, pk=signatory_id)
    by = require(request, Permission.SIGNATURE_KEEP, about=found)
    form = forms.MandateForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    try:
        actions.check_mandate(signatory=found, note=note, by=by, at=clock.now())
    except Obstructed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The mandate is checked."))
    return redirect("signing:signatories", found.deal.code)


def withdraw(request: HttpRequest, signature_id: int) -> HttpResponse:
    rows = Signature.objects.select_related("partner__deal", "partner__organisation", "moment")
    found = get_object_or_404(rows, pk=signature_id)
    by = require(request, Permission.SIGNATURE_KEEP, about=found)
    form = forms.WithdrawForm(request.POST or None, initial={"on": clock.today()})
    back = reverse("signing:signatory", args=[found.partner_id])
    if kept(form, actions.withdraw_signature, signature=found, by=by, at=clock.now()):
        messages.success(request, _("It is kept. That this party signed stays on record."))
        return redirect(back)
    return act_page(
        request,
        found.deal,
        form,
        title=_("Withdraw from the deal"),
        lead=_("What the party promised ends on that day; what it gave stays."),
        submit=_("Note that this party withdraws"),
        back=back,
        eyebrow=found.partner.organisation.name,
        crumbs=crumbs_of(found.deal),
        obstacles=list(obstacles_to_changing(found.deal)),
    )
