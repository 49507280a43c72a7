"""Who an enquiry may be from: what the registry knows, for the office; and the little of it that is public."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from kopgroep.facts import municipalities
from kopgroep.rooms.partners.models import (
    PIPELINE,
    Enquiry,
    Helix,
    Organisation,
    OrganisationKind,
    Partner,
    Person,
    Stage,
)
from kopgroep.rooms.partners.queries.organisations import ALIKE, name_key, similar_organisations
from kopgroep.rooms.programme.models import Deal

# Where a kind says it; of an umbrella organisation or another one people say it.
HELIX_OF = {
    OrganisationKind.MUNICIPALITY: Helix.GOVERNMENT,
    OrganisationKind.PROVINCE: Helix.GOVERNMENT,
    OrganisationKind.WATER_AUTHORITY: Helix.GOVERNMENT,
    OrganisationKind.MINISTRY: Helix.GOVERNMENT,
    OrganisationKind.NATIONAL_BODY: Helix.GOVERNMENT,
    OrganisationKind.JOINT_ARRANGEMENT: Helix.GOVERNMENT,
    OrganisationKind.COMPANY: Helix.BUSINESS,
    OrganisationKind.KNOWLEDGE_INSTITUTION: Helix.KNOWLEDGE,
    OrganisationKind.CIVIL_ORGANISATION: Helix.SOCIETY,
    OrganisationKind.CITIZENS_GROUP: Helix.SOCIETY,
}
# Addresses that anyone can have say nothing about an organisation.
FOR_ANYONE = frozenset(
    "gmail.com hotmail.com hotmail.nl outlook.com live.nl live.com icloud.com yahoo.com ziggo.nl kpnmail.nl xs4all.nl "
    "planet.nl home.nl casema.nl proton.me protonmail.com".split()
)


@dataclass(frozen=True)
class Match:
    """An organisation that the enquiry may be from, why, and its part in this deal."""

    organisation: Organisation
    why: str
    partner: Partner | None

    @property
    def stage_word(self) -> str:
        return str(Stage(self.partner.stage).label) if self.partner else ""


def helix_of(kind: str) -> str:
    return str(HELIX_OF.get(OrganisationKind(kind), "")) if kind else ""


def municipality_named(name: str) -> tuple[str, str] | None:
    """Code and full name, when the name is that of a municipality of today."""
    place = re.sub(r"^gemeente\s+", "", name.strip(), flags=re.IGNORECASE)
    found = next(iter(municipalities.search(place, limit=1)), None) if place else None
    if found is None or place.casefold() not in {found.name.casefold(), found.also.casefold()}:
        return None
    return found.cbs, f"Gemeente {found.name}"


def matches_of(enquiry: Enquiry, *, on: date) -> list[Match]:
    """The best first: a code, then a name, then what looks like it, then who has an address there."""
    found: dict[int, tuple[Organisation, str]] = {}
    for organisation, why in _candidates(enquiry):
        found.setdefault(organisation.pk, (organisation, why))
    parts = Partner.objects.standing_on(on).filter(deal=enquiry.deal_id, organisation__in=found)
    here = {part.organisation_id: part for part in parts.select_related("deal")}
    return [Match(organisation, why, here.get(pk)) for pk, (organisation, why) in found.items()]


def _candidates(enquiry: Enquiry) -> Iterator[tuple[Organisation, str]]:
    name = enquiry.organisation_name
    if municipality := municipality_named(name):
        for each in Organisation.objects.filter(cbs_code=municipality[0]):
            yield each, _("the code of this municipality")
    for each in Organisation.objects.filter(name__iexact=name).order_by("pk"):
        yield each, _("the same name")
    for each in Organisation.objects.filter(aliases__name__iexact=name).order_by("pk"):
        yield each, _("another name of it")
    for each in similar_organisations(name):
        yield each, _("a name that looks like it")
    domain = enquiry.email.rpartition("@")[2]
    if domain and domain not in FOR_ANYONE:
        people = Person.objects.filter(Q(email__iendswith=f"@{domain}"))
        rows = Organisation.objects.filter(contacts__person__in=people, contacts__until_on=None)
        for each in rows.distinct().order_by("name", "pk")[:5]:
            yield each, _("somebody there has an address at %(domain)s") % {"domain": domain}


def others_from(enquiry: Enquiry) -> QuerySet[Enquiry]:
    """Earlier and later enquiries from the same organisation or the same person."""
    same = Q(organisation_name__iexact=enquiry.organisation_name)
    if enquiry.email:
        same |= Q(email=enquiry.email)
    rows = Enquiry.objects.filter(same, deal=enquiry.deal_id).exclude(pk=enquiry.pk)
    return rows.order_by("-received_at", "-pk")[:10]


def public_partner_named(deal: Deal, name: str, *, on: date) -> str:
    """The partner of this deal that the public sees and that has this name or nearly; empty when there is none."""
    wanted = name_key(name)
    if not wanted:
        return ""
    rows = Partner.objects.standing_on(on).filter(deal=deal).not_at_stage(*PIPELINE, Stage.LEFT)
    matcher = SequenceMatcher()
    matcher.set_seq2(wanted)
    best, named = ALIKE, ""
    names = rows.values_list("organisation__name", "organisation__aliases__name")
    for known, alias in names.order_by("organisation__name", "pk"):
        for each in filter(None, (known, alias)):
            matcher.set_seq1(name_key(each))
            if matcher.real_quick_ratio() < best or matcher.quick_ratio() < best:
                continue
            if (score := matcher.ratio()) >= best and not (named and score == best):
                best, named = score, known
    return named


def waiting_count(deal: Deal, *, on: date) -> int:
    return Enquiry.objects.filter(deal=deal).waiting(on).count()
