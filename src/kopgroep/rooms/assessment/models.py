"""The framework that tools are held against, and the judgements of assessors."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kopgroep.kernel.accounts.models import User
from kopgroep.kernel.records import Erasing, Keep, Privacy
from kopgroep.kernel.texts import BilingualField
from kopgroep.rooms.partners.models import Partner
from kopgroep.rooms.programme.models import BelongsToDeal, Deal, DesignPrinciple, Source
from kopgroep.rooms.tools.models import Tool

LOWEST, HIGHEST = 1, 5


class Framework(BelongsToDeal):
    """One version of the assessment framework (toetsingskader); adopted, it does not change any more."""

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="frameworks")
    number = models.PositiveIntegerField()
    note = models.TextField(max_length=2000, blank=True, help_text="What changed against the version before.")
    drafted_on = models.DateField()
    adopted_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True, help_text="A later version took its place.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["deal", "number"], name="framework_number_once_per_deal"),
            models.UniqueConstraint(
                fields=["deal"],
                condition=Q(adopted_on__isnull=False, ended_on=None),
                name="one_framework_in_force_per_deal",
            ),
            models.UniqueConstraint(
                fields=["deal"], condition=Q(adopted_on=None), name="one_framework_in_draft_per_deal"
            ),
        ]

    def __str__(self) -> str:
        return f"framework {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("assessment:framework", args=[self.deal.code]) + f"?version={self.number}"

    @property
    def is_adopted(self) -> bool:
        return self.adopted_on is not None

    def is_in_force(self, on: date) -> bool:
        begun = self.adopted_on is not None and self.adopted_on <= on
        return begun and (self.ended_on is None or self.ended_on > on)


class Criterion(BelongsToDeal):
    """Something that a tool is judged on (criterium), with what counts in it and what 1 and 5 mean."""

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="criteria")
    code = models.SlugField(max_length=60)
    name = BilingualField()
    question = BilingualField()
    sub_questions = models.JSONField(default=list, blank=True, help_text="Texts in both languages.")
    anchors = models.JSONField(
        default=dict, blank=True, help_text="Score -> what it means, in both languages."
    )
    order = models.PositiveSmallIntegerField()
    weight = models.PositiveSmallIntegerField(default=1)
    knock_out_below = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="A tool with a lower mean falls away."
    )
    principles = models.ManyToManyField(
        DesignPrinciple, blank=True, related_name="criteria", help_text="Empty: it holds for every tool."
    )
    source = models.ForeignKey(Source, on_delete=models.SET_NULL, null=True, blank=True)

    deal_path: ClassVar[str | None] = "framework__deal"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["framework", "code"], name="criterion_code_once_per_framework"),
            models.CheckConstraint(
                condition=Q(knock_out_below=None) | Q(knock_out_below__range=(LOWEST + 1, HIGHEST)),
                name="knock_out_lies_on_the_scale",
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def deal(self) -> Deal:
        return self.framework.deal


class Assessment(BelongsToDeal):
    """What one assessor thinks of one tool (beoordeling); blind until it is in."""

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="assessments")
    tool = models.ForeignKey(Tool, on_delete=models.CASCADE, related_name="assessments")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="assessments")
    assessor = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="assessments"
    )
    started_at = models.DateTimeField()
    submitted_on = models.DateField(null=True, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    remark = models.TextField(max_length=3000, blank=True)

    deal_path: ClassVar[str | None] = "framework__deal"
    personal: ClassVar[Mapping[str, Keep]] = {"remark": Keep(days=2557, after="started_at")}
    privacy: ClassVar[Privacy | None] = Privacy(
        what=_("Which tools you assessed, your scores and what you wrote with them"),
        why=_("to choose tools on judgements that can be looked up"),
        seen_by=_("everybody in the deal, once their own assessment of that tool is in"),
        erasing=Erasing.EMPTY,
        stays=_("The scores stay as a judgement of the organisation; your name and your words go."),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["framework", "tool", "assessor"],
                condition=Q(withdrawn_on=None, assessor__isnull=False),
                name="one_assessment_per_assessor_and_tool",
            )
        ]
        indexes = [models.Index(fields=["tool", "framework"], name="assessments_of_a_tool")]

    def __str__(self) -> str:
        return f"assessment {self.pk}"

    @property
    def deal(self) -> Deal:
        return self.framework.deal

    def roles_of(self, user: Any) -> Any:
        return self.tool.roles_of(user)


class Given(models.TextChoices):
    """What stands at a criterion."""

    SCORE = "score", pgettext_lazy("answer at a criterion", "a score")
    NOT_APPLICABLE = "not_applicable", pgettext_lazy("answer at a criterion", "does not apply")
    CANNOT_JUDGE = "cannot_judge", pgettext_lazy("answer at a criterion", "I cannot judge this")


class Score(BelongsToDeal):
    """The answer at one criterion: 1 to 5, does not apply, or cannot judge."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="scores")
    given = models.CharField(max_length=14, choices=Given.choices, default=Given.SCORE)
    value = models.PositiveSmallIntegerField(null=True, blank=True)

    deal_path: ClassVar[str | None] = "assessment__framework__deal"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "criterion"], name="one_score_per_criterion"),
            models.CheckConstraint(
                condition=Q(given=Given.SCORE, value__range=(LOWEST, HIGHEST))
                | (~Q(given=Given.SCORE) & Q(value=None)),
                name="a_score_lies_on_the_scale",
            ),
        ]

    def __str__(self) -> str:
        return str(self.value or self.given)

    @property
    def deal(self) -> Deal:
        return self.assessment.framework.deal

    def roles_of(self, user: Any) -> Any:
        return self.assessment.tool.roles_of(user)
