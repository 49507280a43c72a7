"""What is needed, apart from what would answer it."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import pgettext_lazy

from kopgroep.kernel.access import Role
from kopgroep.kernel.search import SearchRow
from kopgroep.kernel.texts import Text
from kopgroep.rooms.partners.models import Partner
from kopgroep.rooms.programme.models import BelongsToDeal, Deal, DesignPrinciple


class NeedQuerySet(models.QuerySet["Need"]):
    def standing(self) -> NeedQuerySet:
        """Needs that were not taken into another."""
        return self.filter(merged_into=None)

    def standing_on(self, on: date) -> NeedQuerySet:
        """Stated by a day, and on that day not taken into another."""
        return self.filter(Q(merged_on=None) | Q(merged_on__gt=on), stated_on__lte=on)


class Need(BelongsToDeal):
    """A question from practice that asks for a tool (behoefte)."""

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="needs")
    process_question = models.CharField(max_length=300, help_text="Procesvraag: what must go otherwise?")
    occasion = models.TextField(max_length=3000, blank=True, help_text="Aanleiding: where it showed.")
    principles = models.ManyToManyField(DesignPrinciple, blank=True, related_name="needs")
    asked_by_partner = models.ForeignKey(
        Partner, on_delete=models.SET_NULL, null=True, blank=True, related_name="needs"
    )
    stated_on = models.DateField()
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged"
    )
    merged_on = models.DateField(null=True, blank=True)

    objects = NeedQuerySet.as_manager()

    search_with: ClassVar[tuple[str, ...]] = ("deal",)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(process_question=""), name="need_asks_something"),
            models.CheckConstraint(
                condition=Q(merged_into=None, merged_on=None)
                | Q(merged_into__isnull=False, merged_on__isnull=False),
                name="merged_need_says_when",
            ),
        ]
        indexes = [models.Index(fields=["deal", "stated_on"], name="needs_of_a_deal")]

    def __str__(self) -> str:
        return self.process_question

    def roles_of(self, user: Any) -> frozenset[Role]:
        """Who speaks for the organisation that asks may change it."""
        roles = self.deal.roles_of(user)
        if self.asked_by_partner is not None:
            roles |= self.asked_by_partner.organisation.contact_roles(user, deal=self.deal)
        return roles

    def get_absolute_url(self) -> str:
        return reverse("tools:need", args=[self.pk])

    def search_row(self) -> SearchRow | None:
        if self.merged_into_id:
            return None
        title, words = Text.of(self.process_question), Text.of(self.occasion)
        readers = {self.deal.audience, self.deal.open_audience}
        return SearchRow("need", title, words, self.get_absolute_url(), readers)


class NeedSupportQuerySet(models.QuerySet["NeedSupport"]):
    def in_force(self) -> NeedSupportQuerySet:
        return self.filter(withdrawn_on=None)


class NeedSupport(BelongsToDeal):
    """An organisation that has the same need; one voice for each."""

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="supports")
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="need_supports")
    supported_on = models.DateField()
    withdrawn_on = models.DateField(null=True, blank=True)

    objects = NeedSupportQuerySet.as_manager()

    deal_path: ClassVar[str | None] = "need__deal"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["need", "partner"],
                condition=Q(withdrawn_on=None),
                name="one_voice_per_organisation_and_need",
            )
        ]

    def __str__(self) -> str:
        return f"support {self.pk}"

    @property
    def deal(self) -> Deal:
        return self.need.deal


class Verdict(models.TextChoices):
    """What the gap between need and what exists asks for."""

    DEVELOP = "develop", pgettext_lazy("what to do with a need", "develop")
    DEVELOP_FURTHER = "develop_further", pgettext_lazy("what to do with a need", "develop further and test")
    ADOPT = "adopt", pgettext_lazy("what to do with a need", "adopt")


class GapVerdict(BelongsToDeal):
    """A person's decision on a need, other than what follows from what was found."""

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="verdicts")
    verdict = models.CharField(max_length=16, choices=Verdict.choices)
    reason = models.CharField(max_length=1000)
    decided_on = models.DateField()
    withdrawn_on = models.DateField(null=True, blank=True)

    deal_path: ClassVar[str | None] = "need__deal"

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="verdict_has_a_reason"),
            models.UniqueConstraint(
                fields=["need"], condition=Q(withdrawn_on=None), name="one_verdict_in_force_per_need"
            ),
        ]

    def __str__(self) -> str:
        return self.verdict

    @property
    def deal(self) -> Deal:
        return self.need.deal
