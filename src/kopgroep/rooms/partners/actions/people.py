"""People become contacts of organisations, change, and stop being so."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from kopgroep.kernel.access import Permission, allowed
from kopgroep.kernel.accounts.models import User
from kopgroep.kernel.actors import Actor, ActorKind
from kopgroep.kernel.clock import day_of, today
from kopgroep.kernel.journal.record import record
from kopgroep.kernel.journal.verbs import Verb
from kopgroep.kernel.obstacles import clear
from kopgroep.rooms.partners.models import Capacity, Contact, Organisation, Person
from kopgroep.rooms.partners.rules import (
    obstacles_to_adding_contact,
    obstacles_to_changing_person,
    obstacles_to_ending_contact,
)
from kopgroep.rooms.programme.models import Deal


@transaction.atomic
def add_contact(
    *,
    organisation: Organisation,
    name: str,
    email: str = "",
    phone: str = "",
    capacity: str = Capacity.CONTACT,
    position: str = "",
    deal: Deal | None = None,
    since_on: date,
    by: Actor,
    at: datetime,
) -> Contact:
    """Make somebody contact, deputy ... of an organisation; who is known by this e-mail address is that person."""
    name, email = name.strip(), email.strip().lower()
    organisation.claim(None)
    tells = _may_know(by, email)
    clear(obstacles_to_adding_contact(organisation, name=name, email=email, capacity=capacity, tells=tells))
    person = _person(name, email, phone)
    contact = Contact.objects.create(
        organisation=organisation,
        person=person,
        capacity=capacity,
        position=position,
        deal=deal,
        since_on=since_on,
    )
    record_of_contact(Verb.CONTACT_ADDED, contact, by=by, at=at)
    return contact


@transaction.atomic
def change_contact(
    *,
    contact: Contact,
    name: str,
    email: str = "",
    phone: str = "",
    capacity: str,
    position: str = "",
    deal: Deal | None = None,
    seen_revision: int | None = None,
    by: Actor,
    at: datetime,
) -> Contact:
    """Keep other details of a person and of what the person is for this organisation."""
    email = email.strip().lower()
    contact.claim(seen_revision)
    person = contact.person
    person.claim(None)
    clear(obstacles_to_changing_person(person, email=email, beyond=_beyond(contact, by=by, on=day_of(at))))
    if email != person.email:
        person.user = _account_with(email)
    person.name, person.email, person.phone = name.strip(), email, phone
    person.save(update_fields=["name", "email", "phone", "user"])
    contact.capacity, contact.position, contact.deal = capacity, position, deal
    contact.save(update_fields=["capacity", "position", "deal"])
    record_of_contact(Verb.CONTACT_CHANGED, contact, by=by, at=at)
    return contact


def record_of_contact(verb: Verb, contact: Contact, *, by: Actor, at: datetime) -> None:
    """What happened to a contact stands with the organisation; the name apart, so that it can be forgotten."""
    record(
        verb,
        about=contact.organisation,
        also=[contact, contact.person],
        by=by,
        at=at,
        facts={"organisation": contact.organisation.name},
        private={"person": contact.person.name},
    )


@transaction.atomic
def end_contact(*, contact: Contact, until_on: date, by: Actor, at: datetime) -> Contact:
    """Note that somebody is no contact any more from a day; what was done stays on record."""
    contact.claim(None)
    contact.refresh_from_db()
    clear(obstacles_to_ending_contact(contact, until_on=until_on))
    contact.until_on = until_on
    contact.save(update_fields=["until_on"])
    record_of_contact(Verb.CONTACT_ENDED, contact, by=by, at=at)
    return contact


@transaction.atomic
def follow_account(user: User, at: datetime) -> None:
    """Who confirmed another address for the own account is reached there too, unless it is somebody else's here."""
    person = Person.objects.filter(user=user).first()
    if person is None or Person.objects.filter(email=user.email).exclude(pk=person.pk).exists():
        return
    person.claim(None)
    person.email = user.email
    person.save(update_fields=["email"])
    by = Actor.of(user)
    for contact in person.contacts.current(day_of(at)).select_related("organisation").order_by("pk"):
        record_of_contact(Verb.CONTACT_CHANGED, contact, by=by, at=at)


def _beyond(contact: Contact, *, by: Actor, on: date) -> list[Organisation]:
    """The other organisations that this person is contact of, as far as who acts may not change their contacts."""
    if by.kind == ActorKind.SYSTEM:
        return []
    places = Organisation.objects.filter(contacts__in=contact.person.contacts.current(on))
    others = places.exclude(pk=contact.organisation_id).distinct().order_by("name", "pk")
    return [
        place
        for place in others
        if by.user is None or not allowed(by.user, Permission.CONTACT_EDIT, about=place)
    ]


def _may_know(by: Actor, email: str) -> bool:
    """Whether who acts sees the person with this address elsewhere too; a name is not to be fished for."""
    if by.kind == ActorKind.SYSTEM or not email:
        return True
    contacts = Contact.objects.current(today()).filter(person__email=email).select_related("organisation")
    return by.user is not None and any(
        allowed(by.user, Permission.CONTACTS_VIEW, about=contact) for contact in contacts
    )


def _person(name: str, email: str, phone: str) -> Person:
    """Who is known by this e-mail address, with the newest telephone number; else somebody new."""
    if not email:
        return Person.objects.create(name=name, phone=phone)
    new = {"name": name, "phone": phone, "user": _account_with(email)}
    # Two who add the same address at once find the same person.
    person, is_new = Person.objects.get_or_create(email=email, defaults=new)
    if is_new:
        return person
    if phone and phone != person.phone:
        person.claim(None)
        person.phone = phone
        person.save(update_fields=["phone"])
    return person


def _account_with(email: str) -> User | None:
    """The account with this e-mail address, unless it belongs to another person already."""
    return User.objects.filter(email=email, person=None).first() if email else None
