"""An address that hears what happens in a deal, and each thing that it was told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kopgroep.kernel.accounts.models import User
from kopgroep.kernel.records import Record

# What is told of a deal, by the first word of a verb; `partner.*` hears of all that begins so. What happens to an
# organisation stands in the journal that all deals share, and is told to the deals that it is in.
SUBJECTS: Mapping[str, Promise] = {
    "deal": _("The deal itself and its charter"),
    "phase": _("Planning and phases"),
    "partner": _("Partners: added, moved, left, their motivation and role"),
    "organisation": _("The organisations of its partners: their facts, and mergers"),
    "contact": _("Contacts of its partners: added, changed, ended, taken over"),
    "enquiry": _("Enquiries: made, answered, accepted or declined"),
    "gate": _("Decisions about gates"),
    "comment": _("Comments"),
    "link": _("Personal links: made, used, ended"),
    "invitation": _("Invitations"),
    "webhook": _("Webhooks themselves"),
}


class WebhookQuerySet(models.QuerySet["Webhook"]):
    def listening(self) -> WebhookQuerySet:
        return self.filter(switched_off_at=None)


class Webhook(Record):
    """Where to tell it, of what; its secret is not kept (see signing.py), only with what it is made."""

    on = models.CharField(max_length=120, db_index=True, help_text="Address of the deal.")
    chain = models.CharField(max_length=100, db_index=True, help_text="The journal that it hears.")
    name = models.CharField(max_length=100)
    url = models.URLField(max_length=500)
    verbs = models.JSONField(default=list, help_text="What it hears of; empty: everything.")
    salt = models.CharField(max_length=64)
    made_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="webhooks"
    )
    made_at = models.DateTimeField()
    seen_number = models.PositiveBigIntegerField(default=0, help_text="The last entry that it was told of.")
    registry_number = models.PositiveBigIntegerField(
        default=0, help_text="The last entry of the shared registry that was looked at for it."
    )
    failures = models.PositiveIntegerField(default=0, help_text="Tries in a row that failed.")
    failing_since_at = models.DateTimeField(null=True, blank=True)
    paused_until_at = models.DateTimeField(null=True, blank=True)
    busy_until_at = models.DateTimeField(null=True, blank=True, help_text="A worker is at it until then.")
    switched_off_at = models.DateTimeField(null=True, blank=True)
    switched_off_why = models.CharField(max_length=300, blank=True)

    objects = WebhookQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(switched_off_why="") | Q(switched_off_at__isnull=False),
                name="webhook_that_is_off_says_when",
            ),
            models.CheckConstraint(
                condition=Q(failures=0, failing_since_at=None)
                | Q(failures__gt=0, failing_since_at__isnull=False),
                name="webhook_that_fails_says_since_when",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def journal_chain(self) -> str:
        return self.chain

    @property
    def deal_code(self) -> str:
        return self.chain.removeprefix("deal:")

    def hears(self, verb: str) -> bool:
        return not self.verbs or verb in self.verbs or f"{verb.partition('.')[0]}.*" in self.verbs


class DeliveryState(models.TextChoices):
    WAITING = "waiting", _("waits to be sent")
    SENDING = "sending", _("is being sent")
    DELIVERED = "delivered", _("delivered")
    FAILED = "failed", _("not delivered")


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def due(self, at: datetime) -> DeliveryQuerySet:
        return self.filter(state=DeliveryState.WAITING, next_at__lte=at)


class Delivery(Record):
    """One thing that one webhook is told (levering); its body is the same at every try."""

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    number = models.PositiveBigIntegerField(default=0, help_text="Of the entry in its journal; 0: a trial.")
    of_registry = models.BooleanField(
        default=False, help_text="The entry stands in the journal of the registry that all deals share."
    )
    verb = models.CharField(max_length=40)
    body = models.TextField()
    state = models.CharField(max_length=9, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    next_at = models.DateTimeField(help_text="Not to be tried before.")
    delivered_at = models.DateTimeField(null=True, blank=True)
    answer = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="The last status it answered with."
    )
    error = models.CharField(max_length=300, blank=True)

    objects = DeliveryQuerySet.as_manager()

    personal: ClassVar[Mapping[str, Any]] = {}

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["webhook", "of_registry", "number"],
                condition=Q(number__gt=0),
                name="entry_told_once_per_webhook",
            )
        ]
        indexes = [models.Index(fields=["webhook", "state", "next_at"], name="deliveries_that_wait")]

    def __str__(self) -> str:
        return f"{self.verb} {self.uid}"

    @property
    def journal_chain(self) -> str:
        return self.webhook.chain
