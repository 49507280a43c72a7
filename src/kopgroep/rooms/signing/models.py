"""The text that partners sign, who may sign it, and who did."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kopgroep.kernel.access import Role
from kopgroep.kernel.accounts.models import User
from kopgroep.kernel.records import Erasing, Keep, Privacy
from kopgroep.rooms.partners.models import Partner
from kopgroep.rooms.programme.models import BelongsToDeal, Deal, Source


class TextKind(models.TextChoices):
    INTENT = "intent", pgettext_lazy("kind of text", "declaration of intent")
    DEAL = "deal", pgettext_lazy("kind of text", "deal text")
    EXTENSION = "extension", pgettext_lazy("kind of text", "extension")


class DealText(BelongsToDeal):
    """A version of what is signed (dealtekst); frozen, it never changes, and its hash proves it."""

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="texts")
    kind = models.CharField(max_length=9, choices=TextKind.choices, default=TextKind.DEAL)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    drafted_on = models.DateField()
    frozen_on = models.DateField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["deal", "kind", "number"], name="text_number_once_per_deal"),
            models.CheckConstraint(
                condition=Q(frozen_on=None, sha256="") | (Q(frozen_on__isnull=False) & ~Q(sha256="")),
                name="frozen_text_has_a_hash",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("signing:text", args=[self.pk])

    @property
    def is_frozen(self) -> bool:
        return self.frozen_on is not None


class TextPart(BelongsToDeal):
    """One part of a text (onderdeel): considerations, parties, agreements, closing provisions."""

    text = models.ForeignKey(DealText, on_delete=models.CASCADE, related_name="parts")
    code = models.SlugField(max_length=60)
    heading = models.CharField(max_length=200)
    body = models.TextField(max_length=50_000, blank=True)
    order = models.PositiveSmallIntegerField()

    deal_path: ClassVar[str | None] = "text__deal"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["text", "code"], name="text_part_once_per_text")]

    def __str__(self) -> str:
        return self.heading

    @property
    def deal(self) -> Deal:
        return self.text.deal


def sheet_name(moment: SigningMoment, name: str) -> str:
    """A name that says nothing; what somebody called the file stays outside."""
    return f"signing/{secrets.token_hex(16)}"


class MomentKind(models.TextChoices):
    INTENT = "intent", pgettext_lazy("moment of signing", "declaration of intent")
    SIGNING = "signing", pgettext_lazy("moment of signing", "signing")
    ACCESSION = "accession", pgettext_lazy("moment of signing", "accession")
    EXTENSION = "extension", pgettext_lazy("moment of signing", "extension")


class SigningMoment(BelongsToDeal):
    """A day on which parties sign a frozen text (ondertekenmoment)."""

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="signing_moments")
    text = models.ForeignKey(
        DealText, on_delete=models.PROTECT, null=True, blank=True, related_name="moments"
    )
    kind = models.CharField(max_length=9, choices=MomentKind.choices, default=MomentKind.SIGNING)
    held_on = models.DateField()
    place = models.CharField(max_length=200, blank=True)
    sheet = models.FileField(
        upload_to=sheet_name, blank=True, help_text="The scanned sheet with all signatures; PDF or picture."
    )
    sheet_sha256 = models.CharField(max_length=64, blank=True)
    source = models.ForeignKey(
        Source, on_delete=models.SET_NULL, null=True, blank=True, related_name="signing_moments"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["deal", "kind", "held_on"], name="moment_once_per_day_and_kind")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.held_on}"

    def get_absolute_url(self) -> str:
        return reverse("signing:moment", args=[self.pk])


class MandateKind(models.TextChoices):
    OWN = "own", pgettext_lazy("mandate", "by own authority")
    PROXY = "proxy", pgettext_lazy("mandate", "by proxy (volmacht)")
    MANDATE = "mandate", pgettext_lazy("mandate", "by mandate of an administrative body")


class OfPartner(BelongsToDeal):
    partner: Any

    deal_path: ClassVar[str | None] = "partner__deal"

    class Meta:
        abstract = True

    @property
    def deal(self) -> Deal:
        deal: Deal = self.partner.deal
        return deal

    def roles_of(self, user: Any) -> frozenset[Role]:
        roles: frozenset[Role] = self.partner.roles_of(user)
        return roles


class Signatory(OfPartner):
    """Who signs for a partner (ondertekenaar): a name and a capacity, without an account."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="signatories")
    name = models.CharField(max_length=150, blank=True)
    capacity = models.CharField(max_length=200, help_text="Wethouder, directeur, minister.")
    acts_as = models.CharField(
        max_length=200, blank=True, help_text="The administrative body or legal person, where it is another."
    )
    mandate = models.CharField(max_length=8, choices=MandateKind.choices, default=MandateKind.OWN)
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="checked_signatories"
    )
    check_note = models.CharField(max_length=300, blank=True, help_text="What was looked at.")
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    personal: ClassVar[Mapping[str, Keep]] = {"name": Keep(days=3653, after="until_on", instead="–")}
    privacy: ClassVar[Privacy | None] = Privacy(
        what=_("The name and capacity in which somebody signs for an organisation"),
        why=_("an agreement between organisations says who signed it, and on whose authority"),
        seen_by=_("everybody in the deal; who signed stands under the text"),
        erasing=Erasing.STAY,
        stays=_("Who signed for the organisation stays with the text that was signed."),
    )
    identifies: ClassVar[Mapping[str, str]] = {"name": "name"}

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partner"], condition=Q(until_on=None), name="one_signatory_per_partner"
            )
        ]

    def __str__(self) -> str:
        return f"signatory {self.pk}"

    @property
    def is_checked(self) -> bool:
        return self.checked_at is not None


class How(models.TextChoices):
    SHEET = "sheet", pgettext_lazy("how one signed", "on paper")
    SCREEN = "screen", pgettext_lazy("how one signed", "on the screen")


class SignatureQuerySet(models.QuerySet["Signature"]):
    def in_force(self, on: date) -> SignatureQuerySet:
        return self.filter(Q(withdrawn_on=None) | Q(withdrawn_on__gt=on), signed_on__lte=on)


class Signature(OfPartner):
    """A party's signature under a text (handtekening); it ends when the party withdraws, and stays on record."""

    moment = models.ForeignKey(SigningMoment, on_delete=models.PROTECT, related_name="signatures")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="signatures")
    signatory = models.ForeignKey(
        Signatory, on_delete=models.PROTECT, null=True, blank=True, related_name="signatures"
    )
    signed_on = models.DateField()
    how = models.CharField(max_length=6, choices=How.choices, default=How.SHEET)
    sha256 = models.CharField(max_length=64, blank=True, help_text="The hash of the text that was signed.")
    authorised_on = models.DateField(null=True, blank=True, help_text="When the mandate had been checked.")
    withdrawn_on = models.DateField(null=True, blank=True)
    withdraw_reason = models.CharField(max_length=500, blank=True)

    objects = SignatureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["moment", "partner"], condition=Q(withdrawn_on=None), name="a_party_signs_once"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on=None) | Q(withdrawn_on__gte=F("signed_on")),
                name="withdrawal_comes_after_signing",
            ),
        ]
        indexes = [models.Index(fields=["partner", "signed_on"], name="signatures_of_a_partner")]

    def __str__(self) -> str:
        return f"signature {self.pk}"
