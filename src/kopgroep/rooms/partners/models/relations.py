"""Who at the office keeps in touch with a partner, and when the two spoke; for the office alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kopgroep.kernel.access import Role
from kopgroep.kernel.accounts.models import User
from kopgroep.kernel.clock import day_of
from kopgroep.kernel.records import Erasing, Keep, Privacy, Record
from kopgroep.rooms.partners.models.partners import Partner, PartnerQuerySet
from kopgroep.rooms.partners.models.people import Contact
from kopgroep.rooms.partners.models.words import STAFF


class ForTheOffice(Record):
    """Hangs on a partner, and is seen by who runs the deal: its journal stands apart from the deal's own."""

    partner: Any

    deal_path: ClassVar[str | None] = "partner__deal"

    class Meta:
        abstract = True

    @property
    def journal_chain(self) -> str:
        return f"relations:{self.partner.deal.code}"

    def roles_of(self, user: Any) -> frozenset[Role]:
        role: frozenset[Role] = self.partner.deal.roles_of(user)
        return role & STAFF


class RelationManager(ForTheOffice):
    """Who of the office keeps in touch with a partner (relatiebeheerder), from a day until a day."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="relation_managers")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="relations")
    since_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    privacy: ClassVar[Privacy | None] = Privacy(
        what=_("With which partners somebody of the office keeps in touch"),
        why=_("so that a partner is not forgotten"),
        seen_by=_("the programme office of that deal"),
        stays=_("That a partner had a relation manager stays; the task itself ends."),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partner"], condition=Q(until_on=None), name="one_relation_manager_per_partner"
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("since_on")),
                name="relation_manager_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"relation manager {self.pk}"

    def closed_by_erasure(self, at: datetime) -> Mapping[str, object]:
        return {} if self.until_on else {"until_on": max(day_of(at), self.since_on)}


class Way(models.TextChoices):
    """How the office and a partner spoke."""

    PHONE = "phone", pgettext_lazy("how one spoke", "telephone")
    MAIL = "mail", pgettext_lazy("how one spoke", "e-mail")
    VIDEO = "video", pgettext_lazy("how one spoke", "video call")
    VISIT = "visit", pgettext_lazy("how one spoke", "visit")
    EVENT = "event", pgettext_lazy("how one spoke", "at a meeting of the deal")
    OTHER = "other", pgettext_lazy("how one spoke", "otherwise")


class ContactMoment(ForTheOffice):
    """One line of the contact log (contactlogboek): when, how, what was agreed, and when to come back to it."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="contact_moments")
    contact = models.ForeignKey(
        Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="contact_moments"
    )
    held_on = models.DateField()
    way = models.CharField(max_length=8, choices=Way.choices, default=Way.PHONE)
    agreed = models.TextField(max_length=5000)
    follow_up_on = models.DateField(null=True, blank=True)
    followed_up_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="contact_moments"
    )
    made_at = models.DateTimeField()

    personal: ClassVar[Mapping[str, Keep]] = {"agreed": Keep(days=1826, after="held_on", instead="–")}
    privacy: ClassVar[Privacy | None] = Privacy(
        what=_("Contact log: when the office spoke with a partner, and what was agreed"),
        why=_("to keep what was agreed, also when somebody else of the office takes over"),
        seen_by=_("the programme office of that deal"),
        erasing=Erasing.STAY,
        stays=_("What was agreed with the organisation stays; names in it go."),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(agreed=""), name="contact_moment_says_what_was_agreed"),
            models.CheckConstraint(
                condition=Q(followed_up_at=None) | Q(follow_up_on__isnull=False),
                name="only_what_was_to_be_followed_up_is",
            ),
            models.CheckConstraint(
                condition=Q(follow_up_on=None) | Q(follow_up_on__gte=F("held_on")),
                name="follow_up_comes_after_the_contact",
            ),
        ]
        indexes = [
            models.Index(fields=["partner", "-held_on"], name="contact_log_of_a_partner"),
            models.Index(fields=["follow_up_on"], name="follow_ups_by_day"),
        ]

    def __str__(self) -> str:
        return f"contact moment {self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether somebody must still come back to it."""
        return self.follow_up_on is not None and self.followed_up_at is None


def with_relation(rows: PartnerQuerySet, on: date) -> PartnerQuerySet:
    """With the relation manager, the last contact and the first day on which somebody must come back to it."""
    running = RelationManager.objects.filter(
        Q(until_on=None) | Q(until_on__gt=on), partner=OuterRef("pk"), since_on__lte=on
    ).order_by("-since_on", "-pk")
    spoke = ContactMoment.objects.filter(partner=OuterRef("pk"), held_on__lte=on).order_by("-held_on", "-pk")
    again = ContactMoment.objects.filter(
        partner=OuterRef("pk"), follow_up_on__isnull=False, followed_up_at=None
    ).order_by("follow_up_on", "pk")
    parts: dict[str, Any] = {
        "manager_id": Subquery(running.values("user")[:1]),
        "manager_name": Subquery(running.values("user__name")[:1]),
        "spoke_on": Subquery(spoke.values("held_on")[:1]),
        "again_on": Subquery(again.values("follow_up_on")[:1]),
        "has_manager": Exists(running),
    }
    return rows.annotate(**parts)
