"""Somebody goes and somebody else takes over: what is the organisation's stays, and the tasks go on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from kopgroep.kernel.actors import Actor
from kopgroep.kernel.clock import day_of
from kopgroep.kernel.journal.record import record
from kopgroep.kernel.journal.verbs import Verb
from kopgroep.kernel.obstacles import clear
from kopgroep.rooms.partners.actions.invitations import invite_contact
from kopgroep.rooms.partners.actions.people import add_contact, end_contact, record_of_contact
from kopgroep.rooms.partners.models import Capacity, Contact, Person
from kopgroep.rooms.partners.rules.invitations import obstacles_to_inviting_contact
from kopgroep.rooms.partners.rules.succession import obstacles_to_settling, obstacles_to_succeeding


@transaction.atomic
def succeed_contact(
    *,
    contact: Contact,
    tasks: Sequence[Contact] = (),
    known: Person | None = None,
    name: str = "",
    email: str = "",
    phone: str = "",
    position: str = "",
    from_on: date,
    invite: bool = True,
    by: Actor,
    at: datetime,
) -> Contact:
    """End who goes, start who takes over with the same tasks for the same deals, and invite the latter.

    tasks  what else the same person does for the organisation and the successor takes over too
    known  who takes over, when that is somebody whom we know; else name and address say who
    """
    contact.claim(None)
    contact.refresh_from_db()
    known = known or _same_person(name, email)
    clear(obstacles_to_succeeding(contact, person=known, from_on=from_on))
    rows = [contact, *(each for each in tasks if each.pk != contact.pk and _goes_along(each, contact))]
    for row in rows:
        if row.until_on is None:
            end_contact(contact=row, until_on=from_on, by=by, at=at)
    details = {"name": name, "email": email, "phone": phone, "position": position}
    first = _take_over(contact, known, from_on=from_on, by=by, at=at, **details)
    for row in rows[1:]:
        follower = _take_over(row, first.person, from_on=from_on, by=by, at=at)
        _settle(row, follower, at=at)
    _settle(contact, first, at=at)
    record(
        Verb.CONTACT_SUCCEEDED,
        about=contact.organisation,
        also=[contact, first, contact.person, first.person],
        by=by,
        at=at,
        facts={"organisation": contact.organisation.name, "on": from_on},
        private={"person": first.person.name, "former": contact.person.name},
    )
    if invite and not list(obstacles_to_inviting_contact(first, day_of(at))):
        invite_contact(contact=first, words=_words(contact, first), by=by, at=at)
    return first


@transaction.atomic
def settle_without_successor(*, contact: Contact, by: Actor, at: datetime) -> Contact:
    """Nobody takes over, and nobody needs to be asked any more."""
    contact.claim(None)
    contact.refresh_from_db()
    clear(obstacles_to_settling(contact))
    _settle(contact, None, at=at)
    record_of_contact(Verb.CONTACT_SETTLED, contact, by=by, at=at)
    return contact


@transaction.atomic
def write_handover(
    *, contact: Contact, text: str, seen_revision: int | None = None, by: Actor, at: datetime
) -> Contact:
    """Keep what only this person knows, for who takes over; the words themselves stand in no history."""
    contact.claim(seen_revision)
    contact.handover = text.strip()
    contact.save(update_fields=["handover"])
    record_of_contact(Verb.HANDOVER_WRITTEN, contact, by=by, at=at)
    return contact


def _same_person(name: str, email: str) -> Person | None:
    """Who has this address and this name; another name at it is refused, as everywhere."""
    email, name = email.strip().lower(), name.strip().casefold()
    found = Person.objects.filter(email=email).first() if email else None
    return found if found is not None and found.name.casefold() == name else None


def _goes_along(row: Contact, contact: Contact) -> bool:
    same = (row.organisation_id, row.person_id) == (contact.organisation_id, contact.person_id)
    return same and row.settled_at is None


def _take_over(
    row: Contact,
    person: Person | None,
    *,
    from_on: date,
    by: Actor,
    at: datetime,
    name: str = "",
    email: str = "",
    phone: str = "",
    position: str = "",
) -> Contact:
    """The successor's own row for one task; who has that task already just goes on with it."""
    if person is None:
        return add_contact(
            organisation=row.organisation,
            name=name,
            email=email,
            phone=phone,
            position=position,
            capacity=row.capacity,
            deal=row.deal,
            since_on=from_on,
            by=by,
            at=at,
        )
    running = row.organisation.contacts.filter(person=person, until_on=None)
    if has := running.filter(capacity=row.capacity).first():
        return _also_for(has, row, by=by, at=at)
    if row.capacity == Capacity.CONTACT:
        _no_deputy_any_more(person, row, from_on=from_on, by=by, at=at)
    made = Contact.objects.create(
        organisation=row.organisation,
        person=person,
        capacity=row.capacity,
        deal=row.deal,
        position=position,
        since_on=from_on,
    )
    record_of_contact(Verb.CONTACT_ADDED, made, by=by, at=at)
    return made


def _also_for(has: Contact, row: Contact, *, by: Actor, at: datetime) -> Contact:
    """Who did it for one deal and now for another too, does it for all deals of the organisation."""
    if has.deal_id is None or has.deal_id == row.deal_id:
        return has
    has.claim(None)
    has.deal = None
    has.save(update_fields=["deal"])
    record_of_contact(Verb.CONTACT_CHANGED, has, by=by, at=at)
    return has


def _no_deputy_any_more(person: Person, row: Contact, *, from_on: date, by: Actor, at: datetime) -> None:
    """A deputy who becomes the contact is no deputy of oneself; a new deputy is asked for as of everybody else."""
    deputies = row.organisation.contacts.filter(
        person=person, until_on=None, capacity=Capacity.DEPUTY, deal=row.deal, since_on__lte=from_on
    )
    for deputy in deputies.order_by("pk"):
        end_contact(contact=deputy, until_on=from_on, by=by, at=at)


def _settle(row: Contact, follower: Contact | None, *, at: datetime) -> None:
    row.claim(None)
    row.successor, row.settled_at = follower, at
    row.save(update_fields=["successor", "settled_at"])


def _words(contact: Contact, follower: Contact) -> str:
    """What stands in the invitation, in the language of who gets it."""
    user = follower.person.user
    with override(user.language if user else "nl"):
        words = _("You take over from %(person)s. What you need to know stands here: %(url)s")
        url = settings.BASE_URL + reverse("partners:handover", args=[contact.pk])
        return words % {"person": contact.person.name, "url": url}
