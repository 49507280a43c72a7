"""An address that mail goes to: what its reader wants, and whether mail arrives there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar

from django.core.signing import BadSignature, Signer
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kopgroep.kernel.mailing.kinds import KINDS, Kind, Pace
from kopgroep.kernel.records import Erasing, Keep, Privacy, Record


def signer() -> Signer:
    return Signer(salt="kopgroep.mailing", sep=".")


class MailAddressQuerySet(models.QuerySet["MailAddress"]):
    def not_arriving(self) -> MailAddressQuerySet:
        """Those of which mail came back for good."""
        return self.filter(returned_at__isnull=False)

    def by_token(self, token: str) -> MailAddress | None:
        """Whose the link in a mail is; None when the link is not one of ours."""
        try:
            return self.filter(uid=signer().unsign(token)).first()
        except (BadSignature, ValueError):
            return None


class MailAddress(Record):
    """A mail address (mailadres), with or without an account: its preferences, and whether mail comes back."""

    email = models.EmailField(max_length=254, unique=True)
    language = models.CharField(max_length=2, default="nl", choices=[("nl", "Nederlands"), ("en", "English")])
    paces = models.JSONField(
        default=dict, help_text="Kind of mail to pace, where that differs from the usual."
    )
    used_at = models.DateTimeField(help_text="When a mail was last made for it.")
    returned_at = models.DateTimeField(null=True, blank=True)
    return_reason = models.CharField(max_length=300, blank=True)

    # Who stopped a kind of mail is not mailed again because a deal moved to another installation.
    goes_with: ClassVar[tuple[str, ...]] = ("email",)

    objects = MailAddressQuerySet.as_manager()

    personal: ClassVar[Mapping[str, Keep]] = {
        "email": Keep(days=730, after="used_at"),
        "return_reason": Keep(days=730, after="used_at"),
    }
    privacy: ClassVar[Privacy | None] = Privacy(
        what=_("Which mail is wanted, how often, and whether mail arrives"),
        why=_("to mail you as you wish, and no longer when mail comes back"),
        seen_by=_("you and the programme office"),
        erasing=Erasing.DELETE,
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(return_reason="") | Q(returned_at__isnull=False),
                name="mail_that_came_back_says_when",
            ),
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def journal_chain(self) -> str:
        return "accounts"

    @property
    def token(self) -> str:
        """Opens the preferences of this address, and nothing else; it stands in every mail and does not end."""
        return signer().sign(str(self.uid))

    def pace_of(self, kind: Kind) -> Pace:
        """How the reader wants this kind of mail; what is needed comes at once."""
        about = KINDS.get(kind)
        if about is None or about.why is not None:
            return Pace.AT_ONCE
        chosen = self.paces.get(kind, "")
        return Pace(chosen) if chosen in about.paces else about.pace


def addresses_not_arriving(emails: Iterable[str]) -> frozenset[str]:
    """Which of these addresses mail comes back from, as they were written; one query."""
    written = {email.lower(): email for email in emails if email}
    if not written:
        return frozenset()
    rows = MailAddress.objects.not_arriving().filter(email__in=written)
    return frozenset(written[email] for email in rows.values_list("email", flat=True))
