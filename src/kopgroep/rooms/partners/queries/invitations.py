"""Who was invited and has not come in, and what an invitation says."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q

from kopgroep.kernel.accounts.words import ROLE_WORDS
from kopgroep.kernel.clock import day_of
from kopgroep.kernel.obstacles import Words
from kopgroep.rooms.partners.models import Contact, Invitation, Organisation
from kopgroep.rooms.partners.models.invitations import InvitationQuerySet
from kopgroep.rooms.partners.models.partners import Partner
from kopgroep.rooms.partners.models.words import PEOPLE_OF_A_DEAL, TAKING_PART
from kopgroep.rooms.programme.models import Deal, DealKind

WITH = ("contact__organisation", "contact__person__user", "deal", "invited_by")


@dataclass(frozen=True, slots=True)
class Invited:
    """One open invitation as a list shows it."""

    invitation: Invitation
    as_what: Words
    organisation: Organisation | None
    is_over: bool


def open_invitations(rows: InvitationQuerySet, on: date) -> list[Invited]:
    found = rows.open().select_related(*WITH).order_by("-invited_at", "-pk")
    return [
        Invited(
            row,
            ROLE_WORDS[row.role] if row.role else row.contact.get_capacity_display() if row.contact else "",
            row.contact.organisation if row.contact else None,
            row.is_over(on),
        )
        for row in found
    ]


def invitations_of(organisation: Organisation, on: date, *, deals: Collection[int]) -> list[Invited]:
    """Of its contacts for all deals, and of those for one of these."""
    rows = Invitation.objects.filter(contact__organisation=organisation)
    return open_invitations(rows.filter(Q(contact__deal=None) | Q(contact__deal__in=deals)), on)


def deal_of(invitation: Invitation, on: date) -> Deal | None:
    """The deal that an invitation speaks of: its own, or the one that the organisation takes part in."""
    if invitation.deal is not None or invitation.contact is None:
        return invitation.deal
    parts = Partner.objects.standing_on(on).at_stage(*TAKING_PART).select_related("deal")
    mine = parts.filter(organisation=invitation.contact.organisation)
    first = mine.exclude(deal__kind=DealKind.HISTORICAL).order_by(F("since_on").desc(), "-pk").first()
    return first.deal if first else None


def words_of_invitation(invitation: Invitation) -> dict[str, Any]:
    """What the mail and the page need."""
    contact = invitation.contact
    return {
        "name": invitation.name,
        "deal": deal_of(invitation, day_of(invitation.invited_at)),
        "organisation": contact.organisation.name if contact else "",
        "as_what": contact.get_capacity_display() if contact else ROLE_WORDS[invitation.role],
        "inviter": invitation.invited_by.name if invitation.invited_by else "",
        "words": invitation.words,
        "expires_on": invitation.expires_on,
    }


def not_invited(deal: Deal, on: date) -> list[Contact]:
    """Who could come in and was not asked: contacts, deputies and members with an address and without an account.

    Each person once: who comes in for one organisation is in for all.
    """
    taking_part = Partner.objects.taking_part(on).filter(deal=deal).values("organisation")
    rows = (
        Contact.objects.current(on)
        .filter(Q(deal=None) | Q(deal=deal), organisation__in=taking_part)
        .filter(capacity__in=PEOPLE_OF_A_DEAL, person__user=None)
        .exclude(person__email="")
        .exclude(person__in=Invitation.objects.open().filter(contact__isnull=False).values("contact__person"))
        .select_related("organisation", "person")
    )
    first: dict[int, Contact] = {}
    for contact in rows.order_by("organisation__name", "person__name", "pk"):
        first.setdefault(contact.person_id, contact)
    return list(first.values())
