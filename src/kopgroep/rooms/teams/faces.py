"""What the house asks of the teams."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kopgroep.kernel.access import Role
from kopgroep.kernel.accounts.models import Grant
from kopgroep.kernel.journal.models import Entry
from kopgroep.kernel.measures import Item, Reading, Subject
from kopgroep.rooms.programme.models import Deal, DealKind, DesignPrinciple
from kopgroep.rooms.teams.models import BudgetLine, DesignTeam, Plan
from kopgroep.rooms.teams.queries.budgets import approved_plans, budget_of
from kopgroep.rooms.teams.queries.seats import teams_on

NONE = Decimal(0)


def measures(deal: Deal, on: date) -> Iterable[Reading]:
    """Per design principle: teams with somebody in them, approved plans, and how far their budget is covered."""
    principles = list(DesignPrinciple.objects.filter(deal=deal).order_by("order", "pk"))
    teams = [team for team in teams_on(deal, on) if team.sitting]  # type: ignore[attr-defined]
    plans = {plan.team_id: plan for plan in approved_plans(deal, on)}
    lines: dict[int, list[BudgetLine]] = defaultdict(list)
    rows = BudgetLine.objects.filter(plan__in=list(plans.values())).select_related("partner__organisation")
    for line in rows.order_by("pk"):
        lines[line.plan_id].append(line)
    serve = {
        principle.pk: [team for team in teams if principle in team.principles.all()]
        for principle in principles
    }
    yield Reading(
        "design_teams", "principle", tuple(_teams(deal, each, serve[each.pk]) for each in principles)
    )
    yield Reading(
        "plans_approved",
        "principle",
        tuple(_plans(deal, each, serve[each.pk], plans, on) for each in principles),
    )
    yield Reading(
        "budget_covered",
        "principle",
        tuple(_covered(deal, each, serve[each.pk], plans, lines) for each in principles),
    )


def _subject(
    principle: DesignPrinciple, value: Decimal, evidence: Iterable[Item], open_: Iterable[Item]
) -> Subject:
    return Subject(
        key=principle.code,
        label=str(principle.name),
        value=value,
        evidence=tuple(evidence),
        open=tuple(open_),
        address=principle.address,
    )


def _form(deal: Deal, principle: DesignPrinciple) -> Item:
    url = f"{reverse('teams:form', args=[deal.code])}?principle={principle.code}"
    return Item(_("Form a team for it"), url)


def _teams(deal: Deal, principle: DesignPrinciple, teams: list[DesignTeam]) -> Subject:
    seen = [Item(team.name, team.get_absolute_url(), "", team.address) for team in teams]
    return _subject(principle, Decimal(len(teams)), seen, [_form(deal, principle)])


def _plans(
    deal: Deal, principle: DesignPrinciple, teams: list[DesignTeam], plans: dict[int, Plan], on: date
) -> Subject:
    approved = [plans[team.pk] for team in teams if team.pk in plans]
    seen = [
        Item(
            plan.team.name,
            plan.get_absolute_url(),
            _("approved on %(day)s") % {"day": date_format(plan.approved_on or on, "j F Y")},
            plan.address,
        )
        for plan in approved
    ]
    waiting = [
        Item(team.name, team.get_absolute_url(), _("Has no approved plan yet"), team.address)
        for team in teams
        if team.pk not in plans
    ]
    return _subject(principle, Decimal(len(approved)), seen, waiting or [_form(deal, principle)])


def _covered(
    deal: Deal,
    principle: DesignPrinciple,
    teams: list[DesignTeam],
    plans: dict[int, Plan],
    lines: dict[int, list[BudgetLine]],
) -> Subject:
    """All approved plans of a principle together: the least covered of hours and euros."""
    approved = [plans[team.pk] for team in teams if team.pk in plans]
    budget = budget_of(line for plan in approved for line in lines[plan.pk])
    items = [Item(plan.team.name, plan.get_absolute_url(), "", plan.address) for plan in approved]
    words = _("%(time)s and %(euros)s are not brought by anybody yet")
    gap = words % {"time": budget.gap_time.shown(deal.hours_per_day), "euros": budget.gap_euros}
    open_ = [Item(plan.team.name, plan.get_absolute_url(), gap, plan.address) for plan in approved]
    return _subject(
        principle, budget.covered, items if budget.covered else [], open_ or [_form(deal, principle)]
    )


def waiting_for(user: Any, on: date, deal: Deal | None = None) -> list[Item]:
    """For who approves plans: those that are handed in."""
    if not user.is_authenticated:
        return []
    start = f"{Deal._meta.label_lower}:"
    grants = Grant.objects.in_force(on).filter(user=user, role=Role.MANAGER, on__startswith=start)
    uids = [address.removeprefix(start) for address in grants.values_list("on", flat=True)]
    deals = Deal.objects.filter(uid__in=uids).exclude(kind=DealKind.HISTORICAL)
    if deal is not None:
        deals = deals.filter(pk=deal.pk)
    rows = Plan.objects.filter(
        team__deal__in=deals, submitted_on__isnull=False, approved_on=None, withdrawn_on=None
    )
    words = _("A plan waits for approval")
    return [
        Item(words, plan.get_absolute_url(), plan.team.name, plan.address)
        for plan in rows.select_related("team").order_by("submitted_on", "pk")[:20]
    ]


def news(deal: Deal, since: datetime) -> list[Entry]:
    rows = Entry.objects.filter(chain__name=deal.journal_chain, at__gt=since)
    started = rows.filter(verb__startswith="team.") | rows.filter(verb__startswith="plan.")
    return list(started.select_related("private_text").order_by("-number")[:100])
