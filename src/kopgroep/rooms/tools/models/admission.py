"""What a tool must have before the deal may choose it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kopgroep.kernel.texts import BilingualField
from kopgroep.rooms.programme.models import BelongsToDeal, Deal, Source


class Admission(models.TextChoices):
    """What a rule looks at; a deal words and orders them itself."""

    NOT_EXISTING = "not_existing", _("was looked for, and does not exist in a tested form")
    OWNED = "owned", _("has an owner among the partners")
    SHARED = "shared", _("is made with a number of partners")
    DEMAND = "demand", _("answers a need from practice")
    PROCESS = "process", _("changes a process")
    SCALING = "scaling", _("has a route to others who will use it")


class AdmissionRule(BelongsToDeal):
    """A rule of the charter for which tools the deal may choose (toelatingsregel)."""

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="admission_rules")
    code = models.SlugField(max_length=60)
    name = BilingualField()
    explanation = BilingualField()
    looks_at = models.CharField(max_length=14, choices=Admission.choices)
    at_least = models.PositiveIntegerField(default=1)
    order = models.PositiveSmallIntegerField()
    source = models.ForeignKey(Source, on_delete=models.SET_NULL, null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["deal", "code"], name="admission_rule_once_per_deal")]

    search_with: ClassVar[tuple[str, ...]] = ("deal",)

    def __str__(self) -> str:
        return str(self.name)
