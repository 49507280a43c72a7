"""The relation manager of a partner and the contact log; for who runs the deal, and nobody else."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kopgroep.kernel import clock
from kopgroep.kernel.access import Permission, may, require
from kopgroep.kernel.obstacles import Obstructed
from kopgroep.rooms.partners.actions.relations import (
    change_contact_moment,
    follow_up,
    log_contact,
    name_relation_manager,
    remove_contact_moment,
)
from kopgroep.rooms.partners.forms.parts import kept, show_refusal
from kopgroep.rooms.partners.forms.relations import MomentForm, QuickMomentForm, RelationManagerForm
from kopgroep.rooms.partners.models import ContactMoment, Partner
from kopgroep.rooms.partners.queries.peers import office_of
from kopgroep.rooms.partners.queries.relations import log_of, manager_of, relations_of
from kopgroep.rooms.partners.views.loading import load_deal, load_partner
from kopgroep.rooms.partners.views.relation_list import relations_list

ON_PAGE = 3


def relations(request: HttpRequest, deal: str) -> HttpResponse:
    found = load_deal(request, deal)
    require(request, Permission.CONTACT_LOG, about=found)
    on = clock.today()
    office = office_of(found, on=on)
    rows = relations_of([found], on)
    shown = relations_list(office, on).show(request, rows, title=_("Keeping in touch"))
    if shown.download:
        return shown.download
    context = {"deal": found, "list": shown, "wholly": True, "may_see_enquiries": True}
    return render(request, "partners/relations.html", context)


def on_partner_page(request: HttpRequest, partner: Partner) -> dict[str, Any]:
    """What the office sees on a partner's page: who keeps in touch, the last contacts, three fields."""
    if not may(request, Permission.CONTACT_LOG, about=partner):
        return {}
    moments = list(log_of(partner)[: ON_PAGE + 1])
    return {
        "relation": {
            "manager": manager_of(partner, on=clock.today()),
            "moments": moments[:ON_PAGE],
            "more": len(moments) > ON_PAGE,
            "form": QuickMomentForm(auto_id="log-%s"),
        }
    }


def log(request: HttpRequest, partner_id: int) -> HttpResponse:
    """The whole log with the form for a line; the three fields of the partner's page come here too."""
    partner = load_partner(request, partner_id)
    by = require(request, Permission.CONTACT_LOG, about=partner)
    quick = "held_on" not in request.POST
    initial = {"held_on": clock.today()}
    form: Any = MomentForm(request.POST or None, partner=partner, initial=initial)
    if request.method == "POST" and quick:
        form = MomentForm({**request.POST.dict(), "held_on": clock.today().isoformat()}, partner=partner)
    if form.is_valid():
        typed = dict(form.cleaned_data)
        typed.pop("seen_revision")
        try:
            log_contact(partner=partner, by=by, at=clock.now(), **typed)
        except Obstructed as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("It stands in the contact log, for the office alone."))
            return redirect(f"{partner.get_absolute_url()}#relation")
    context = {
        "deal": partner.deal,
        "partner": partner,
        "form": form,
        "manager": manager_of(partner, on=clock.today()),
        "moments": list(log_of(partner)),
    }
    return render(request, "partners/log.html", context)


def moment_edit(request: HttpRequest, moment_id: int) -> HttpResponse:
    moment = load_moment(moment_id)
    by = require(request, Permission.CONTACT_LOG, about=moment.partner)
    partner = moment.partner
    form = MomentForm.of(moment, request.POST or None)
    if "remove" in request.POST:
        remove_contact_moment(moment=moment, by=by, at=clock.now())
        messages.success(request, _("The line is removed."))
        return redirect("partners:log", partner.pk)
    if kept(form, change_contact_moment, moment=moment, by=by, at=clock.now()):
        messages.success(request, _("It is kept."))
        return redirect("partners:log", partner.pk)
    context = {"deal": partner.deal, "partner": partner, "moment": moment, "form": form}
    return render(request, "partners/moment.html", context)


@require_POST
def moment_done(request: HttpRequest, moment_id: int) -> HttpResponse:
    """Somebody came back to it; what came of that is the next line."""
    moment = load_moment(moment_id)
    by = require(request, Permission.CONTACT_LOG, about=moment.partner)
    try:
        follow_up(moment=moment, by=by, at=clock.now())
    except Obstructed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Done. Write down below what was agreed this time."))
    return redirect(f"{moment.partner.get_absolute_url()}#relation")


def manager(request: HttpRequest, partner_id: int) -> HttpResponse:
    partner = load_partner(request, partner_id)
    by = require(request, Permission.CONTACT_LOG, about=partner)
    on = clock.today()
    now = manager_of(partner, on=on)
    form = RelationManagerForm(
        request.POST or None,
        office=office_of(partner.deal, on=on),
        initial={"user": now.user_id if now else request.user.pk},
    )
    if form.is_valid():
        try:
            named = name_relation_manager(
                partner=partner, user=form.cleaned_data["user"], by=by, at=clock.now()
            )
        except Obstructed as refusal:
            show_refusal(form, refusal)
        else:
            if named is None:
                messages.success(request, _("Nobody of the office keeps in touch with this partner now."))
            else:
                words = _("%(person)s keeps in touch with %(partner)s.")
                named_words = {"person": named.user.name, "partner": partner.organisation.name}
                messages.success(request, words % named_words)
            return redirect(f"{partner.get_absolute_url()}#relation")
    context = {
        "deal": partner.deal,
        "partner": partner,
        "form": form,
        "title": _("Relation manager"),
        "submit": _("Keep this"),
        "obstacles": [],
        "ask_url": "",
    }
    return render(request, "partners/partner_form.html", context)


def load_moment(moment_id: int) -> ContactMoment:
    rows = ContactMoment.objects.select_related("partner__deal", "partner__organisation", "contact__person")
    return get_object_or_404(rows, pk=moment_id)
