"""Organisations, partners, and the people one can call."""

from datetime import date
from itertools import count
from typing import Any

from kopgroep.kernel.accounts.models import User
from kopgroep.kernel.clock import day_of, now, today
from kopgroep.rooms.partners.models import (
    Alias,
    Capacity,
    Contact,
    ContactMoment,
    Enquiry,
    Expertise,
    Helix,
    Invitation,
    Merger,
    Motivation,
    Organisation,
    OrganisationKind,
    Participation,
    Partner,
    Person,
    Relation,
    RelationManager,
    Stage,
    Standing,
    Succession,
)
from kopgroep.rooms.programme.models import Deal, ParticipationRole
from kopgroep.rooms.programme.queries import reply_by
from tests.factories.accounts import make_user
from tests.factories.programme import make_deal, make_participation_role

_number = count(1)
LONG_AGO = date(2020, 1, 1)


def make_organisation(
    name: str = "", *, kind: str = OrganisationKind.COMPANY, helix: str = Helix.BUSINESS, **fields: object
) -> Organisation:
    return Organisation.objects.create(
        name=name or f"Organisation {next(_number)}", kind=kind, helix=helix, **fields
    )


def make_municipality(name: str = "", *, cbs_code: str = "") -> Organisation:
    return make_organisation(
        name or f"Gemeente {next(_number)}",
        kind=OrganisationKind.MUNICIPALITY,
        helix=Helix.GOVERNMENT,
        cbs_code=cbs_code,
    )


def make_alias(organisation: Organisation | None = None) -> Alias:
    return Alias.objects.create(
        organisation=organisation or make_organisation(), name=f"Alias {next(_number)}"
    )


def make_succession() -> Succession:
    return Succession.objects.create(
        predecessor=make_municipality(), successor=make_municipality(), on=date(2026, 1, 1)
    )


def make_merger() -> Merger:
    return Merger.objects.create(
        successor=make_municipality(), on=date(2026, 1, 1), names=["Hier", "Daar"], merged_at=now()
    )


def make_partner(
    deal: Deal | None = None,
    organisation: Organisation | None = None,
    *,
    stage: str = Stage.PARTNER,
    relation: str = Relation.PARTNER,
    since_on: date = LONG_AGO,
) -> Partner:
    partner = Partner.objects.create(
        deal=deal or make_deal(), organisation=organisation or make_organisation()
    )
    make_standing(partner, stage=stage, relation=relation, since_on=since_on)
    return partner


def make_standing(
    partner: Partner | None = None,
    *,
    stage: str = Stage.PARTNER,
    relation: str = Relation.PARTNER,
    since_on: date = LONG_AGO,
) -> Standing:
    return Standing.objects.create(
        partner=partner or Partner.objects.create(deal=make_deal(), organisation=make_organisation()),
        stage=stage,
        relation=relation,
        since_on=since_on,
    )


def make_motivation(partner: Partner | None = None, *, given_on: date = LONG_AGO) -> Motivation:
    return Motivation.objects.create(
        partner=partner or make_partner(), text="We want to learn with others.", given_on=given_on
    )


def make_participation(
    partner: Partner | None = None, role: ParticipationRole | None = None, *, from_on: date = LONG_AGO
) -> Participation:
    partner = partner or make_partner()
    return Participation.objects.create(
        partner=partner, role=role or make_participation_role(partner.deal), days_per_month=2, from_on=from_on
    )


def make_person(name: str = "Bob", *, user: User | None = None) -> Person:
    return Person.objects.create(name=name, email=f"person{next(_number)}@example.org", user=user)


def make_contact(
    organisation: Organisation | None = None,
    person: Person | None = None,
    *,
    capacity: str = Capacity.CONTACT,
) -> Contact:
    return Contact.objects.create(
        organisation=organisation or make_organisation(),
        person=person or make_person(),
        capacity=capacity,
        since_on=LONG_AGO,
    )


def make_expertise(person: Person | None = None, *, words: str = "sensors, procurement") -> Expertise:
    return Expertise.objects.create(
        person=person or make_person(), words=words, consented_at=now(), is_own=True
    )


def make_relation_manager(
    partner: Partner | None = None, user: User | None = None, *, since_on: date = LONG_AGO
) -> RelationManager:
    return RelationManager.objects.create(
        partner=partner or make_partner(), user=user or make_user(), since_on=since_on
    )


def make_contact_moment(partner: Partner | None = None, **fields: Any) -> ContactMoment:
    """A call of today, unless it is said otherwise."""
    plain = {"held_on": today(), "agreed": "We call again.", "made_at": now()}
    return ContactMoment.objects.create(partner=partner or make_partner(), **plain | fields)


def make_enquiry(deal: Deal | None = None, **fields: Any) -> Enquiry:
    """Open, from now; who gives it another state says when."""
    at = fields.pop("received_at", now())
    deal = deal or make_deal()
    plain = {
        "organisation_name": f"Stichting {next(_number)}",
        "name": "Ella",
        "email": f"ella{next(_number)}@example.org",
        "due_on": reply_by(deal, day_of(at)),
    }
    return Enquiry.objects.create(deal=deal, received_at=at, **plain | fields)


def make_invitation(
    contact: Contact | None = None,
    *,
    deal: Deal | None = None,
    role: str = "",
    expires_on: date = date(2099, 1, 1),
) -> Invitation:
    """For a contact, unless a role on a deal is named."""
    if not role:
        contact = contact or make_contact()
    number = next(_number)
    return Invitation.objects.create(
        contact=contact,
        deal=deal,
        role=role,
        name=contact.person.name if contact else "Nel",
        email=contact.person.email if contact else f"nel{number}@example.org",
        digest=f"{number:064d}",
        invited_at=now(),
        expires_on=expires_on,
    )
