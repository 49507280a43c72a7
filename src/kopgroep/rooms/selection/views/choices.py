"""Tools are chosen and left out, and come back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kopgroep.kernel import clock
from kopgroep.kernel.access import Permission, require
from kopgroep.kernel.acting import act_page, kept
from kopgroep.rooms.programme.models import Deal
from kopgroep.rooms.programme.rules import obstacles_to_changing
from kopgroep.rooms.selection import actions, forms
from kopgroep.rooms.selection.models import Choice, Rejection, Round
from kopgroep.rooms.selection.queries import result_of
from kopgroep.rooms.selection.rules import obstacles_to_following
from kopgroep.rooms.selection.views.loading import (
    crumbs_of,
    load_deal,
    load_round,
    still_in,
    to_choose,
)


def _act(request: HttpRequest, deal: Deal, form: Any, **more: Any) -> HttpResponse:
    more.setdefault("back", reverse("selection:selection", args=[deal.code]))
    more.setdefault("crumbs", crumbs_of(deal))
    more.setdefault("obstacles", list(obstacles_to_changing(deal)))
    return act_page(request, deal, form, **more)


def asked_for(request: HttpRequest) -> list[int]:
    return [int(one) for one in request.GET.getlist("tools") if one.isdecimal() and len(one) < 12]


def choose(request: HttpRequest, deal: str) -> HttpResponse:
    """By hand, or with the tools of a proposal ticked already."""
    found, by = load_deal(request, deal, Permission.SELECTION_KEEP)
    tools = to_choose(found)
    if principle := request.GET.get("principle", ""):
        tools = tools.filter(principles__code=principle)
    ticked = tools.filter(pk__in=asked_for(request))
    initial = {"tools": ticked, "on": clock.today(), "reason": request.GET.get("reason", "")[:1000]}
    form = forms.ChooseForm(request.POST or None, tools=tools, initial=initial)
    if kept(form, actions.choose_tools, deal=found, by=by, at=clock.now()):
        count = len(form.cleaned_data["tools"])
        words = ngettext("%(count)d tool is chosen.", "%(count)d tools are chosen.", count)
        messages.success(request, words % {"count": count})
        return redirect("selection:selection", found.code)
    return _act(request, found, form, title=_("Choose tools"), submit=_("Choose these tools"))


def decide(request: HttpRequest, round_id: int) -> HttpResponse:
    """What follows from a round: the best of it are ticked, as many as there are places in the address."""
    within, by = load_round(request, round_id, Permission.SELECTION_KEEP)
    tools = to_choose(within.deal).filter(rounds=within)
    form = forms.DecideForm(
        request.POST or None, tools=tools, initial={"tools": asked_for(request), "reason": reason_of(within)}
    )
    if kept(form, actions.decide_round, within=within, by=by, at=clock.now()):
        messages.success(request, _("The decision is on record."))
        return redirect(within)
    return _act(
        request,
        within.deal,
        form,
        title=_("Put on record what was decided"),
        eyebrow=within.title,
        submit=_("Put this on record"),
        back=within.get_absolute_url(),
        crumbs=crumbs_of(within.deal, within),
        obstacles=list(obstacles_to_changing(within.deal))
        or list(obstacles_to_following(within, within.deal)),
    )


def reason_of(within: Round) -> str:
    if within.is_open:
        return ""
    result = result_of(within)
    words = _("Chosen in the round “%(round)s”, in which %(count)s organisations voted.")
    return words % {"round": within.title, "count": result.ballots}


def reject(request: HttpRequest, deal: str) -> HttpResponse:
    found, by = load_deal(request, deal, Permission.SELECTION_KEEP)
    initial = {"tools": asked_for(request), "on": clock.today(), "on_reserve": True}
    form = forms.RejectForm(request.POST or None, tools=still_in(found), initial=initial)
    if kept(form, actions.reject_tools, deal=found, by=by, at=clock.now()):
        return redirect("selection:selection", found.code)
    return _act(
        request,
        found,
        form,
        title=_("Leave tools out"),
        lead=_("What is not chosen keeps its reason, its place and its way back."),
        submit=_("Leave these out"),
    )


def revoke(request: HttpRequest, choice_id: int) -> HttpResponse:
    rows = Choice.objects.select_related("tool__deal")
    choice = get_object_or_404(rows, pk=choice_id)
    by = require(request, Permission.SELECTION_KEEP, about=choice)
    form = forms.BackForm(request.POST or None, initial={"on": clock.today()})
    if kept(form, actions.revoke_choice, choice=choice, by=by, at=clock.now()):
        return redirect("selection:selection", choice.deal.code)
    return _act(
        request,
        choice.deal,
        form,
        title=_("Take the choice back"),
        eyebrow=choice.tool.name,
        lead=_("The tool goes back to the longlist; that it was chosen stays on record."),
        submit=_("Take it back"),
    )


def reconsider(request: HttpRequest, rejection_id: int) -> HttpResponse:
    rows = Rejection.objects.select_related("tool__deal")
    rejection = get_object_or_404(rows, pk=rejection_id)
    by = require(request, Permission.SELECTION_KEEP, about=rejection)
    form = forms.BackForm(request.POST or None, initial={"on": clock.today()})
    if kept(form, actions.reconsider_tool, rejection=rejection, by=by, at=clock.now()):
        return redirect("selection:selection", rejection.deal.code)
    return _act(
        request,
        rejection.deal,
        form,
        title=_("Bring it back to the longlist"),
        eyebrow=rejection.tool.name,
        lead=rejection.way_back,
        submit=_("Bring it back"),
    )
