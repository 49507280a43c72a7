"""Desk research: searches, what they brought up, existing tools and what is said of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kopgroep.kernel import clock
from kopgroep.kernel.access import Permission, may, require
from kopgroep.kernel.acting import act_page, kept
from kopgroep.rooms.programme.models import Deal
from kopgroep.rooms.programme.rules import obstacles_to_changing
from kopgroep.rooms.tools import actions, forms
from kopgroep.rooms.tools.models import Claim, ExistingTool, Need, Search, Trust
from kopgroep.rooms.tools.views.lists import TRUST_TONES, WARN_DAYS
from kopgroep.rooms.tools.views.lists import existing_list as declared
from kopgroep.rooms.tools.views.loading import (
    below_existing,
    below_needs,
    crumbs_of,
    load_deal,
    load_existing,
    load_need,
)


def search_add(request: HttpRequest, need_id: int) -> HttpResponse:
    need, by = load_need(request, need_id, Permission.RESEARCH_LOG)
    form = forms.SearchForm(request.POST or None, initial={"searched_on": clock.today(), "duplicates": 0})
    if kept(form, actions.record_search, need=need, by=by, at=clock.now()):
        return redirect(f"{need.get_absolute_url()}#research")
    return _of_need(
        request,
        need,
        form,
        title=_("Write down a search"),
        lead=_("Does it exist already? Also a search that found nothing is worth writing down."),
        submit=_("Save the search"),
    )


def _of_need(request: HttpRequest, need: Need, form: Any, **more: Any) -> HttpResponse:
    return act_page(
        request,
        need.deal,
        form,
        back=f"{need.get_absolute_url()}#research",
        eyebrow=need.process_question,
        crumbs=below_needs(need.deal, need),
        obstacles=list(obstacles_to_changing(need.deal)),
        **more,
    )


def hit_add(request: HttpRequest, search_id: int) -> HttpResponse:
    search = get_object_or_404(Search.objects.select_related("need__deal"), pk=search_id)
    by = require(request, Permission.RESEARCH_LOG, about=search)
    form = forms.HitForm(request.POST or None, deal=search.deal)
    if kept(form, actions.note_hit, search=search, by=by, at=clock.now()):
        return redirect(f"{search.need.get_absolute_url()}#research")
    return _of_need(request, search.need, form, title=_("What was found"), lead=str(search), submit=_("Save"))


def existing_list(request: HttpRequest, deal: str) -> HttpResponse:
    found, _by = load_deal(request, deal, Permission.TOOL_VIEW)
    on = clock.today()
    lapsing = Claim.objects.filter(
        existing_tool=OuterRef("pk"), expires_on__lte=on + timedelta(days=WARN_DAYS)
    )
    rows = ExistingTool.objects.filter(deal=found).annotate(lapsing=Exists(lapsing))
    shown = declared().show(request, rows, title=_("What exists already"))
    if shown.download:
        return shown.download
    logs = may(request, Permission.RESEARCH_LOG, about=found) and not found.is_read_only
    context = {
        "deal": found,
        "list": shown,
        "title": _("What exists already"),
        "lead": _("What others made, so that no wheel is invented twice."),
        "crumbs": crumbs_of(found),
        "action_label": _("Write down an existing tool") if logs else "",
        "action_url": reverse("tools:existing-add", args=[found.code]),
    }
    return render(request, "tools/list.html", context)


def existing_add(request: HttpRequest, deal: str) -> HttpResponse:
    found, by = load_deal(request, deal, Permission.RESEARCH_LOG)
    need = Need.objects.filter(deal=found, pk=_number(request.GET.get("need", "")) or 0).first()
    initial = {"read_on": clock.today(), "needs": [need] if need else []}
    form = forms.ExistingToolForm(request.POST or None, deal=found, initial=initial)
    if kept_new(form, found, by):
        return redirect(need.get_absolute_url() if need else reverse("tools:existing", args=[found.code]))
    return _of_deal(request, found, form, title=_("Write down an existing tool"))


def kept_new(form: forms.ExistingToolForm, deal: Deal, by: Any) -> bool:
    def note(*, seen_revision: int | None = None, **said: Any) -> ExistingTool:
        return actions.note_existing_tool(**said)

    return kept(form, note, deal=deal, by=by, at=clock.now())


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 12 else None


def _of_deal(request: HttpRequest, deal: Deal, form: Any, **more: Any) -> HttpResponse:
    return act_page(
        request,
        deal,
        form,
        submit=_("Save"),
        back=reverse("tools:existing", args=[deal.code]),
        crumbs=below_existing(deal),
        obstacles=list(obstacles_to_changing(deal)),
        **more,
    )


def existing_page(request: HttpRequest, existing_id: int) -> HttpResponse:
    tool, _by = load_existing(request, existing_id, Permission.TOOL_VIEW)
    on = clock.today()
    claims = list(tool.claims.order_by("-claimed_on", "-pk"))
    context = {
        "deal": tool.deal,
        "tool": tool,
        "tone": TRUST_TONES.get(Trust(tool.status), "neutral"),
        "claims": [(claim, _standing(claim, on)) for claim in claims],
        "needs": tool.needs.filter(merged_into=None).order_by("process_question", "pk"),
        "logs": may(request, Permission.RESEARCH_LOG, about=tool) and not tool.deal.is_read_only,
        "sees_history": may(request, Permission.HISTORY_VIEW, about=tool),
        "crumbs": below_existing(tool.deal),
    }
    return render(request, "tools/existing_tool.html", context)


def _standing(claim: Claim, on: Any) -> str:
    """Lapsed, lapsing soon, or in force."""
    if claim.expires_on is None or claim.expires_on > on + timedelta(days=WARN_DAYS):
        return ""
    return "lapsed" if claim.expires_on <= on else "lapsing"


def existing_edit(request: HttpRequest, existing_id: int) -> HttpResponse:
    tool, by = load_existing(request, existing_id, Permission.RESEARCH_LOG)
    names = [name for name in forms.ExistingToolForm.base_fields if name not in ("needs", "seen_revision")]
    initial = {name: getattr(tool, name) for name in names}
    initial |= {"needs": tool.needs.all(), "seen_revision": tool.revision}
    form = forms.ExistingToolForm(request.POST or None, deal=tool.deal, initial=initial)
    if kept(form, actions.change_existing_tool, tool=tool, by=by, at=clock.now()):
        return redirect(tool)
    return _of_deal(request, tool.deal, form, title=_("Change what is known of it"), eyebrow=tool.name)


def claim_add(request: HttpRequest, existing_id: int) -> HttpResponse:
    tool, by = load_existing(request, existing_id, Permission.RESEARCH_LOG)
    form = forms.ClaimForm(request.POST or None, initial={"claimed_on": clock.today()})
    if kept(form, actions.note_claim, existing_tool=tool, by=by, at=clock.now()):
        return redirect(tool)
    return act_page(
        request,
        tool.deal,
        form,
        title=_("Note what is said of it"),
        submit=_("Save"),
        back=tool.get_absolute_url(),
        eyebrow=tool.name,
        crumbs=below_existing(tool.deal, tool),
        obstacles=list(obstacles_to_changing(tool.deal)),
    )
