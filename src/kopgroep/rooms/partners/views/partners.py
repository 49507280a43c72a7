"""The partners of a deal: the list, the page of each, and the forms on it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kopgroep.kernel import clock
from kopgroep.kernel.access import Permission, may, require
from kopgroep.kernel.obstacles import Obstacle, Obstructed
from kopgroep.rooms.partners.actions import (
    add_organisation,
    add_partner,
    change_partner,
    change_relation,
    give_motivation,
    move_partner,
    take_role,
)
from kopgroep.rooms.partners.forms import (
    AddPartnerForm,
    IntentionForm,
    MotivationForm,
    MoveForm,
    PartnerForm,
    RoleForm,
)
from kopgroep.rooms.partners.forms.partners import municipality_names
from kopgroep.rooms.partners.forms.parts import kept, show_refusal
from kopgroep.rooms.partners.models import PIPELINE, Organisation, Partner
from kopgroep.rooms.partners.queries.organisations import similar_organisations
from kopgroep.rooms.partners.queries.partner import contacts_of, partner_file
from kopgroep.rooms.partners.views.lists import in_order_of_stage, partners_list
from kopgroep.rooms.partners.views.loading import load_deal, load_partner
from kopgroep.rooms.partners.views.pages import on_partner_page, shown_form
from kopgroep.rooms.partners.views.relations import on_partner_page as relation_on_page
from kopgroep.rooms.programme.rules import obstacles_to_changing


def partner_list(request: HttpRequest, deal: str) -> HttpResponse:
    found = load_deal(request, deal)
    on = clock.today()
    rows = Partner.objects.standing_on(on).with_promises(on).filter(deal=found).select_related("organisation")
    wholly = may(request, Permission.HISTORY_VIEW, about=found)
    if not wholly:
        rows = rows.not_at_stage(*PIPELINE)
    roles = {role.code: str(role.name) for role in found.participation_roles.order_by("order")}
    shown = partners_list(roles).show(request, in_order_of_stage(rows), title=_("Partners"))
    if shown.download:
        return shown.download
    context = {
        "deal": found,
        "list": shown,
        "may_add": may(request, Permission.PARTNER_ADMIT, about=found) and not found.is_read_only,
        "may_see_enquiries": may(request, Permission.ENQUIRY_VIEW, about=found),
        "wholly": wholly,
    }
    return render(request, "partners/list.html", context)


def add(request: HttpRequest, deal: str) -> HttpResponse:
    """One form for who is known and who is new, at most four fields: it is filled in during a call."""
    found = load_deal(request, deal)
    by = require(request, Permission.PARTNER_ADMIT, about=found)
    form = AddPartnerForm(request.POST or None)
    similar: list[Organisation] = []
    ways: list[Obstacle] = []
    if form.is_valid():
        typed = form.cleaned_data
        similar = [] if form.known or typed["despite_similar"] else similar_organisations(typed["name"])
    if form.is_valid() and not similar:
        try:
            with transaction.atomic():
                now = clock.now()
                organisation = form.known or add_organisation(
                    name=typed["name"], kind=typed["kind"], helix=typed["helix"], cbs_code=typed.get("cbs_code", ""),
                    by=by, at=now,
                )  # fmt: skip
                partner = add_partner(
                    deal=found, organisation=organisation, stage=typed["stage"], by=by, at=now
                )
        except Obstructed as refusal:
            ways = show_refusal(form, refusal)
        else:
            words = _("%(organisation)s is in the network. Add a contact, so that one knows whom to call.")
            messages.success(request, words % {"organisation": organisation.name})
            return redirect(partner)
    names = [*Organisation.objects.existing(clock.today()).values_list("name", flat=True)]
    context = {
        "deal": found,
        "form": form,
        "similar": similar,
        "ways": ways,
        "names": sorted({*names, *municipality_names()}),
        "obstacles": list(obstacles_to_changing(found)),
    }
    return render(request, "partners/add.html", context)


def partner_page(request: HttpRequest, partner_id: int) -> HttpResponse:
    partner = load_partner(request, partner_id)
    on = clock.today()
    shown = partner_file(partner, on=on)
    sees_contacts = may(request, Permission.CONTACTS_VIEW, about=partner)
    context = (
        on_partner_page(request, partner, shown)
        | relation_on_page(request, partner)
        | {
            "contacts": contacts_of(partner.organisation, on=on, deals=[partner.deal_id])
            if sees_contacts
            else [],
            "sees_contacts": sees_contacts,
            "sees_history": may(request, Permission.HISTORY_VIEW, about=partner),
            "enquiries": list(partner.enquiries.order_by("received_at", "pk"))
            if may(request, Permission.ENQUIRY_VIEW, about=partner)
            else [],
        }
    )
    return render(request, "partners/partner.html", context)


def move(request: HttpRequest, partner_id: int) -> HttpResponse:
    partner = load_partner(request, partner_id)
    by = require(request, Permission.PARTNER_ADMIT, about=partner)
    shown = partner_file(partner, on=clock.today())
    stage = request.GET.get("stage") or shown.next_stage or shown.stage
    initial = {"stage": stage, "since_on": clock.today(), "seen_revision": partner.revision}
    form = MoveForm(request.POST or None, initial=initial)
    if kept(form, move_partner, partner=partner, by=by, at=clock.now()):
        messages.success(request, _("The step is noted."))
        return redirect(partner)
    return shown_form(
        request, partner, form, _("Move to another stage"), _("Note this step"), timeline=shown.standings
    )


def motivation(request: HttpRequest, partner_id: int) -> HttpResponse:
    partner = load_partner(request, partner_id)
    by = require(request, Permission.PARTNER_EDIT, about=partner)
    initial = {"given_on": clock.today(), "seen_revision": partner.revision}
    form = MotivationForm(request.POST or None, initial=initial)
    if kept(form, give_motivation, partner=partner, by=by, at=clock.now()):
        messages.success(request, _("The motivation is written down. Thank you."))
        return redirect(partner)
    return shown_form(request, partner, form, _("Motivation"), _("Write down the motivation"))


def role(request: HttpRequest, partner_id: int) -> HttpResponse:
    partner = load_partner(request, partner_id)
    by = require(request, Permission.PARTNER_EDIT, about=partner)
    running = partner_file(partner, on=clock.today()).running
    initial = {
        "from_on": clock.today(),
        "seen_revision": partner.revision,
        "role": running.role_id if running else None,
    }
    form = RoleForm(request.POST or None, initial=initial, deal=partner.deal)
    if kept(form, take_role, partner=partner, by=by, at=clock.now()):
        messages.success(request, _("Role and effort are noted. Thank you."))
        return redirect(partner)
    return shown_form(request, partner, form, _("Role and effort"), _("Note role and effort"))


def edit(request: HttpRequest, partner_id: int) -> HttpResponse:
    """Staff keep relation, intention and note; a partner's own contact says whether it intends to go on."""
    partner = load_partner(request, partner_id)
    by = require(request, Permission.PARTNER_EDIT, about=partner)
    staff = may(request, Permission.PARTNER_ADMIT, about=partner)
    on = clock.today()
    shown = partner_file(partner, on=on)
    stands_as = shown.standings[0].relation if shown.standings else ""
    initial = {
        "relation": stands_as,
        "since_on": on,
        "intends_next_phases": partner.intends_next_phases,
        "note": str(partner.note),
        "seen_revision": partner.revision,
    }
    form = (PartnerForm if staff else IntentionForm)(request.POST or None, initial=initial)

    @transaction.atomic
    def keep(*, relation: str = stands_as, since_on: date = on, at: datetime, **changes: Any) -> None:
        change_partner(partner=partner, by=by, at=at, **changes)
        if relation != stands_as:
            change_relation(partner=partner, relation=relation, since_on=since_on, by=by, at=at)

    if kept(form, keep, at=clock.now()):
        messages.success(request, _("It is kept."))
        return redirect(partner)
    return shown_form(request, partner, form, _("Relation and intention"), _("Keep this"))
