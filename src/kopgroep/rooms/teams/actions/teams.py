"""Teams are formed, joined and left; what they see and make is logged."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from kopgroep.kernel.actors import Actor
from kopgroep.kernel.clock import day_of
from kopgroep.kernel.journal.record import record
from kopgroep.kernel.journal.verbs import Verb
from kopgroep.kernel.obstacles import clear
from kopgroep.rooms.partners.models import Partner
from kopgroep.rooms.programme.models import Deal, DesignPrinciple
from kopgroep.rooms.teams.models import Deliverable, DesignTeam, Involvement, InvolvementKind, Seat, TeamWish
from kopgroep.rooms.teams.rules import (
    obstacles_to_delivering,
    obstacles_to_forming,
    obstacles_to_joining,
    obstacles_to_team,
)
from kopgroep.rooms.tools.models import Tool


@transaction.atomic
def form_team(
    *,
    deal: Deal,
    name: str,
    assignment: str = "",
    principles: Iterable[DesignPrinciple] = (),
    tools: Iterable[Tool] = (),
    by: Actor,
    at: datetime,
) -> DesignTeam:
    """A team begins (ontwerpteam), for principles, for tools, or for neither."""
    clear(obstacles_to_forming(deal, name))
    team = DesignTeam.objects.create(
        deal=deal, name=name.strip(), assignment=assignment.strip(), formed_on=day_of(at)
    )
    team.principles.set(principles)
    team.tools.set(tools)
    record(Verb.TEAM_FORMED, about=team, by=by, at=at, facts={"team": team.name})
    return team


@transaction.atomic
def take_seat(
    *,
    team: DesignTeam,
    partner: Partner,
    is_lead: bool = False,
    days_per_month: Decimal | None = None,
    by: Actor,
    at: datetime,
) -> Seat:
    """A partner comes into a team; a new lead takes the place of the one before, who stays a member."""
    team.claim(None)
    on = day_of(at)
    clear(obstacles_to_joining(team, partner, on=on))
    if is_lead:
        Seat.objects.filter(team=team, until_on=None, is_lead=True).update(is_lead=False)
    seat = Seat.objects.create(
        team=team, partner=partner, is_lead=is_lead, days_per_month=days_per_month, from_on=on
    )
    facts = {"partner": partner.organisation.name, "team": team.name}
    record(Verb.SEAT_TAKEN, about=team, also=[seat, partner], by=by, at=at, facts=facts)
    return seat


@transaction.atomic
def give_up_seat(*, seat: Seat, by: Actor, at: datetime) -> Seat:
    seat.claim(None)
    clear(obstacles_to_team(seat.team))
    if seat.until_on is None:
        seat.until_on, seat.is_lead = max(day_of(at), seat.from_on), False
        seat.save(update_fields=["until_on", "is_lead"])
        facts = {"partner": seat.partner.organisation.name, "team": seat.team.name}
        record(Verb.SEAT_GIVEN_UP, about=seat.team, also=[seat, seat.partner], by=by, at=at, facts=facts)
    return seat


@transaction.atomic
def wish_for_team(
    *, team: DesignTeam, partner: Partner, strength: int = 2, by: Actor, at: datetime
) -> TeamWish:
    """A partner says that it would like to sit in a team, 1 to 3."""
    clear(obstacles_to_team(team))
    wish, _made = TeamWish.objects.update_or_create(
        team=team, partner=partner, defaults={"strength": strength, "stated_on": day_of(at)}
    )
    facts = {"partner": partner.organisation.name, "team": team.name}
    record(Verb.TEAM_WISHED, about=team, also=[wish, partner], by=by, at=at, facts=facts)
    return wish


@transaction.atomic
def log_involvement(
    *,
    team: DesignTeam,
    partner: Partner,
    kind: str = InvolvementKind.SAW,
    what: str,
    on: date | None = None,
    by: Actor,
    at: datetime,
) -> Involvement:
    """Write down who saw or designed what, and when; a later tender may ask for it (betrokkenheid)."""
    clear(obstacles_to_team(team))
    made = Involvement.objects.create(
        team=team, partner=partner, kind=kind, what=what.strip(), involved_on=on or day_of(at)
    )
    facts = {"partner": partner.organisation.name, "team": team.name}
    record(Verb.INVOLVEMENT_LOGGED, about=team, also=[made, partner], by=by, at=at, facts=facts)
    return made


@transaction.atomic
def add_deliverable(
    *, team: DesignTeam, what: str, due_on: date, weight: int = 1, by: Actor, at: datetime
) -> Deliverable:
    """Something that the team will have ready by a day; the weight says how much of the work it is."""
    clear(obstacles_to_team(team))
    made = Deliverable.objects.create(team=team, what=what.strip(), due_on=due_on, weight=weight)
    record(Verb.DELIVERABLE_ADDED, about=team, also=[made], by=by, at=at, facts={"what": made.what})
    return made


@transaction.atomic
def deliver(*, deliverable: Deliverable, by: Actor, at: datetime) -> Deliverable:
    deliverable.claim(None)
    deliverable.refresh_from_db()
    clear(obstacles_to_delivering(deliverable))
    deliverable.done_on = day_of(at)
    deliverable.save(update_fields=["done_on"])
    record(
        Verb.DELIVERED,
        about=deliverable.team,
        also=[deliverable],
        by=by,
        at=at,
        facts={"what": deliverable.what},
    )
    return deliverable
