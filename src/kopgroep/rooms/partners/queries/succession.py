"""Who left without somebody to take over, whom to ask, and what only that person knew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q

from kopgroep.kernel.accounts.models import Grant, User
from kopgroep.kernel.comments.models import Comment, record_at
from kopgroep.kernel.journal.history import Told, told
from kopgroep.kernel.journal.models import Entry
from kopgroep.kernel.links.models import PersonalLink
from kopgroep.kernel.links.purposes import is_known, purpose_of
from kopgroep.kernel.records import Record
from kopgroep.rooms.partners.models import (
    TAKING_PART,
    Capacity,
    Contact,
    ContactMoment,
    Enquiry,
    Organisation,
    Partner,
    Person,
)
from kopgroep.rooms.partners.models.people import ContactQuerySet
from kopgroep.rooms.partners.queries.partner import PartnerFile, partner_file
from kopgroep.rooms.partners.queries.peers import office_of
from kopgroep.rooms.programme.models import Deal, DealKind

SHOWN = 20
# What somebody may see of a record: a question to access, asked once per record.
Sees = Callable[[Record], bool]


def open_successions(on: date) -> ContactQuerySet:
    """Who spoke for an organisation that takes part in a deal at work, left or will, and has no successor yet."""
    stays = Contact.objects.filter(
        person=OuterRef("person"),
        organisation=OuterRef("organisation"),
        capacity__in=(Capacity.CONTACT, Capacity.DEPUTY),
        until_on=None,
    )
    parts = Partner.objects.standing_on(on).at_stage(*TAKING_PART).exclude(deal__kind=DealKind.HISTORICAL)
    here = parts.filter(organisation=OuterRef("organisation"))
    rows = Contact.objects.without_successor(on).select_related("person", "organisation")
    return rows.filter(
        ~Exists(stays),
        Exists(here.filter(deal=OuterRef("deal"))) | Q(Exists(here), deal=None),
    )


def whom_to_ask_for_successor(contact: Contact, *, on: date) -> list[Contact]:
    """Who else speaks for the organisation; else its secretariat; else who goes, while that person is there."""
    others = contact.organisation.contacts.current(on).exclude(person__email="")
    if contact.deal_id is not None:
        others = others.filter(Q(deal=None) | Q(deal=contact.deal_id))
    rows = list(others.select_related("person__user").order_by("capacity", "person__name", "pk"))
    speaking = [each for each in rows if each.capacity in (Capacity.CONTACT, Capacity.DEPUTY)]
    office = [each for each in rows if each.capacity == Capacity.SECRETARIAT]
    for some in ([each for each in speaking if each.person_id != contact.person_id], office, speaking):
        if some:
            # A deputy first; nobody twice.
            some.sort(key=lambda each: each.capacity != Capacity.DEPUTY)
            return list({each.person_id: each for each in some}.values())
    return []


def other_tasks_of(contact: Contact) -> list[Contact]:
    """What else the same person does or did for the organisation, and nobody takes over yet."""
    rows = Contact.objects.filter(
        Q(until_on=None) | Q(until_on__gte=contact.until_on or contact.since_on),
        organisation=contact.organisation_id,
        person=contact.person_id,
        settled_at=None,
    ).exclude(pk=contact.pk)
    return list(rows.select_related("organisation", "person", "deal").order_by("capacity", "pk"))


def colleagues_of(contact: Contact, *, on: date) -> list[Person]:
    """Who could take over and is known: the other people of the organisation, by name."""
    # Who speaks for the organisation in another deal only is that deal's to know.
    there = contact.organisation.contacts.current(on).filter(Q(deal=None) | Q(deal=contact.deal_id))
    people = Person.objects.filter(pk__in=there.values("person")).exclude(pk=contact.person_id)
    return list(people.order_by("name", "pk"))


def asked_for_successor(contact: Contact, *, purpose: str, on: date) -> list[PersonalLink]:
    """Who was asked by mail and may still answer."""
    rows = PersonalLink.objects.open_on(on).filter(purpose=purpose, about=contact.address)
    return list(rows.order_by("made_at", "pk"))


@dataclass(frozen=True)
class PartOfSheet:
    """One deal on a handover sheet: where the organisation stands, and who runs the deal."""

    partner: Partner
    file: PartnerFile
    office: tuple[User, ...]

    @property
    def lacks(self) -> bool:
        return self.file.lacks_motivation or self.file.lacks_role


@dataclass(frozen=True)
class Handover:
    """What only one person knew, as far as its reader may see it."""

    contact: Contact
    tasks: tuple[Contact, ...]
    elsewhere: tuple[Contact, ...]
    parts: tuple[PartOfSheet, ...]
    roles: tuple[tuple[Deal, str], ...]
    questions: tuple[tuple[PersonalLink, Any], ...]
    enquiries: tuple[Enquiry, ...]
    expertise: tuple[str, ...]
    comments: tuple[tuple[Comment, Any], ...]
    moments: tuple[ContactMoment, ...]
    done: tuple[Told, ...]
    reachable: tuple[Contact, ...]

    @property
    def others_by_capacity(self) -> dict[str, list[Contact]]:
        found: dict[str, list[Contact]] = {}
        for each in self.reachable:
            found.setdefault(each.get_capacity_display(), []).append(each)
        return found


@dataclass(frozen=True)
class Reader:
    """What who reads a handover sheet may see, each a question about one record."""

    partner: Sees
    contacts: Sees
    comments: Sees
    history: Sees
    enquiries: Sees
    log: Sees


def handover_of(contact: Contact, *, on: date, reader: Reader) -> Handover:
    """Everything that hangs on this person, from the records of all rooms; nothing that the reader may not see."""
    person, organisation = contact.person, contact.organisation
    parts = [each for each in _parts(organisation, contact, on) if reader.partner(each)]
    deals = [each.deal for each in parts]
    mine = person.contacts.select_related("organisation", "deal", "person").order_by("pk")
    there = mine.exclude(organisation=organisation).filter(Q(until_on=None) | Q(until_on__gt=on))
    expertise = getattr(person, "expertise", None)
    return Handover(
        contact=contact,
        tasks=tuple(each for each in mine.filter(organisation=organisation) if reader.contacts(each)),
        elsewhere=tuple(each for each in there if reader.contacts(each)),
        parts=tuple(
            PartOfSheet(each, partner_file(each, on=on), tuple(office_of(each.deal, on=on))) for each in parts
        ),
        roles=tuple(_roles(person, on, reader)),
        questions=tuple(_questions(person, organisation, parts, on)),
        enquiries=tuple(_enquiries(person, deals, reader)),
        expertise=tuple(expertise.word_list) if expertise else (),
        comments=tuple(_comments(person, reader)),
        moments=tuple(_moments(contact, parts, reader)),
        done=tuple(_done(person, [each for each in deals if reader.history(each)])),
        reachable=tuple(_reachable(contact, deals, on)),
    )


def _parts(organisation: Organisation, contact: Contact, on: date) -> list[Partner]:
    rows = Partner.objects.standing_on(on).filter(organisation=organisation)
    if contact.deal_id is not None:
        rows = rows.filter(deal=contact.deal_id)
    return list(rows.select_related("deal", "organisation").order_by("deal__code"))


def _roles(person: Person, on: date, reader: Reader) -> list[tuple[Deal, str]]:
    if person.user is None:
        return []
    grants = Grant.objects.in_force(on).filter(user=person.user).order_by("on", "role")
    found = [(record_at(grant.on), grant.role) for grant in grants]
    return [(deal, role) for deal, role in found if isinstance(deal, Deal) and reader.history(deal)]


def _questions(
    person: Person, organisation: Organisation, parts: list[Partner], on: date
) -> list[tuple[PersonalLink, Any]]:
    """What this person was asked by mail for the organisation and did not answer."""
    if not person.email:
        return []
    about = {row.address: row for row in (organisation, *parts)}
    rows = PersonalLink.objects.open_on(on).filter(email=person.email, about__in=about)
    return [
        (link, purpose_of(link.purpose).title(about[link.about]))
        for link in rows.order_by("made_at", "pk")
        if is_known(link.purpose)
    ]


def _enquiries(person: Person, deals: list[Deal], reader: Reader) -> list[Enquiry]:
    """What this person wrote to a deal and waits for an answer."""
    seen = [deal for deal in deals if reader.enquiries(deal)]
    if not person.email or not seen:
        return []
    rows = Enquiry.objects.filter(deal__in=seen, email__iexact=person.email, closed_at=None)
    return list(rows.select_related("deal").order_by("due_on", "pk"))


def _comments(person: Person, reader: Reader) -> list[tuple[Comment, Any]]:
    if person.user is None:
        return []
    rows = Comment.objects.filter(author=person.user, withdrawn_at=None).order_by("-made_at", "-pk")
    found = [(comment, record_at(comment.on)) for comment in rows[:SHOWN]]
    return [(comment, record) for comment, record in found if record is not None and reader.comments(record)]


def _moments(contact: Contact, parts: list[Partner], reader: Reader) -> list[ContactMoment]:
    """What the office agreed with this person, or this person of the office wrote down; for the office alone."""
    seen = [each for each in parts if reader.log(each)]
    if not seen:
        return []
    theirs = Q(contact__person=contact.person_id)
    if contact.person.user_id is not None:
        theirs |= Q(made_by=contact.person.user_id)
    rows = ContactMoment.objects.filter(theirs, partner__in=seen)
    return list(rows.select_related("made_by", "partner").order_by("-held_on", "-pk")[:SHOWN])


def _done(person: Person, deals: list[Deal]) -> list[Told]:
    if person.user is None or not deals:
        return []
    rows = Entry.objects.filter(
        actor_kind="user",
        actor_reference=str(person.user.uid),
        chain__name__in=[deal.journal_chain for deal in deals],
    )
    return told(rows.select_related("private_text").order_by("-at", "-pk")[:SHOWN])


def _reachable(contact: Contact, deals: list[Deal], on: date) -> list[Contact]:
    rows = contact.organisation.contacts.current(on).exclude(person=contact.person_id)
    rows = rows.filter(Q(deal=None) | Q(deal__in=deals)).select_related("person", "deal")
    return list(rows.order_by(F("capacity"), "person__name", "pk"))
