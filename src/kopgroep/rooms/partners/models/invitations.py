"""Who was asked to come in (uitnodigingen), as what, and whether they came."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from kopgroep.kernel.access import Role
from kopgroep.kernel.accounts.models import User
from kopgroep.kernel.records import Keep, Privacy, Record
from kopgroep.rooms.partners.models.people import Contact
from kopgroep.rooms.programme.models import Deal

OPEN = Q(accepted_at=None, ended_at=None)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> InvitationQuerySet:
        """Neither accepted nor withdrawn; perhaps too old to accept, and then to be sent again."""
        return self.filter(OPEN)

    def about_deal(self, deal: Deal) -> InvitationQuerySet:
        """For a role on the deal, or as contact of an organisation in it."""
        return self.filter(
            Q(deal=deal)
            | Q(contact__organisation__partnerships__deal=deal, contact__deal=None, deal=None)
            | Q(contact__organisation__partnerships__deal=deal, contact__deal=deal)
        ).distinct()


class Invitation(Record):
    """One person, asked by mail to come in: as what somebody is for an organisation, or with a role on a deal."""

    contact = models.ForeignKey(
        Contact, on_delete=models.CASCADE, null=True, blank=True, related_name="invitations"
    )
    deal = models.ForeignKey(
        Deal, on_delete=models.PROTECT, null=True, blank=True, related_name="invitations"
    )
    role = models.CharField(max_length=20, blank=True, choices=[(role.value, role.value) for role in Role])
    name = models.CharField(max_length=150)
    email = models.EmailField(max_length=254)
    language = models.CharField(max_length=2, default="nl", choices=[("nl", "Nederlands"), ("en", "English")])
    words = models.TextField(blank=True)
    digest = models.CharField(max_length=64, unique=True)
    invited_at = models.DateTimeField()
    invited_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="invitations_sent"
    )
    expires_on = models.DateField(help_text="The last day on which it can be accepted.")
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="invitations_accepted"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    goes_with: ClassVar[tuple[str, ...]] = ("contact", "deal")

    personal: ClassVar[Mapping[str, Keep]] = {
        "name": Keep(days=365, after="expires_on"),
        "email": Keep(days=365, after="expires_on", instead=lambda row: f"{row.uid}@erased.invalid"),
        "words": Keep(days=365, after="expires_on"),
    }
    privacy: ClassVar[Privacy | None] = Privacy(
        what=_("Invitations: name, address and the words that came with them"),
        why=_("to let you in without a password that somebody else made"),
        seen_by=_("the programme office"),
        stays=_("That somebody was invited stays, without name and address. An open invitation ends."),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(contact__isnull=False, role="")
                | (Q(contact=None, deal__isnull=False) & ~Q(role="")),
                name="invitation_is_for_a_contact_or_a_role",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(ended_at=None), name="invitation_is_accepted_or_ended"
            ),
            models.UniqueConstraint(
                fields=["contact"],
                condition=OPEN & Q(contact__isnull=False),
                name="one_open_invitation_per_contact",
            ),
            models.UniqueConstraint(
                "deal",
                "role",
                Lower("email"),
                condition=OPEN & ~Q(role=""),
                name="one_open_invitation_per_role",
            ),
        ]

    def __str__(self) -> str:
        return f"invitation {self.uid}"

    def closed_by_erasure(self, at: datetime) -> Mapping[str, object]:
        return {} if self.ended_at or self.accepted_at else {"ended_at": at}

    def roles_of(self, user: Any) -> frozenset[Role]:
        if self.contact is not None:
            return self.contact.roles_of(user)
        return self.deal.roles_of(user) if self.deal is not None else frozenset()

    def is_over(self, on: date) -> bool:
        return on > self.expires_on
