"""The planning of a deal, its versions, and the phases it goes through."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kopgroep.kernel import clock
from kopgroep.kernel.access import Permission, may, require
from kopgroep.kernel.actors import Actor
from kopgroep.kernel.obstacles import Obstructed
from kopgroep.kernel.records import EditedMeanwhile
from kopgroep.rooms.programme import actions, rules
from kopgroep.rooms.programme.forms import EnterPhaseForm, OpenLockForm, PlanForm
from kopgroep.rooms.programme.models import Deal, PlanVersion
from kopgroep.rooms.programme.phases import LOCKS
from kopgroep.rooms.programme.queries.phases import phases_of
from kopgroep.rooms.programme.queries.planning import (
    Spans,
    current_version,
    planning_of,
    rows_between,
    shifted,
    spans_of,
    versions_of,
)


def planning(request: HttpRequest, deal: str, number: int | None = None) -> HttpResponse:
    """Every phase as it was planned first and as it is planned now, or in one version."""
    found = get_object_or_404(Deal, code=deal)
    require(request, Permission.DEAL_VIEW, about=found)
    versions = versions_of(found)
    version = versions[0] if number is None and versions else _numbered(versions, number)
    context = {
        "deal": found,
        "planning": planning_of(found, version),
        "versions": versions,
        "is_current": bool(versions) and version == versions[0],
        "today": clock.today(),
        "may_plan": may(request, Permission.PHASE_PLAN, about=found) and not found.is_read_only,
        "may_read_words": may(request, Permission.HISTORY_VIEW, about=found),
    }
    return render(request, "programme/planning.html", context)


def _numbered(versions: list[PlanVersion], number: int | None) -> PlanVersion | None:
    if number is None:
        return None
    for version in versions:
        if version.number == number:
            return version
    raise Http404


def plan(request: HttpRequest, deal: str) -> HttpResponse:
    """New dates: type them, look at what moves, save. Nothing is saved before it was looked at."""
    found = get_object_or_404(Deal, code=deal)
    by = require(request, Permission.PHASE_PLAN, about=found)
    obstacles = list(rules.obstacles_to_changing(found))
    if obstacles:
        return render(request, "programme/plan.html", {"deal": found, "obstacles": obstacles})
    current = current_version(found)
    planned = spans_of(current)
    phases = list(found.phases.order_by("order"))
    seen = current.number if current else 0
    form = PlanForm(
        request.POST or None, phases=phases, planned=planned, initial={"seen": seen, "shift": True}
    )
    if "back" not in request.POST and form.is_valid():
        if seen != form.cleaned_data["seen"]:
            return _planned_meanwhile(request, found, form, current)
        if "save" in request.POST:
            return _save_plan(request, found, form, by)
        return _preview(request, found, form, planned)
    return render(request, "programme/plan.html", {"deal": found, "form": form})


def _preview(request: HttpRequest, deal: Deal, form: PlanForm, planned: Spans) -> HttpResponse:
    """What would be otherwise, before anything is saved."""
    wanted = shifted(form.phases, planned, form.spans) if form.cleaned_data["shift"] else form.spans
    reason = form.cleaned_data["reason"]
    obstacles = list(rules.obstacles_to_planning(deal, before=planned, after=wanted, reason=reason))
    if obstacles:
        form.show(Obstructed(obstacles))
        return render(request, "programme/plan.html", {"deal": deal, "form": form})
    context = {
        "deal": deal,
        "rows": list(rows_between(form.phases, planned, wanted)),
        "form": form.with_spans(wanted),
        "warnings": list(rules.overlaps(deal, wanted)),
    }
    return render(request, "programme/plan_preview.html", context)


def _save_plan(request: HttpRequest, deal: Deal, form: PlanForm, by: Actor) -> HttpResponse:
    typed = form.cleaned_data
    try:
        made = actions.plan_phases(
            deal=deal, spans=form.spans, reason=typed["reason"], seen=typed["seen"], by=by, at=clock.now()
        )
    except EditedMeanwhile as meanwhile:
        newer = meanwhile.current
        return _planned_meanwhile(request, deal, form, newer if isinstance(newer, PlanVersion) else None)
    except Obstructed as refusal:
        form.show(refusal)
        return render(request, "programme/plan.html", {"deal": deal, "form": form})
    messages.success(
        request, _("The planning is moved: this is version %(number)d.") % {"number": made.number}
    )
    return redirect("programme:planning", deal.code)


def _planned_meanwhile(
    request: HttpRequest, deal: Deal, form: PlanForm, newer: PlanVersion | None
) -> HttpResponse:
    """Somebody else was first: what was typed stays, beside what is planned now."""
    was = spans_of(deal.plan_versions.filter(number=form.cleaned_data["seen"]).first())
    again = form.on_top_of(spans_of(newer), was=was, seen=newer.number if newer else 0)
    return render(request, "programme/plan.html", {"deal": deal, "form": again, "newer": newer}, status=409)


def phases(request: HttpRequest, deal: str) -> HttpResponse:
    """What is in order in each phase, and the few things that it locks."""
    found = get_object_or_404(Deal, code=deal)
    require(request, Permission.DEAL_VIEW, about=found)
    may_enter = may(request, Permission.PHASE_ENTER, about=found) and not found.is_read_only
    context = {
        "deal": found,
        "phases": phases_of(found, clock.today()),
        "may_enter": may_enter,
        "may_read_words": may(request, Permission.HISTORY_VIEW, about=found),
    }
    return render(request, "programme/phases.html", context)


def enter_phase(request: HttpRequest, deal: str) -> HttpResponse:
    """Take the deal into a phase, or back into an earlier one."""
    found = get_object_or_404(Deal, code=deal)
    by = require(request, Permission.PHASE_ENTER, about=found)
    obstacles = list(rules.obstacles_to_changing(found))
    now = clock.now()
    following = phases_of(found, clock.day_of(now)).following
    asked = request.GET.get("phase") or (following.code if following else None)
    initial = {"phase": asked, "on": clock.day_of(now)}
    form = EnterPhaseForm(request.POST or None, deal=found, initial=initial)
    if form.is_valid():
        typed = form.cleaned_data
        try:
            actions.enter_phase(phase=typed["phase"], on=typed["on"], reason=typed["reason"], by=by, at=now)
        except Obstructed as refusal:
            form.show(refusal)
        else:
            messages.success(request, _("The deal is in the phase %(phase)s.") % {"phase": typed["phase"]})
            return redirect("programme:phases", found.code)
    return render(
        request, "programme/enter_phase.html", {"deal": found, "form": form, "obstacles": obstacles}
    )


def open_lock(request: HttpRequest, deal: str, lock: str) -> HttpResponse:
    """Open something that the phase locks, with a reason."""
    found = get_object_or_404(Deal, code=deal)
    by = require(request, Permission.PHASE_ENTER, about=found)
    if lock not in LOCKS:
        raise Http404
    now = clock.now()
    today = clock.day_of(now)
    obstacles = list(rules.obstacles_to_opening(found, lock, until=None, reason="-", today=today))
    form = OpenLockForm(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            actions.open_early(deal=found, lock=lock, until=form.last_day, reason=reason, by=by, at=now)
        except Obstructed as refusal:
            form.show(refusal)
        else:
            messages.success(request, _("It is open now."))
            return redirect("programme:phases", found.code)
    context = {"deal": found, "lock": LOCKS[lock], "form": form, "obstacles": obstacles}
    return render(request, "programme/open_lock.html", context)
