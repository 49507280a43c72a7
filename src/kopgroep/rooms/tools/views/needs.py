"""Needs: stated, supported, taken together, decided about."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kopgroep.kernel import clock
from kopgroep.kernel.access import Permission, may, require
from kopgroep.kernel.acting import act_page, kept
from kopgroep.kernel.obstacles import Obstructed
from kopgroep.rooms.partners.models import Partner
from kopgroep.rooms.programme.rules import obstacles_to_changing
from kopgroep.rooms.tools import actions, forms
from kopgroep.rooms.tools.models import GapVerdict, Need, NeedSupport
from kopgroep.rooms.tools.queries import gap_of, needs_with_counts, sight_of, twins_of_need, voices_of
from kopgroep.rooms.tools.queries.research import flow_of, searches_of
from kopgroep.rooms.tools.queries.tools import seen_tools, spoken_for
from kopgroep.rooms.tools.views.exploring import alike_context
from kopgroep.rooms.tools.views.lists import STATUS_TONES, needs_list
from kopgroep.rooms.tools.views.loading import acts_for, below_needs, crumbs_of, load_deal, load_need


def need_list(request: HttpRequest, deal: str) -> HttpResponse:
    found, _by = load_deal(request, deal, Permission.TOOL_VIEW)
    rows = needs_with_counts(found, clock.today()).prefetch_related("principles")
    shown = needs_list(found).show(request, rows, title=_("Needs"))
    if shown.download:
        return shown.download
    states = may(request, Permission.NEED_STATE, about=found) and not found.is_read_only
    context = {
        "deal": found,
        "list": shown,
        "title": _("Needs"),
        "lead": _("Questions from practice that ask for a tool, and how many organisations have them."),
        "crumbs": crumbs_of(found),
        "action_label": _("State a need") if states else "",
        "action_url": reverse("tools:need-add", args=[found.code]),
    }
    return render(request, "tools/list.html", context)


def add(request: HttpRequest, deal: str) -> HttpResponse:
    """One question is enough; what looks like it is shown while one types, or after sending when there is no script."""
    found, by = load_deal(request, deal, Permission.NEED_STATE)
    partners = acts_for(request, found)
    chosen = forms.principles_of(found).filter(code=request.GET.get("principle", ""))
    own = [] if may(request, Permission.TOOL_KEEP, about=found) else list(partners[:2])
    initial = {"principles": chosen, "asked_by_partner": own[0] if len(own) == 1 else None}
    form = forms.NewNeedForm(request.POST or None, deal=found, partners=partners, initial=initial)
    context = alike_context(request, found, request.POST.get("process_question", ""))
    if form.is_valid() and context["alike"] and "seen_alike" not in request.POST:
        form.add_error(
            None, _("Something that looks like it is there already. Is it none of these, then send it again.")
        )
    elif form.is_valid() and kept(form, actions.state_need, deal=found, by=by, at=clock.now()):
        messages.success(request, _("The need is on the list. Thank you."))
        return redirect("tools:needs", found.code)
    return render(
        request,
        "tools/state.html",
        {
            **context,
            "form": form,
            "first": form["process_question"],
            "title": _("State a need"),
            "lead": _("What must go otherwise? Not yet what would solve it."),
            "submit": _("Put it on the list"),
            "back": reverse("tools:needs", args=[found.code]),
            "crumbs": below_needs(found),
            "obstacles": list(obstacles_to_changing(found)),
        },
    )


def need_page(request: HttpRequest, need_id: int) -> HttpResponse:
    """Who has it, what exists for it, how that was looked for, and what it asks for."""
    need, _by = load_need(request, need_id, Permission.TOOL_VIEW)
    deal, on = need.deal, clock.today()
    sight = sight_of(request.user, deal, on)
    searches = searches_of(need)
    acting = set(acts_for(request, deal).values_list("pk", flat=True))
    voices = voices_of(need)
    is_open = not deal.is_read_only
    gap = gap_of(need, on)
    context: dict[str, Any] = {
        "deal": deal,
        "need": need,
        "principles": need.principles.order_by("order", "pk"),
        "merged": need.merged.order_by("stated_on", "pk"),
        "voices": voices,
        "mine": set(spoken_for(request.user, deal, on).values_list("pk", flat=True)),
        "gap": gap,
        "found": gap.found,
        "tools": seen_tools(deal, sight, on)
        .filter(needs__in=[need, *need.merged.all()])
        .distinct()
        .order_by("name"),
        "tones": STATUS_TONES,
        "searches": searches,
        "flow": flow_of(searches) if searches else None,
        "can_support": is_open
        and not need.merged_into
        and bool(acting - {each.partner_id for each in voices}),
        "logs": is_open and may(request, Permission.RESEARCH_LOG, about=need),
        "edits": is_open and may(request, Permission.NEED_EDIT, about=need),
        "keeps": is_open and may(request, Permission.TOOL_KEEP, about=need),
        "sees_history": may(request, Permission.HISTORY_VIEW, about=need),
        "crumbs": below_needs(deal),
    }
    if context["keeps"] and not need.merged_into:
        context["twins"] = twins_of_need(need, sight, on)
    return render(request, "tools/need.html", context)


def edit(request: HttpRequest, need_id: int) -> HttpResponse:
    need, by = load_need(request, need_id, Permission.NEED_EDIT)
    initial = {
        "process_question": need.process_question,
        "occasion": need.occasion,
        "principles": need.principles.all(),
        "seen_revision": need.revision,
    }
    form = forms.NeedForm(request.POST or None, deal=need.deal, initial=initial)
    if kept(form, actions.change_need, need=need, by=by, at=clock.now()):
        return redirect(need)
    return _act(request, need, form, title=_("Change the need"), submit=_("Save"))


def _act(request: HttpRequest, need: Need, form: Any, **more: Any) -> HttpResponse:
    return act_page(
        request,
        need.deal,
        form,
        back=need.get_absolute_url(),
        eyebrow=need.process_question,
        crumbs=below_needs(need.deal, need),
        obstacles=list(obstacles_to_changing(need.deal)),
        **more,
    )


def support(request: HttpRequest, need_id: int) -> HttpResponse:
    """Who speaks for one organisation comes here with one tap; who speaks for more chooses."""
    need, _by = load_need(request, need_id, Permission.TOOL_VIEW)
    partners = acts_for(request, need.deal)
    form = forms.PartnerForm(request.POST or None, partners=partners)
    chosen: Partner | None = form.cleaned_data["partner"] if form.is_valid() else None
    by = require(request, Permission.TOOL_SUPPORT, about=chosen or partners.first() or need)
    if chosen and kept(form, actions.support_need, need=need, by=by, at=clock.now()):
        messages.success(
            request, _("%(partner)s has this need too. Thank you.") % {"partner": chosen.organisation.name}
        )
        return redirect(need)
    return _act(request, need, form, title=_("We have this need too"), submit=_("Support this need"))


@require_POST
def withdraw(request: HttpRequest, support_id: int) -> HttpResponse:
    rows = NeedSupport.objects.select_related("need__deal", "partner__organisation", "partner__deal")
    found = get_object_or_404(rows, pk=support_id)
    by = require(request, Permission.TOOL_SUPPORT, about=found.partner)
    _done(request, lambda: actions.withdraw_support(support=found, by=by, at=clock.now()))
    return redirect(found.need)


def _done(request: HttpRequest, act: Any) -> None:
    """What one tap does; a refusal is told on the page that comes after it."""
    try:
        act()
    except Obstructed as refusal:
        messages.error(request, str(refusal))


def merge(request: HttpRequest, need_id: int) -> HttpResponse:
    """One need is taken into another; everybody who had it goes along."""
    need, by = load_need(request, need_id, Permission.TOOL_KEEP)
    form = forms.MergeForm(request.POST or None, need=need, initial={"target": request.GET.get("into")})
    if kept(form, actions.merge_needs, need=need, by=by, at=clock.now()):
        messages.success(
            request, _("The needs are one now. On the page of the other one this can be undone.")
        )
        return redirect(form.cleaned_data["target"])
    return _act(
        request,
        need,
        form,
        title=_("Take this need into another"),
        lead=_("Who asked for it and who has it are counted with the other one. It can be undone."),
        submit=_("Take it into the other"),
    )


@require_POST
def part(request: HttpRequest, need_id: int) -> HttpResponse:
    need, by = load_need(request, need_id, Permission.TOOL_KEEP)
    _done(request, lambda: actions.part_needs(need=need, by=by, at=clock.now()))
    return redirect(need)


def verdict(request: HttpRequest, need_id: int) -> HttpResponse:
    need, by = load_need(request, need_id, Permission.TOOL_KEEP)
    gap = gap_of(need, clock.today())
    form = forms.VerdictForm(request.POST or None, initial={"verdict": gap.verdict})
    if kept(form, actions.decide_gap, need=need, by=by, at=clock.now()):
        return redirect(need)
    return _act(
        request,
        need,
        form,
        title=_("Decide what this need asks for"),
        lead=_("Something else than what follows from what was found, with the reason."),
        submit=_("Decide this"),
    )


@require_POST
def reopen(request: HttpRequest, verdict_id: int) -> HttpResponse:
    found = get_object_or_404(GapVerdict.objects.select_related("need__deal"), pk=verdict_id)
    by = require(request, Permission.TOOL_KEEP, about=found)
    _done(request, lambda: actions.reopen_gap(verdict=found, by=by, at=clock.now()))
    return redirect(found.need)
