"""What the pages about one partner have in common."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from kopgroep.kernel.access import Permission, may
from kopgroep.rooms.partners.forms import MotivationForm, RoleForm
from kopgroep.rooms.partners.models import TAKING_PART, Partner, Stage
from kopgroep.rooms.partners.queries.partner import PartnerFile
from kopgroep.rooms.partners.queries.words import days_in_words
from kopgroep.rooms.partners.views.lists import TONES
from kopgroep.rooms.programme.rules import obstacles_to_changing


def shown_form(
    request: HttpRequest,
    partner: Partner,
    form: forms.Form,
    title: str,
    submit: str,
    template: str = "partners/partner_form.html",
    **more: Any,
) -> HttpResponse:
    context = {
        "deal": partner.deal,
        "partner": partner,
        "form": form,
        "title": title,
        "submit": submit,
        "obstacles": list(obstacles_to_changing(partner.deal)),
        "ask_url": _ask_url(request, partner, form),
        **more,
    }
    return render(request, template, context)


def _ask_url(request: HttpRequest, partner: Partner, form: forms.Form) -> str:
    """Beside what the organisation itself knows best: the way to ask it."""
    answers = isinstance(form, (MotivationForm, RoleForm))
    may_ask = answers and may(request, Permission.LINK_SEND, about=partner)
    return reverse("partners:ask", args=[partner.pk]) if may_ask else ""


def on_partner_page(request: HttpRequest, partner: Partner, shown: PartnerFile) -> dict[str, Any]:
    """State, the one main action, and what now."""
    can_change = not partner.deal.is_read_only
    may_edit = can_change and may(request, Permission.PARTNER_EDIT, about=partner)
    may_move = can_change and may(request, Permission.PARTNER_ADMIT, about=partner)
    steps = _steps(partner, shown, may_edit=may_edit, may_move=may_move)
    wanted = shown.next_stage is not None or shown.lacks_motivation or shown.lacks_role
    if not wanted and can_change and may(request, Permission.CONTACT_LOG, about=partner):
        # Nothing is missing: what the office comes here for most is to note a talk.
        steps.insert(0, _step(partner, "log", _("Write down a contact")))
        wanted = True
    may_ask = can_change and may(request, Permission.LINK_SEND, about=partner)
    if shown.stage == Stage.LEFT or shown.is_leaving:
        steps = [*_ways_back(partner, shown, may_move=may_move), *steps]
        wanted = wanted or may_move
    if may_ask and (shown.lacks_motivation or shown.lacks_role):
        note = _("by mail, answered in a minute without an account")
        steps.insert(0, _step(partner, "ask", _("Ask for motivation and role"), note))
    rest = steps[1:] if wanted else steps
    return {
        "deal": partner.deal,
        "partner": partner,
        "file": shown,
        "stage_word": Stage(shown.stage).label if shown.stage else "",
        "stage_tone": TONES[Stage(shown.stage)] if shown.stage else "neutral",
        "leaves_on": shown.leaves_on,
        "may_be_new": can_change and shown.stage in TAKING_PART,
        "may_edit": may_edit,
        "may_move": may_move,
        "steps": [step for step in rest if not step.get("seldom")],
        "seldom": [step for step in rest if step.get("seldom")],
        "action": steps[0] if steps and wanted else None,
        "facts": _facts(request, partner, shown),
    }


def _ways_back(partner: Partner, shown: PartnerFile, *, may_move: bool) -> list[dict[str, str]]:
    """Who leaves can be let back in, and a mistake can be undone."""
    if not may_move:
        return []
    undo = _step(partner, "leave-undo", _("Undo the leaving"), _("it stands again where it stood"))
    if shown.is_leaving:
        return [undo]
    back = _step(partner, "move", _("Let it take part again"))
    back["url"] += f"?stage={Stage.PARTNER.value}"
    return [back, undo]


def _steps(partner: Partner, shown: PartnerFile, *, may_edit: bool, may_move: bool) -> list[dict[str, str]]:
    """What can be done now, the most wanted first: what is missing for the deal's norms comes before the rest."""
    steps = []
    if may_move and shown.next_stage:
        words = _("Move on to: %(stage)s") % {"stage": shown.next_stage.label}
        steps.append(_step(partner, "move", words))
    if may_edit and shown.lacks_motivation:
        note = _("the deal asks for it") if "partners_with_motivation" in shown.asked else ""
        steps.append(_step(partner, "motivation", _("Write down why this partner takes part"), note))
    if may_edit and shown.lacks_role:
        note = _("the deal asks for it") if "partners_with_role" in shown.asked else ""
        steps.append(_step(partner, "role", _("Name a role and the days a month"), note))
    if may_edit and not shown.lacks_role:
        steps.append(_step(partner, "role", _("Change role and effort")))
    if may_edit and not shown.lacks_motivation:
        steps.append(_step(partner, "motivation", _("Add to the motivation")))
    if may_move and not shown.next_stage:
        steps.append(_step(partner, "move", _("Move to another stage"), seldom="yes"))
    if may_edit:
        steps.append(_step(partner, "edit", _("Change relation, intention or note"), seldom="yes"))
    if may_move and shown.stage in TAKING_PART:
        note = _("where the deal is, what is asked, and a page with the rest")
        steps.append(_step(partner, "welcome", _("Mail the welcome"), note, seldom="yes"))
    if may_move and shown.stage not in ("", Stage.LEFT) and not shown.is_leaving:
        steps.append(_step(partner, "leave", _("Leave the deal"), seldom="yes"))
    return steps


def _step(partner: Partner, page: str, label: str, note: str = "", seldom: str = "") -> dict[str, str]:
    url = reverse(f"partners:{page}", args=[partner.pk])
    return {"label": label, "url": url, "note": note, "seldom": seldom}


def _facts(request: HttpRequest, partner: Partner, shown: PartnerFile) -> list[dict[str, Any]]:
    organisation = partner.organisation
    running = shown.running
    days = running.days_per_month if running else None
    effort = _("%(days)s days a month") % {"days": days_in_words(days)} if days is not None else ""
    page = (
        organisation.get_absolute_url() if may(request, Permission.NETWORK_VIEW, about=organisation) else ""
    )
    return [
        {"label": _("Organisation"), "value": organisation.name, "url": page},
        {"label": _("Kind"), "value": organisation.get_kind_display()},
        {"label": _("Helix"), "value": organisation.get_helix_display()},
        {"label": _("Relation"), "value": shown.standing.get_relation_display() if shown.standing else ""},
        {"label": _("Role"), "value": str(running.role.name) if running else "", "note": effort},
        {"label": _("Next phases"), "value": _intention(partner)},
        *([{"label": _("Note"), "value": str(partner.note)}] if partner.note else []),
        *(
            [{"label": _("Source"), "value": partner.source.title, "url": partner.source.address_of_page}]
            if partner.source
            else []
        ),
    ]


def _intention(partner: Partner) -> str:
    if partner.intends_next_phases:
        return _("intends to join them")
    return _("does not intend to join them")
