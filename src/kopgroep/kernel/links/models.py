"""A personal link lets one person do one small thing, from a mail, without an account."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kopgroep.kernel.records import Keep, Privacy, Record


class PersonalLinkQuerySet(models.QuerySet["PersonalLink"]):
    def open_on(self, on: date) -> PersonalLinkQuerySet:
        """Those that can still be answered."""
        return self.filter(ended_at=None, used_at=None, expires_on__gte=on)

    def trusted_with(self, link: PersonalLink, on: date) -> PersonalLinkQuerySet:
        """What who holds this link may answer: this person's links of the same kind, for any organisation."""
        if not link.email or link.ended_at is not None or link.expires_on < on:
            return self.filter(pk=link.pk)
        return self.filter(purpose=link.purpose, email=link.email, ended_at=None)


class PersonalLink(Record):
    """Who, for what, about which record, until when; of its secret only the digest is kept."""

    digest = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(max_length=60)
    about = models.CharField(max_length=120, db_index=True)
    name = models.CharField(max_length=150)
    email = models.EmailField(max_length=254)
    language = models.CharField(max_length=2, default="nl", choices=[("nl", "Nederlands"), ("en", "English")])
    made_at = models.DateTimeField()
    expires_on = models.DateField(help_text="The last day on which it can be answered.")
    used_at = models.DateTimeField(null=True, blank=True)
    used_count = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = PersonalLinkQuerySet.as_manager()

    goes_with: ClassVar[tuple[str, ...]] = ("about",)

    personal: ClassVar[Mapping[str, Keep]] = {
        "name": Keep(days=365, after="expires_on"),
        "email": Keep(days=365, after="expires_on", instead=lambda link: f"{link.uid}@erased.invalid"),
    }
    privacy: ClassVar[Privacy | None] = Privacy(
        what=_("Personal links by mail, and whether they were answered"),
        why=_("to let you answer for your organisation without an account"),
        seen_by=_("the programme office"),
        stays=_("Links end. That one was sent and answered stays, without name and address."),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(used_count=0, used_at=None) | Q(used_count__gt=0, used_at__isnull=False),
                name="link_that_was_used_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.uid}"

    def closed_by_erasure(self, at: datetime) -> Mapping[str, object]:
        return {} if self.ended_at else {"ended_at": at}
