"""The registry: the list, the page of each organisation, adding and changing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kopgroep.kernel import clock
from kopgroep.kernel.access import Permission, may, require
from kopgroep.kernel.obstacles import Obstacle, Obstructed
from kopgroep.kernel.records import EditedMeanwhile
from kopgroep.rooms.partners.actions import add_organisation, change_organisation
from kopgroep.rooms.partners.forms import OrganisationForm
from kopgroep.rooms.partners.forms.organisations import differences
from kopgroep.rooms.partners.forms.partners import municipality_names
from kopgroep.rooms.partners.forms.parts import show_refusal
from kopgroep.rooms.partners.models import PIPELINE, Organisation, Partner, Stage
from kopgroep.rooms.partners.queries.invitations import invitations_of
from kopgroep.rooms.partners.queries.organisations import (
    Sight,
    sight_of,
    similar_organisations,
    visible_organisations,
)
from kopgroep.rooms.partners.queries.partner import contacts_of, partnerships_of, successions_of
from kopgroep.rooms.partners.queries.roles import deals_inside
from kopgroep.rooms.partners.queries.succession import open_successions
from kopgroep.rooms.partners.views.lists import ORGANISATIONS, TONES
from kopgroep.rooms.partners.views.loading import load_organisation, load_sight


def organisation_list(request: HttpRequest) -> HttpResponse:
    sight = load_sight(request)
    parts = Partner.objects.filter(organisation=OuterRef("pk")).order_by()
    if not sight.everything:
        parts = parts.filter(deal__in=sight.inside | sight.outside)
    number = parts.values("organisation").annotate(number=Count("pk")).values("number")
    counted: dict[str, Any] = {"deal_count": Coalesce(Subquery(number), 0)}
    shown = ORGANISATIONS.show(
        request, visible_organisations(sight).annotate(**counted), title=_("Organisations")
    )
    if shown.download:
        return shown.download
    context = {
        "list": shown,
        "may_add": may(request, Permission.ORGANISATION_EDIT),
        "may_merge": may(request, Permission.ORGANISATION_MERGE),
    }
    return render(request, "partners/organisations.html", context)


def organisation_page(request: HttpRequest, organisation_id: int) -> HttpResponse:
    organisation = load_organisation(request, organisation_id)
    on = clock.today()
    sees_contacts = may(request, Permission.CONTACTS_VIEW, about=organisation)
    may_edit_contacts = may(request, Permission.CONTACT_EDIT, about=organisation)
    inside = deals_inside(request.user) if sees_contacts else frozenset()
    became, came_from = successions_of(organisation)
    context = {
        "organisation": organisation,
        "facts": _facts(organisation),
        "parts": _parts(organisation, sight_of(request.user)),
        "contacts": contacts_of(organisation, on=on, deals=inside) if sees_contacts else [],
        "sees_contacts": sees_contacts,
        "may_edit": may(request, Permission.ORGANISATION_EDIT, about=organisation),
        "may_edit_contacts": may_edit_contacts,
        "invited": invitations_of(organisation, on, deals=inside) if may_edit_contacts else [],
        "sees_history": may(request, Permission.HISTORY_VIEW, about=organisation),
        "left": list(open_successions(on).filter(organisation=organisation).order_by("until_on", "pk"))
        if may_edit_contacts
        else [],
        "became": became,
        "came_from": came_from,
        "exists": organisation.valid_until is None or organisation.valid_until > on,
    }
    return render(request, "partners/organisation.html", context)


def _parts(organisation: Organisation, sight: Sight) -> list[dict[str, Any]]:
    """Its deals, as far as this visitor sees them."""
    seen = None if sight.everything else sight.inside | sight.outside
    return [
        {
            "partner": part,
            "word": Stage(part.stage).label,
            "tone": TONES[Stage(part.stage)],
        }
        for part in partnerships_of(organisation, on=clock.today(), deals=seen)
        if sight.everything or part.deal_id in sight.inside or part.stage not in PIPELINE
    ]


def _facts(organisation: Organisation) -> list[dict[str, Any]]:
    aliases = list(organisation.aliases.order_by("name").values_list("name", flat=True))
    facts: list[dict[str, Any]] = [
        {"label": _("Kind"), "value": organisation.get_kind_display()},
        {"label": _("Helix"), "value": organisation.get_helix_display()},
        {"label": _("Other names"), "value": ", ".join(aliases)},
        {"label": _("CBS code"), "value": organisation.cbs_code},
        {"label": _("KvK number"), "value": organisation.kvk},
        {"label": _("OIN"), "value": organisation.oin},
        {"label": _("Website"), "value": organisation.website, "url": organisation.website},
        {"label": _("Note"), "value": organisation.note},
        {"label": _("Exists from"), "value": organisation.valid_from},
        {"label": _("Exists until"), "value": organisation.valid_until},
    ]
    return [fact for fact in facts if fact["value"] or fact["label"] in {_("KvK number")}]


def add(request: HttpRequest) -> HttpResponse:
    by = require(request, Permission.ORGANISATION_EDIT)
    form = OrganisationForm(request.POST or None)
    similar: list[Organisation] = []
    ways: list[Obstacle] = []
    if form.is_valid() and not form.cleaned_data["despite_similar"]:
        similar = similar_organisations(form.cleaned_data["name"])
    if form.is_valid() and not similar:
        try:
            made = add_organisation(**form.facts(), aliases=form.alias_list(), by=by, at=clock.now())
        except Obstructed as refusal:
            ways = show_refusal(form, refusal)
        else:
            messages.success(request, _("%(organisation)s is in the registry.") % {"organisation": made.name})
            return redirect(made)
    context = {"form": form, "similar": similar, "names": municipality_names(), "ways": ways}
    return render(request, "partners/organisation_add.html", context)


def edit(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """When somebody else changed it meanwhile: both values per field, all that was typed, and a knowing choice."""
    organisation = load_organisation(request, organisation_id)
    by = require(request, Permission.ORGANISATION_EDIT, about=organisation)
    form = OrganisationForm.of(organisation, request.POST or None)
    theirs: list[dict[str, str]] = []
    if form.is_valid():
        try:
            change_organisation(
                organisation=organisation,
                seen_revision=form.cleaned_data["seen_revision"],
                aliases=form.alias_list(),
                by=by,
                at=clock.now(),
                **form.facts(),
            )
        except Obstructed as refusal:
            show_refusal(form, refusal)
        except EditedMeanwhile as edited:
            current = Organisation.objects.get(pk=edited.current.pk)
            theirs = differences(form, current)
            typed = request.POST.copy()
            typed["seen_revision"] = str(current.revision)
            form = OrganisationForm.of(current, typed)
        else:
            messages.success(request, _("It is kept."))
            return redirect(organisation)
    context = {"organisation": organisation, "form": form, "theirs": theirs, "names": municipality_names()}
    return render(request, "partners/organisation_edit.html", context)
