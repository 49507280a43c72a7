"""Organisations come into a deal, move through its stages, and say why and how they take part."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from kopgroep.kernel.actors import Actor
from kopgroep.kernel.clock import day_of
from kopgroep.kernel.journal.record import record
from kopgroep.kernel.journal.verbs import Verb
from kopgroep.kernel.obstacles import Obstacle, Obstructed, clear
from kopgroep.kernel.search.index import refresh_all
from kopgroep.kernel.texts import Text
from kopgroep.rooms.partners.actions.leaving import leave_deal
from kopgroep.rooms.partners.models import (
    Motivation,
    Organisation,
    Participation,
    Partner,
    Person,
    Relation,
    Stage,
    Standing,
)
from kopgroep.rooms.partners.rules import (
    obstacles_to_adding,
    obstacles_to_changing_relation,
    obstacles_to_moving,
    obstacles_to_taking_role,
)
from kopgroep.rooms.programme.models import Deal, ParticipationRole
from kopgroep.rooms.programme.queries.words import in_both_languages
from kopgroep.rooms.programme.rules import obstacles_to_changing


@transaction.atomic
def add_partner(
    *,
    deal: Deal,
    organisation: Organisation,
    stage: str = Stage.APPROACHED,
    relation: str = Relation.PARTNER,
    since_on: date | None = None,
    note: str = "",
    by: Actor,
    at: datetime,
) -> Partner:
    """Bring an organisation into a deal, at any stage and in any phase."""
    since_on = since_on or day_of(at)
    clear(obstacles_to_adding(deal, organisation, on=since_on))
    # Two clicks at once: the second waits for the first here, and then finds what it made.
    partner, made = Partner.objects.get_or_create(
        deal=deal, organisation=organisation, defaults={"note": Text.of(note)}
    )
    if not made:
        clear(obstacles_to_adding(deal, organisation, on=since_on))
    Standing.objects.create(partner=partner, stage=stage, relation=relation, since_on=since_on)
    record(
        Verb.PARTNER_ADDED,
        about=partner,
        also=[organisation],
        by=by,
        at=at,
        facts={
            "partner": organisation.name,
            "relation": in_both_languages(lambda: str(Relation(relation).label)),
            "stage": in_both_languages(lambda: str(Stage(stage).label)),
            "on": since_on,
        },
    )
    # Who may find an organisation's people depends on the deals that it is in.
    refresh_all(Person.objects.filter(contacts__organisation=organisation).distinct())
    return partner


@transaction.atomic
def move_partner(
    *,
    partner: Partner,
    stage: str,
    since_on: date,
    note: str = "",
    insert: bool = False,
    seen_revision: int | None = None,
    by: Actor,
    at: datetime,
) -> Standing:
    """Note a new stage from a day; `insert` puts it between steps that are known already."""
    if stage == Stage.LEFT and not insert:
        return leave_deal(
            partner=partner, on=since_on, reason=note, seen_revision=seen_revision, by=by, at=at
        )
    partner.claim(seen_revision)
    clear(obstacles_to_moving(partner, stage, since_on=since_on, note=note, insert=insert))
    before = partner.standings.filter(since_on__lte=since_on).order_by("since_on", "pk").last()
    base = before or partner.standings.order_by("since_on", "pk").first()
    standing = Standing.objects.create(
        partner=partner,
        stage=stage,
        relation=base.relation if base else Relation.PARTNER,
        since_on=since_on,
        note=note.strip(),
    )
    record(
        Verb.PARTNER_MOVED,
        about=partner,
        also=[partner.organisation],
        by=by,
        at=at,
        facts={
            "partner": partner.organisation.name,
            "stage": in_both_languages(lambda: str(Stage(stage).label)),
            "on": since_on,
        },
        private={"note": note} if note else None,
    )
    return standing


@transaction.atomic
def change_relation(
    *,
    partner: Partner,
    relation: str,
    since_on: date,
    seen_revision: int | None = None,
    by: Actor,
    at: datetime,
) -> Standing:
    """Note another relation (initiator, partner, associate) from a day; the stage stays."""
    partner.claim(seen_revision)
    clear(obstacles_to_changing_relation(partner, relation, since_on=since_on))
    latest = partner.standings.order_by("since_on", "pk").last()
    standing = Standing.objects.create(
        partner=partner,
        stage=latest.stage if latest else Stage.APPROACHED,
        relation=relation,
        since_on=since_on,
    )
    record(
        Verb.RELATION_CHANGED,
        about=partner,
        also=[partner.organisation],
        by=by,
        at=at,
        facts={
            "partner": partner.organisation.name,
            "relation": in_both_languages(lambda: str(Relation(relation).label)),
            "on": since_on,
        },
    )
    return standing


@transaction.atomic
def give_motivation(
    *, partner: Partner, text: str, given_on: date, seen_revision: int | None = None, by: Actor, at: datetime
) -> Motivation:
    """Write down why a partner takes part; the earlier words are kept."""
    clear(obstacles_to_changing(partner.deal))
    partner.claim(seen_revision)
    if partner.motivations.filter(text=text.strip()).exists():
        raise Obstructed([Obstacle("already-given", _("This motivation was written down already."))])
    motivation = Motivation.objects.create(partner=partner, text=text.strip(), given_on=given_on)
    record(
        Verb.MOTIVATION_GIVEN,
        about=partner,
        also=[partner.organisation],
        by=by,
        at=at,
        facts={"partner": partner.organisation.name, "on": given_on},
    )
    return motivation


@transaction.atomic
def take_role(
    *,
    partner: Partner,
    role: ParticipationRole,
    days_per_month: Decimal | None = None,
    from_on: date,
    seen_revision: int | None = None,
    by: Actor,
    at: datetime,
) -> Participation:
    """Note role and intensity from a day; the period before ends there. Without days the role's own are taken."""
    partner.claim(seen_revision)
    clear(obstacles_to_taking_role(partner, role, from_on=from_on))
    for earlier in Participation.objects.in_force(from_on).filter(partner=partner):
        earlier.claim(None)
        earlier.until_on = from_on
        earlier.save(update_fields=["until_on"])
    participation = Participation.objects.create(
        partner=partner,
        role=role,
        days_per_month=role.days_per_month if days_per_month is None else days_per_month,
        from_on=from_on,
    )
    record(
        Verb.ROLE_TAKEN,
        about=partner,
        also=[partner.organisation],
        by=by,
        at=at,
        facts={
            "partner": partner.organisation.name,
            "role": role.name.plain(),
            "days_per_month": participation.days_per_month,
            "on": from_on,
        },
    )
    return participation


@transaction.atomic
def change_partner(
    *,
    partner: Partner,
    intends_next_phases: bool,
    note: str | None = None,
    seen_revision: int | None = None,
    by: Actor,
    at: datetime,
) -> Partner:
    """Keep whether a partner intends to join the next phases, and what is good to know about its part."""
    clear(obstacles_to_changing(partner.deal))
    partner.claim(seen_revision)
    partner.intends_next_phases = intends_next_phases
    if note is not None and note != str(partner.note):
        partner.note = Text.of(note)
    partner.save(update_fields=["intends_next_phases", "note"])
    record(
        Verb.INTENTION_CHANGED if intends_next_phases else Verb.INTENTION_WITHDRAWN,
        about=partner,
        also=[partner.organisation],
        by=by,
        at=at,
        facts={"partner": partner.organisation.name},
    )
    return partner
