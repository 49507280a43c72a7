"""A deal as its charter makes it, and the dated facts of its planning."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.urls import reverse

from kopgroep.kernel.access import Role
from kopgroep.kernel.accounts.models import Grant, User
from kopgroep.kernel.clock import today
from kopgroep.kernel.fields import PartialDateField
from kopgroep.kernel.records import Record
from kopgroep.kernel.search import SearchRow
from kopgroep.kernel.texts import BilingualField, Text


class DealKind(models.TextChoices):
    LIVING = "living", "living"
    HISTORICAL = "historical", "historical"
    FICTIONAL = "fictional", "fictional"


class PhaseKind(models.TextChoices):
    NETWORK = "network", "network"
    EXPLORE = "explore", "explore"
    DEVELOP = "develop", "develop"
    SECURE = "secure", "secure"


class Strength(models.TextChoices):
    MUST = "must", "must"
    AIM = "aim", "aim"
    HINT = "hint", "hint"


class Deal(Record):
    """A City Deal: a public-private programme of years, made from its charter (spelregels)."""

    code = models.SlugField(max_length=60, unique=True)
    name = BilingualField()
    kind = models.CharField(max_length=12, choices=DealKind.choices, default=DealKind.LIVING)
    summary = BilingualField()
    assignment = BilingualField()
    is_open = models.BooleanField(default=False, help_text="Anyone may read what is not personal.")
    hours_per_day = models.DecimalField(max_digits=4, decimal_places=2, null=True, blank=True)
    signed = PartialDateField(blank=True)
    words = models.JSONField(default=dict, help_text="Glossary terms that this deal calls otherwise.")
    heavier_forms = models.JSONField(default=list)
    initiators = models.JSONField(
        default=list, help_text="Names of the organisations that took the initiative."
    )

    joining = models.JSONField(
        default=dict,
        help_text="What the charter tells who may join: gives, contact, email, phone, reply_days.",
    )

    deal_path: ClassVar[str | None] = ""

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(code=""), name="deal_has_a_code")]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def is_read_only(self) -> bool:
        return self.kind == DealKind.HISTORICAL

    def roles_of(self, user: Any) -> frozenset[Role]:
        roles = {Role.READER} if self.is_open else set()
        if user.is_authenticated:
            grants = Grant.objects.in_force(today()).filter(user=user, on=self.address)
            roles |= {Role(role) for role in grants.values_list("role", flat=True)}
        return frozenset(roles)

    def search_row(self) -> SearchRow | None:
        return self.found_as(
            "deal", self.name, reverse("deal", args=[self.code]), self.summary, self.assignment
        )

    def found_as(self, kind: str, title: Text, url: str, *about: Text) -> SearchRow:
        """A row of this deal: for who is in it, and for everyone as long as the deal is open."""
        parts = about if kind == "deal" else (self.name, *about)
        words = Text("\n".join(text.nl for text in parts), "\n".join(text.en for text in parts))
        return SearchRow(kind, title, words, url, {self.audience, self.open_audience})

    @property
    def audience(self) -> str:
        """The token of everyone who is in the deal."""
        return f"deal:{self.code}"

    @property
    def open_audience(self) -> str:
        """The token that everyone has while the deal is open; so opening or closing it is felt at once."""
        return f"deal:{self.code}:open"

    @property
    def contacts_audience(self) -> str:
        """The token of who may see the people in the deal."""
        return f"deal:{self.code}:contacts"


class BelongsToDeal(Record):
    """A record that hangs on one deal; who has a role on the deal has it here."""

    deal_path: ClassVar[str | None] = "deal"

    class Meta:
        abstract = True

    def roles_of(self, user: Any) -> frozenset[Role]:
        deal: Deal = self.deal  # type: ignore[attr-defined]
        return deal.roles_of(user)


class Source(BelongsToDeal):
    """Where a fact about the deal stands (bron)."""

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="sources")
    key = models.SlugField(max_length=60)
    title = models.CharField(max_length=300)
    address_of_page = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["deal", "key"], name="source_key_once_per_deal")]

    def __str__(self) -> str:
        return self.title


class Phase(BelongsToDeal):
    """A part of the deal's life (fase); it ends at a gate."""

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="phases")
    code = models.SlugField(max_length=60)
    name = BilingualField()
    kind = models.CharField(max_length=10, choices=PhaseKind.choices)
    order = models.PositiveSmallIntegerField()
    outcome = BilingualField()
    source = models.ForeignKey(Source, on_delete=models.SET_NULL, null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["deal", "code"], name="phase_code_once_per_deal"),
            models.UniqueConstraint(fields=["deal", "order"], name="phase_order_once_per_deal"),
        ]

    search_with: ClassVar[tuple[str, ...]] = ("deal",)

    def __str__(self) -> str:
        return str(self.name)

    def search_row(self) -> SearchRow | None:
        url = reverse("programme:planning", args=[self.deal.code])
        return self.deal.found_as("phase", self.name, f"{url}#phase-{self.code}", self.outcome)


class DesignPrinciple(BelongsToDeal):
    """What the deal's tools must serve (ontwerpprincipe)."""

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="principles")
    code = models.SlugField(max_length=60)
    name = BilingualField()
    order = models.PositiveSmallIntegerField()
    explanation = BilingualField()
    target_tools = models.PositiveIntegerField(null=True, blank=True)
    source = models.ForeignKey(Source, on_delete=models.SET_NULL, null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["deal", "code"], name="principle_code_once_per_deal")]

    search_with: ClassVar[tuple[str, ...]] = ("deal",)

    def __str__(self) -> str:
        return str(self.name)

    def search_row(self) -> SearchRow | None:
        url = reverse("archive:charter", args=[self.deal.code])
        return self.deal.found_as("principle", self.name, f"{url}#principle-{self.code}", self.explanation)


class PlanVersion(BelongsToDeal):
    """One state of the planning; a moved date makes a new version with its reason. The first is the baseline."""

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="plan_versions")
    number = models.PositiveIntegerField()
    planned_on = models.DateField()
    planner = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="plan_versions"
    )
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["deal", "number"], name="plan_number_once_per_deal")]

    def __str__(self) -> str:
        return f"{self.number}"


class PlannedPhase(BelongsToDeal):
    """When a phase starts and ends in one version of the planning; an end is the last day, and may be unknown."""

    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="phases")
    phase = models.ForeignKey(Phase, on_delete=models.CASCADE, related_name="plannings")
    starts = PartialDateField(blank=True)
    ends = PartialDateField(blank=True)

    deal_path: ClassVar[str | None] = "version__deal"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "phase"], name="phase_once_per_plan_version")
        ]

    def __str__(self) -> str:
        return f"{self.starts} – {self.ends}"

    @property
    def deal(self) -> Deal:
        return self.version.deal


class PhaseEntry(BelongsToDeal):
    """The day on which the deal went into a phase; the last one before a day is the phase on that day."""

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="phase_entries")
    phase = models.ForeignKey(Phase, on_delete=models.PROTECT, related_name="entries")
    entered_on = models.DateField()
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["deal", "entered_on"], name="one_phase_entered_per_day_and_deal")
        ]

    def __str__(self) -> str:
        return f"{self.entered_on}"


class EarlyOpening(BelongsToDeal):
    """Something that the phase locks, opened by the programme manager with a reason, until a day."""

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="early_openings")
    lock = models.CharField(max_length=30)
    opened_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    reason = models.TextField()

    def __str__(self) -> str:
        return self.lock


class ParticipationRole(BelongsToDeal):
    """A way to take part, with the effort it asks (rol en inzet): lead, designer, tester, reader along, later."""

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="participation_roles")
    code = models.SlugField(max_length=60)
    name = BilingualField()
    explanation = BilingualField()
    days_per_month = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    order = models.PositiveSmallIntegerField()
    source = models.ForeignKey(Source, on_delete=models.SET_NULL, null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["deal", "code"], name="participation_role_once_per_deal")
        ]

    def __str__(self) -> str:
        return str(self.name)


class ContributionNorm(BelongsToDeal):
    """What a partner gives in a phase: days a month, euros."""

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="contribution_norms")
    phase = models.ForeignKey(Phase, on_delete=models.CASCADE, related_name="contribution_norms")
    days_per_month = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    euros = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    source = models.ForeignKey(Source, on_delete=models.SET_NULL, null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["deal", "phase"], name="contribution_norm_once_per_phase")
        ]

    def __str__(self) -> str:
        return f"{self.days_per_month} days, {self.euros} euros"


class Norm(BelongsToDeal):
    """Something the deal promised (doel): what is measured, per what, the threshold, and the gate it guards."""

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="norms")
    code = models.SlugField(max_length=60)
    sentence = BilingualField()
    strength = models.CharField(max_length=6, choices=Strength.choices)
    measure = models.CharField(max_length=60)
    per = models.CharField(max_length=20)
    threshold = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    phase = models.ForeignKey(Phase, on_delete=models.CASCADE, related_name="norms")
    requirement = models.CharField(max_length=300, blank=True)
    source = models.ForeignKey(Source, on_delete=models.SET_NULL, null=True, blank=True)
    order = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["deal", "code"], name="norm_code_once_per_deal")]

    search_with: ClassVar[tuple[str, ...]] = ("deal", "phase")

    def __str__(self) -> str:
        return str(self.sentence)

    def search_row(self) -> SearchRow | None:
        url = reverse("gates:gate", args=[self.deal.code, self.phase.code])
        requirement = Text.of(self.requirement)
        return self.deal.found_as(
            "norm", self.sentence, f"{url}#norm-{self.code}", self.phase.name, requirement
        )


class SourcedCount(BelongsToDeal):
    """A number that a source gives, where the records known by name are fewer."""

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="counts")
    code = models.SlugField(max_length=60)
    label = BilingualField()
    value = models.PositiveIntegerField()
    on = PartialDateField(blank=True)
    known_as = models.CharField(max_length=60, blank=True)
    note = BilingualField()
    source = models.ForeignKey(Source, on_delete=models.SET_NULL, null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["deal", "code"], name="sourced_count_once_per_deal")]

    def __str__(self) -> str:
        return f"{self.value} {self.label}"


def phase_on(deal: Deal, on: date) -> Phase | None:
    """The phase that the deal is in on a day, or None before the first."""
    entry = (
        deal.phase_entries.filter(entered_on__lte=on).select_related("phase").order_by("-entered_on").first()
    )
    return entry.phase if entry else None
