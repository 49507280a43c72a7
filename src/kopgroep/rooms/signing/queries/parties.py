"""The parties of a deal: who signed what, on whose authority."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from kopgroep.rooms.partners.models import Partner
from kopgroep.rooms.programme.models import Deal
from kopgroep.rooms.signing.models import MomentKind, Signatory, Signature, SigningMoment

# Signing and acceding both make an organisation a party; an intention does not.
MAKES_A_PARTY = (MomentKind.SIGNING, MomentKind.ACCESSION)


@dataclass(frozen=True, slots=True)
class Party:
    """A partner at a moment of signing: who would sign for it, and its signature when it is there."""

    partner: Partner
    signatory: Signatory | None
    signature: Signature | None

    @property
    def has_signed(self) -> bool:
        return self.signature is not None

    @property
    def name(self) -> str:
        """As it stands in the text: the administrative body or legal person, where that is another."""
        other = self.signatory.acts_as if self.signatory else ""
        return other or self.partner.organisation.name


def signed_on(deal: Deal, on: date) -> list[Signature]:
    """The signatures that make a party, as they stand on a day; one for each organisation, the first it gave."""
    rows = Signature.objects.in_force(on).filter(partner__deal=deal, moment__kind__in=MAKES_A_PARTY)
    rows = rows.select_related("partner__organisation", "partner__deal", "signatory", "moment")
    first: dict[int, Signature] = {}
    for row in rows.order_by("signed_on", "pk"):
        first.setdefault(row.partner_id, row)
    return sorted(first.values(), key=lambda row: (row.partner.organisation.name, row.pk))


def parties_of(moment: SigningMoment, on: date) -> list[Party]:
    """Everybody who takes part, with who signs for it; at an accession only who is no party yet. Three queries."""
    rows = Partner.objects.taking_part(on).filter(deal=moment.deal).select_related("organisation", "deal")
    signatures = {
        row.partner_id: row
        for row in Signature.objects.filter(Q(withdrawn_on=None) | Q(withdrawn_on__gt=on), moment=moment)
    }
    speaking = Signatory.objects.filter(partner__deal=moment.deal, until_on=None)
    signatories = {row.partner_id: row for row in speaking}
    here = set(signatures)
    if moment.kind == MomentKind.ACCESSION:
        known = {row.partner_id for row in signed_on(moment.deal, on)} - here
        rows = rows.exclude(pk__in=known)
    return [
        Party(partner, signatories.get(partner.pk), signatures.get(partner.pk))
        for partner in rows.order_by("organisation__name", "pk")
    ]


def parties_list(deal: Deal, on: date) -> str:
    """The parties as the gazette prints them: name, who signed and in which capacity."""
    lines = []
    for number, row in enumerate(signed_on(deal, on), start=1):
        who = row.signatory
        name = (who.acts_as if who else "") or row.partner.organisation.name
        told = f", vertegenwoordigd door {who.name}, {who.capacity}" if who and who.name else ""
        lines.append(f"{number}. {name}{told};")
    return "\n".join(lines)
