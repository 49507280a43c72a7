"""Teams, plans and budgets."""

from datetime import date
from itertools import count
from typing import Any

from kopgroep.rooms.partners.models import Partner
from kopgroep.rooms.programme.models import Deal, DesignPrinciple
from kopgroep.rooms.teams.models import (
    BudgetLine,
    Deliverable,
    DesignTeam,
    Involvement,
    InvolvementKind,
    Plan,
    PlanPart,
    Seat,
    TeamWish,
)
from tests.factories.contributions import exploring
from tests.factories.partners import LONG_AGO, make_partner
from tests.factories.programme import make_deal

_number = count(1)


def make_design_team(deal: Deal | None = None, *principles: DesignPrinciple, **fields: Any) -> DesignTeam:
    plain = {"name": f"Team {next(_number)}", "formed_on": LONG_AGO}
    team = DesignTeam.objects.create(deal=deal or make_deal(), **plain | fields)
    team.principles.set(principles)
    return team


def make_seat(team: DesignTeam | None = None, partner: Partner | None = None, **fields: Any) -> Seat:
    team = team or make_design_team()
    plain = {"from_on": LONG_AGO}
    return Seat.objects.create(team=team, partner=partner or make_partner(team.deal), **plain | fields)


def make_team_wish(team: DesignTeam | None = None, partner: Partner | None = None) -> TeamWish:
    team = team or make_design_team()
    return TeamWish.objects.create(team=team, partner=partner or make_partner(team.deal), stated_on=LONG_AGO)


def make_involvement(team: DesignTeam | None = None, partner: Partner | None = None) -> Involvement:
    team = team or make_design_team()
    return Involvement.objects.create(
        team=team,
        partner=partner or make_partner(team.deal),
        kind=InvolvementKind.DESIGNED,
        what="The first sketch",
        involved_on=LONG_AGO,
    )


def make_plan(team: DesignTeam | None = None, *, approved_on: date | None = None, **fields: Any) -> Plan:
    team = team or make_design_team()
    plain = {
        "number": team.plans.count() + 1,
        "drafted_on": LONG_AGO,
        "submitted_on": approved_on,
        "approved_on": approved_on,
    }
    return Plan.objects.create(team=team, **plain | fields)


def make_plan_part(plan: Plan | None = None, code: str = "why") -> PlanPart:
    return PlanPart.objects.create(plan=plan or make_plan(), code=code, order=1, body="Because.")


def make_budget_line(plan: Plan | None = None, **fields: Any) -> BudgetLine:
    plan = plan or make_plan()
    plain = {"what": "Drawing", "minutes": 600, "phase": exploring(plan.team.deal)}
    return BudgetLine.objects.create(plan=plan, **plain | fields)


def make_deliverable(team: DesignTeam | None = None, **fields: Any) -> Deliverable:
    plain = {"what": "A first version", "due_on": date(2026, 6, 1)}
    return Deliverable.objects.create(team=team or make_design_team(), **plain | fields)
