"""Who in a deal is most like a partner: the same kind, the same role, the same helix."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from kopgroep.kernel.access import Role
from kopgroep.kernel.accounts.models import Grant, User
from kopgroep.rooms.partners.models import Contact, Partner
from kopgroep.rooms.programme.models import Deal

MOST = 6


@dataclass(frozen=True)
class Peer:
    """A partner to ask something, why this one, and whom to call there."""

    partner: Partner
    why: str
    contacts: tuple[Contact, ...]


def peers_of(partner: Partner, *, on: date, role_code: str, with_people: bool) -> list[Peer]:
    """Those who have most in common first, and of these who takes part longest; two queries."""
    rows = Partner.objects.taking_part(on).with_promises(on).filter(deal=partner.deal_id)
    others = list(rows.exclude(pk=partner.pk).select_related("organisation", "deal"))
    own = partner.organisation
    others.sort(
        key=lambda each: (
            -(2 * (each.organisation.kind == own.kind) + (bool(role_code) and each.role_code == role_code)),
            each.organisation.helix != own.helix,
            each.since_on,
            each.organisation.name,
            each.pk,
        )
    )
    chosen = others[:MOST]
    people: dict[int, list[Contact]] = {}
    if with_people:
        speaking = Contact.objects.speaking_for(on).filter(
            Q(deal=None) | Q(deal=partner.deal_id), organisation__in=[each.organisation_id for each in chosen]
        )
        for contact in speaking.select_related("person").order_by("capacity", "person__name", "pk"):
            people.setdefault(contact.organisation_id, []).append(contact)
    return [
        Peer(each, _why(partner, each, role_code), tuple(people.get(each.organisation_id, ())[:1]))
        for each in chosen
    ]


def _why(partner: Partner, peer: Partner, role_code: str) -> str:
    reasons = []
    if peer.organisation.kind == partner.organisation.kind:
        reasons.append(_("is a %(kind)s too") % {"kind": peer.organisation.get_kind_display()})
    if role_code and peer.role_code == role_code:
        reasons.append(_("has the same role"))
    return ", ".join(reasons) or peer.organisation.get_helix_display()


def office_of(deal: Deal, *, on: date) -> list[User]:
    """The people who run the deal, the manager first; one query."""
    grants = Grant.objects.in_force(on).filter(on=deal.address, role__in=(Role.MANAGER, Role.OFFICE))
    # Alphabetically a manager stands before the office.
    rows = grants.filter(user__is_active=True).select_related("user").order_by("role", "user__name", "pk")
    return list({grant.user_id: grant.user for grant in rows}.values())
