"""What is known now, a row per contact, with the numbers by which an edited row is found again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Q

from kopgroep.rooms.partners.models import (
    Alias,
    Capacity,
    Contact,
    Helix,
    Organisation,
    OrganisationKind,
    Partner,
    Relation,
    Stage,
)
from kopgroep.rooms.programme.models import Deal

PLAIN = ("name", "kvk", "oin", "cbs_code", "website", "note")


def known_rows(deal: Deal, *, on: date, contacts: bool, partners_only: bool) -> Iterator[dict[str, Any]]:
    standing = Partner.objects.standing_on(on).filter(deal=deal).select_related("organisation")
    partners = {partner.organisation_id: partner for partner in standing}
    here = Organisation.objects.filter(pk__in=list(partners))
    if not partners_only:
        here = here | Organisation.objects.filter(partnerships=None)
    aliases: dict[int, list[str]] = defaultdict(list)
    for pk, name in Alias.objects.filter(organisation__in=here).values_list("organisation_id", "name"):
        aliases[pk].append(name)
    people: dict[int, list[Contact]] = defaultdict(list)
    if contacts:
        mine = Contact.objects.current(on).filter(Q(deal=None) | Q(deal=deal), organisation__in=here)
        for contact in mine.select_related("person").order_by("person__name", "pk"):
            people[contact.organisation_id].append(contact)
    for organisation in here.distinct().order_by("name", "pk"):
        row = _organisation(organisation, sorted(aliases[organisation.pk]), partners.get(organisation.pk))
        speak: list[Contact | None] = [*people[organisation.pk]]
        for each in speak or [None]:
            yield {**row, **_contact(each)}


def _organisation(organisation: Organisation, aliases: list[str], partner: Partner | None) -> dict[str, Any]:
    row: dict[str, Any] = {name: getattr(organisation, name) for name in PLAIN}
    row |= {
        "uid": str(organisation.uid),
        "kind": OrganisationKind(organisation.kind).label,
        "helix": Helix(organisation.helix).label,
        "aliases": "; ".join(aliases),
    }
    if partner:
        row |= {
            "stage": Stage(partner.stage).label,
            "relation": Relation(partner.relation).label,
            "since_on": partner.since_on,
        }
    return row


def _contact(contact: Contact | None) -> dict[str, Any]:
    if contact is None:
        return {}
    return {
        "contact_uid": str(contact.uid),
        "contact_name": contact.person.name,
        "contact_email": contact.person.email,
        "contact_phone": contact.person.phone,
        "contact_position": contact.position,
        "contact_capacity": Capacity(contact.capacity).label,
    }
