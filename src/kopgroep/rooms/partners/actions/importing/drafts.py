"""What rows bring: organisations, partners and people that are still to be written."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from kopgroep.kernel.clock import today
from kopgroep.rooms.partners.models import (
    Contact,
    Motivation,
    Organisation,
    Partner,
    Person,
    Standing,
)
from kopgroep.rooms.partners.queries.matching import Known, Registry
from kopgroep.rooms.programme.models import Deal


@dataclass
class Plan:
    """What one row writes. New rows stand in `new`, in the order in which they refer to each other."""

    new: list[Any] = field(default_factory=list)
    changes: list[tuple[Any, str, Any]] = field(default_factory=list)
    moves: list[Standing] = field(default_factory=list)
    told: list[Any] = field(default_factory=list)
    organisation: Organisation | None = None


class Network:
    """What is known of a deal's network, and what rows add to it one after the other."""

    def __init__(self, deal: Deal) -> None:
        on = today()
        self.deal = deal
        self.registry = Registry.of_all()
        standing = Partner.objects.standing_on(on).filter(deal=deal).select_related("deal")
        self.partners: dict[int, Partner] = {each.organisation_id: each for each in standing}
        for partner in Partner.objects.filter(deal=deal).select_related("deal"):
            self.partners.setdefault(partner.organisation_id, partner)
        elsewhere = Partner.objects.exclude(deal=deal).values_list("organisation_id", flat=True)
        self.elsewhere = set(elsewhere.distinct())
        self.people = {person.email: person for person in Person.objects.exclude(email="")}
        self.contacts: dict[int, list[Contact]] = defaultdict(list)
        self.contact_by_uid: dict[str, Contact] = {}
        for contact in Contact.objects.filter(until_on=None).select_related("person").order_by("pk"):
            self.contacts[contact.organisation_id].append(contact)
            self.contact_by_uid[str(contact.uid)] = contact
        self.new_partners: dict[str, Partner] = {}
        self.new_contacts: dict[str, list[Contact]] = defaultdict(list)
        self.motivations: dict[int, set[str]] = defaultdict(set)
        for key, text in Motivation.objects.filter(partner__deal=deal).values_list("partner_id", "text"):
            self.motivations[key].add(text)
        self.changed: dict[tuple[str, int, str], Any] = {}

    def partner_of(self, known: Known) -> Partner | None:
        here = self.partners.get(known.organisation.pk) if known.organisation.pk else None
        return here or self.new_partners.get(known.answer)

    def contacts_of(self, known: Known) -> list[Contact]:
        here = self.contacts.get(known.organisation.pk, []) if known.organisation.pk else []
        return [*here, *self.new_contacts[known.answer]]

    def may_change(self, organisation: Organisation) -> bool:
        """Facts of an organisation that is in other deals only are theirs to change."""
        return organisation.pk in self.partners or organisation.pk not in self.elsewhere
