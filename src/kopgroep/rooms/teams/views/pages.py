"""The teams of a deal, one team, its plan, and the budget of all together."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kopgroep.formats.markdown import html_of
from kopgroep.kernel import clock
from kopgroep.kernel.access import Permission, may, require
from kopgroep.kernel.actors import Actor
from kopgroep.kernel.lists import Choice, Column, ListOf, Search
from kopgroep.kernel.obstacles import Words
from kopgroep.rooms.programme.models import Deal
from kopgroep.rooms.teams.advice import propose_seats
from kopgroep.rooms.teams.models import (
    BudgetLine,
    Deliverable,
    DesignTeam,
    Involvement,
    InvolvementKind,
    Plan,
    Seat,
)
from kopgroep.rooms.teams.queries import budget_of, overcommitted, programme_budget, teams_on
from kopgroep.rooms.teams.rules import obstacles_to_submitting

PART_WORDS: dict[str, Words] = {
    "why": gettext_lazy("Why"),
    "what": gettext_lazy("What we make"),
    "how": gettext_lazy("How we work"),
    "who": gettext_lazy("Who does what"),
    "when": gettext_lazy("When it is ready"),
    "risks": gettext_lazy("What can go wrong"),
    "afterwards": gettext_lazy("Who keeps it afterwards"),
}
INVOLVEMENTS = ListOf(
    noun=lambda count: ngettext("line", "lines", count),
    empty=gettext_lazy("Here will be who saw or designed what, and when; a later tender may ask for it."),
    columns=(
        Column("on", gettext_lazy("Day"), value="involved_on", sort=("involved_on",), phone=True),
        Column(
            "partner",
            gettext_lazy("Organisation"),
            value="partner.organisation.name",
            sort=("partner__organisation__name",),
            phone=True,
        ),
        Column("kind", gettext_lazy("What it did"), value=lambda row: row.get_kind_display(), sort=("kind",)),
        Column("what", gettext_lazy("Of what"), sort=("what",)),
    ),
    filters=(
        Search("q", gettext_lazy("Search"), ("what", "partner__organisation__name")),
        Choice("kind", gettext_lazy("What it did"), InvolvementKind.choices, lookup="kind"),
    ),
    order="-on",
)


def load_deal(request: HttpRequest, code: str, permission: Permission) -> tuple[Deal, Actor]:
    deal = get_object_or_404(Deal, code=code)
    return deal, require(request, permission, about=deal)


def load_team(request: HttpRequest, team_id: int, permission: Permission) -> tuple[DesignTeam, Actor]:
    team = get_object_or_404(DesignTeam.objects.select_related("deal"), pk=team_id)
    return team, require(request, permission, about=team)


def load_plan(request: HttpRequest, plan_id: int, permission: Permission) -> tuple[Plan, Actor]:
    plan = get_object_or_404(Plan.objects.select_related("team__deal"), pk=plan_id)
    return plan, require(request, permission, about=plan)


def crumbs_of(deal: Deal, team: DesignTeam | None = None) -> list[dict[str, Any]]:
    found = [{"label": _("Design teams"), "url": reverse("teams:teams", args=[deal.code])}]
    if team is not None:
        found.append({"label": team.name, "url": team.get_absolute_url()})
    return found


def teams(request: HttpRequest, deal: str) -> HttpResponse:
    found, _by = load_deal(request, deal, Permission.TEAM_VIEW)
    on = clock.today()
    forms_them = may(request, Permission.TEAM_FORM, about=found) and not found.is_read_only
    context = {
        "deal": found,
        "teams": teams_on(found, on),
        "budget": programme_budget(found, on),
        "over": overcommitted(found, on) if forms_them else (),
        "forms_them": forms_them,
    }
    return render(request, "teams/teams.html", context)


def team(request: HttpRequest, team_id: int) -> HttpResponse:
    found, _by = load_team(request, team_id, Permission.TEAM_VIEW)
    on, deal = clock.today(), found.deal
    seats = Seat.objects.in_force(on).filter(team=found).select_related("partner__organisation")
    deliverables = list(Deliverable.objects.filter(team=found).order_by("due_on", "pk"))
    total = sum(each.weight for each in deliverables)
    done = sum(each.weight for each in deliverables if each.done_on)
    context = {
        "deal": deal,
        "team": found,
        "seats": seats.order_by("-is_lead", "partner__organisation__name", "pk"),
        "principles": found.principles.order_by("order", "pk"),
        "tools": found.tools.order_by("name", "pk"),
        "plans": Plan.objects.filter(team=found).order_by("-number"),
        "deliverables": deliverables,
        "progress": round(100 * done / total) if total else None,
        "on": on,
        "forms_it": may(request, Permission.TEAM_FORM, about=found) and not deal.is_read_only,
        "writes": may(request, Permission.PLAN_WRITE, about=found) and not deal.is_read_only,
        "crumbs": crumbs_of(deal),
    }
    return render(request, "teams/team.html", context)


def plan(request: HttpRequest, plan_id: int) -> HttpResponse:
    found, _by = load_plan(request, plan_id, Permission.TEAM_VIEW)
    deal = found.deal
    lines = list(
        BudgetLine.objects.filter(plan=found).select_related("partner__organisation", "phase").order_by("pk")
    )
    writes = may(request, Permission.PLAN_WRITE, about=found) and found.is_open and not deal.is_read_only
    parts = found.parts.order_by("order", "pk")
    context = {
        "deal": deal,
        "plan": found,
        "parts": [
            {
                "part": part,
                "heading": PART_WORDS.get(part.code, part.code),
                "body": mark_safe(html_of(part.body)),
            }
            for part in parts
        ],
        "lines": lines,
        "budget": budget_of(lines),
        "writes": writes,
        "obstacles": list(obstacles_to_submitting(found)) if writes else [],
        "judges": may(request, Permission.PLAN_APPROVE, about=found) and not deal.is_read_only,
        "crumbs": crumbs_of(deal, found.team),
    }
    return render(request, "teams/plan.html", context)


def involvements(request: HttpRequest, team_id: int) -> HttpResponse:
    """Who saw or designed what; as a file for a tender."""
    found, _by = load_team(request, team_id, Permission.TEAM_VIEW)
    rows = Involvement.objects.filter(team=found).select_related("partner__organisation")
    shown = INVOLVEMENTS.show(request, rows, title=_("Involvement"))
    if shown.download:
        return shown.download
    forms_it = may(request, Permission.TEAM_FORM, about=found) and not found.deal.is_read_only
    context = {"deal": found.deal, "team": found, "list": shown, "forms_it": forms_it}
    context["crumbs"] = crumbs_of(found.deal, found)
    return render(request, "teams/involvements.html", context)


def proposal(request: HttpRequest, deal: str) -> HttpResponse:
    """What the engine would do with the wishes; nothing is decided here."""
    found, _by = load_deal(request, deal, Permission.TEAM_FORM)
    made = propose_seats(found, clock.today())
    context = {"deal": found, "proposal": made, "crumbs": crumbs_of(found)}
    return render(request, "teams/proposal.html", context)
