"""What was decided at a gate, with the evidence as it was that day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kopgroep.kernel.accounts.models import User
from kopgroep.kernel.records import Erasing, Keep, Privacy
from kopgroep.rooms.programme.models import BelongsToDeal, Deal, Phase


class Decision(models.TextChoices):
    PASS = "pass", "pass"
    CONDITIONS = "conditions", "pass with conditions"
    HOLD = "hold", "hold"


DECISION_WORDS: Mapping[Decision, Promise] = {
    Decision.PASS: pgettext_lazy("decision about a gate", "passed"),
    Decision.CONDITIONS: pgettext_lazy("decision about a gate", "passed with conditions"),
    Decision.HOLD: pgettext_lazy("decision about a gate", "on hold"),
}


class Review(BelongsToDeal):
    """A decision about a phase's gate; its evidence is a frozen copy and never changes."""

    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, related_name="gate_reviews")
    phase = models.ForeignKey(Phase, on_delete=models.PROTECT, related_name="gate_reviews")
    decision = models.CharField(max_length=10, choices=Decision.choices)
    reason = models.TextField()
    conditions = models.TextField(blank=True)
    exceptions = models.JSONField(
        default=dict, help_text="Code of a norm that was not met -> why it may pass."
    )
    state_on = models.DateField(help_text="The day whose state was judged.")
    evidence = models.JSONField()
    reviewed_at = models.DateTimeField()
    reviewed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="gate_reviews")

    personal: ClassVar[Mapping[str, Keep]] = {
        "reason": Keep(days=3652, after="reviewed_at", instead="–"),
        "conditions": Keep(days=3652, after="reviewed_at", instead="–"),
        "exceptions": Keep(days=3652, after="reviewed_at"),
    }
    privacy: ClassVar[Privacy | None] = Privacy(
        what=_("Reasons for decisions about gates"),
        why=_("to account for why a phase of the deal could end"),
        seen_by=_("who takes part in the deal"),
        erasing=Erasing.STAY,
        stays=_("The decision and its reasons stay, for they are the deal's; the name goes."),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="gate_review_has_a_reason"),
            models.CheckConstraint(
                condition=~Q(decision="conditions") | ~Q(conditions=""),
                name="conditional_pass_names_its_conditions",
            ),
        ]

    def __str__(self) -> str:
        return self.decision

    def get_absolute_url(self) -> str:
        return reverse("gates:decision", args=[self.pk])

    @property
    def words(self) -> Promise:
        return DECISION_WORDS[Decision(self.decision)]

    @property
    def tone(self) -> str:
        return {"pass": "good", "conditions": "warning"}.get(self.decision, "bad")

    @property
    def lets_pass(self) -> bool:
        return self.decision in (Decision.PASS, Decision.CONDITIONS)
