"""Forming, joining, wishing, writing, handing in, approving."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kopgroep.kernel import clock
from kopgroep.kernel.access import Permission, require
from kopgroep.kernel.acting import act_page, kept, show_refusal
from kopgroep.kernel.obstacles import Obstructed
from kopgroep.rooms.programme.models import Deal
from kopgroep.rooms.programme.rules import obstacles_to_changing
from kopgroep.rooms.teams import actions, forms
from kopgroep.rooms.teams.models import BudgetLine, Deliverable, DesignTeam, Plan, Seat
from kopgroep.rooms.teams.rules import obstacles_to_writing
from kopgroep.rooms.teams.views.pages import PART_WORDS, crumbs_of, load_deal, load_plan, load_team


def _page(
    request: HttpRequest,
    deal: Deal,
    form: django_forms.Form,
    title: Any,
    submit: Any,
    back: str,
    team: DesignTeam | None = None,
    **more: Any,
) -> HttpResponse:
    return act_page(
        request,
        deal,
        form,
        title=title,
        submit=submit,
        back=back,
        eyebrow=team.name if team else "",
        crumbs=crumbs_of(deal, team),
        **{"obstacles": list(obstacles_to_changing(deal)), **more},
    )


def form_team(request: HttpRequest, deal: str) -> HttpResponse:
    found, by = load_deal(request, deal, Permission.TEAM_FORM)
    principle = found.principles.filter(code=request.GET.get("principle", "")).first()
    initial = {"principles": [principle.pk], "name": str(principle.name)} if principle else None
    form = forms.TeamForm(request.POST or None, deal=found, on=clock.today(), initial=initial)
    if form.is_valid():
        try:
            made = actions.form_team(deal=found, **form.cleaned_data, by=by, at=clock.now())
        except Obstructed as refusal:
            show_refusal(form, refusal)
        else:
            return redirect(made)
    back = reverse("teams:teams", args=[found.code])
    return _page(request, found, form, _("Form a team"), _("Form this team"), back)


def seat(request: HttpRequest, team_id: int) -> HttpResponse:
    found, by = load_team(request, team_id, Permission.TEAM_FORM)
    form = forms.SeatForm(request.POST or None, deal=found.deal, on=clock.today())
    if kept(form, actions.take_seat, team=found, by=by, at=clock.now()):
        return redirect(found)
    back = found.get_absolute_url()
    return _page(request, found.deal, form, _("Add a partner"), _("Put it in the team"), back, found)


@require_POST
def leave(request: HttpRequest, seat_id: int) -> HttpResponse:
    rows = Seat.objects.select_related("team__deal", "partner__organisation", "partner__deal")
    found = get_object_or_404(rows, pk=seat_id)
    by = require(request, Permission.TEAM_FORM, about=found)
    try:
        actions.give_up_seat(seat=found, by=by, at=clock.now())
    except Obstructed as refusal:
        messages.error(request, str(refusal))
    return redirect(found.team)


def wish(request: HttpRequest, team_id: int) -> HttpResponse:
    """A partner says that it would like to sit in this team."""
    found, _by = load_team(request, team_id, Permission.TEAM_VIEW)
    form = forms.WishForm(request.POST or None, deal=found.deal, on=clock.today())
    if form.is_valid():
        by = require(request, Permission.TEAM_WISH, about=form.cleaned_data["partner"])
        if kept(form, actions.wish_for_team, team=found, by=by, at=clock.now()):
            messages.success(request, _("The wish is noted. Thank you."))
            return redirect(found)
    back = found.get_absolute_url()
    return _page(request, found.deal, form, _("We would like to join"), _("Note this wish"), back, found)


def log(request: HttpRequest, team_id: int) -> HttpResponse:
    found, by = load_team(request, team_id, Permission.TEAM_FORM)
    form = forms.InvolvementForm(
        request.POST or None, deal=found.deal, on=clock.today(), initial={"on": clock.today()}
    )
    back = reverse("teams:involvements", args=[found.pk])
    if kept(form, actions.log_involvement, team=found, by=by, at=clock.now()):
        return redirect(back)
    return _page(request, found.deal, form, _("Log an involvement"), _("Write it down"), back, found)


def deliverable(request: HttpRequest, team_id: int) -> HttpResponse:
    found, by = load_team(request, team_id, Permission.PLAN_WRITE)
    form = forms.DeliverableForm(request.POST or None)
    if kept(form, actions.add_deliverable, team=found, by=by, at=clock.now()):
        return redirect(found)
    back = found.get_absolute_url()
    return _page(request, found.deal, form, _("Add a deliverable"), _("Add this deliverable"), back, found)


@require_POST
def deliver(request: HttpRequest, deliverable_id: int) -> HttpResponse:
    found = get_object_or_404(Deliverable.objects.select_related("team__deal"), pk=deliverable_id)
    by = require(request, Permission.PLAN_WRITE, about=found)
    try:
        actions.deliver(deliverable=found, by=by, at=clock.now())
    except Obstructed as refusal:
        messages.error(request, str(refusal))
    return redirect(found.team)


@require_POST
def draft(request: HttpRequest, team_id: int) -> HttpResponse:
    found, by = load_team(request, team_id, Permission.PLAN_WRITE)
    try:
        made = actions.draft_plan(team=found, by=by, at=clock.now())
    except Obstructed as refusal:
        messages.error(request, str(refusal))
        return redirect(found)
    return redirect(made)


def part(request: HttpRequest, plan_id: int, code: str) -> HttpResponse:
    found, by = load_plan(request, plan_id, Permission.PLAN_WRITE)
    one = get_object_or_404(found.parts.select_related("plan__team__deal"), code=code)
    form = forms.PartForm(request.POST or None, initial={"body": one.body, "seen_revision": one.revision})
    if kept(form, actions.write_part, part=one, by=by, at=clock.now()):
        return redirect(found)
    back = found.get_absolute_url()
    obstacles = list(obstacles_to_writing(found))
    more = {"obstacles": obstacles, "draft": f"plan-part-{one.uid}"}
    title = PART_WORDS.get(code, code)
    return _page(request, found.deal, form, title, _("Keep this part"), back, found.team, **more)


def budget(request: HttpRequest, plan_id: int) -> HttpResponse:
    found, by = load_plan(request, plan_id, Permission.PLAN_WRITE)
    form = forms.BudgetForm(request.POST or None, deal=found.deal, on=clock.today())
    if kept(form, actions.add_budget_line, plan=found, by=by, at=clock.now()):
        return redirect(f"{found.get_absolute_url()}#budget")
    back = found.get_absolute_url()
    more = {"obstacles": list(obstacles_to_writing(found))}
    return _page(
        request, found.deal, form, _("Add a budget line"), _("Add this line"), back, found.team, **more
    )


@require_POST
def remove_line(request: HttpRequest, line_id: int) -> HttpResponse:
    found = get_object_or_404(BudgetLine.objects.select_related("plan__team__deal"), pk=line_id)
    by = require(request, Permission.PLAN_WRITE, about=found)
    plan = found.plan
    try:
        actions.remove_budget_line(line=found, by=by, at=clock.now())
    except Obstructed as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{plan.get_absolute_url()}#budget")


@require_POST
def submit(request: HttpRequest, plan_id: int) -> HttpResponse:
    found, by = load_plan(request, plan_id, Permission.PLAN_WRITE)
    return _judged(request, found, lambda: actions.submit_plan(plan=found, by=by, at=clock.now()))


@require_POST
def approve(request: HttpRequest, plan_id: int) -> HttpResponse:
    found, by = load_plan(request, plan_id, Permission.PLAN_APPROVE)
    return _judged(request, found, lambda: actions.approve_plan(plan=found, by=by, at=clock.now()))


def _judged(request: HttpRequest, plan: Plan, act: Any) -> HttpResponse:
    try:
        act()
    except Obstructed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("It is kept."))
    return redirect(plan)


def send_back(request: HttpRequest, plan_id: int) -> HttpResponse:
    found, by = load_plan(request, plan_id, Permission.PLAN_APPROVE)
    form = forms.ReasonForm(request.POST or None)
    if kept(form, actions.send_back, plan=found, by=by, at=clock.now()):
        return redirect(found)
    back = found.get_absolute_url()
    return _page(request, found.deal, form, _("Send the plan back"), _("Send it back"), back, found.team)


def withdraw(request: HttpRequest, plan_id: int) -> HttpResponse:
    found, by = load_plan(request, plan_id, Permission.PLAN_APPROVE)
    form = forms.ReasonForm(request.POST or None)
    if kept(form, actions.withdraw_plan, plan=found, by=by, at=clock.now()):
        return redirect(found)
    back = found.get_absolute_url()
    return _page(request, found.deal, form, _("Withdraw the plan"), _("Withdraw this plan"), back, found.team)
