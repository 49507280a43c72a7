"""What partners promised, gave and paid; every figure with the day from which it holds."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kopgroep.kernel.access import Role
from kopgroep.kernel.money import Euro, Hours
from kopgroep.rooms.partners.models import Organisation, Partner
from kopgroep.rooms.programme.models import BelongsToDeal, Deal, DesignPrinciple, Phase


class OfPartner(BelongsToDeal):
    """Hangs on a partner: who speaks for that partner has its roles here."""

    deal_path: ClassVar[str | None] = "partner__deal"

    class Meta:
        abstract = True

    @property
    def deal(self) -> Deal:
        deal: Deal = self.partner.deal  # type: ignore[attr-defined]
        return deal

    def roles_of(self, user: Any) -> frozenset[Role]:
        roles: frozenset[Role] = self.partner.roles_of(user)  # type: ignore[attr-defined]
        return roles


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    def in_force(self, on: date) -> CommitmentQuerySet:
        return self.filter(Q(until_on=None) | Q(until_on__gt=on), from_on__lte=on)


class Commitment(OfPartner):
    """What a partner promised to give in a phase (toezegging): days a month, euros, in kind; or that it need not."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="commitments")
    phase = models.ForeignKey(Phase, on_delete=models.PROTECT, related_name="commitments")
    days_per_month = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    euros = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    in_kind = models.CharField(max_length=300, blank=True)
    in_kind_euros = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    payer = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="pays_for"
    )
    purchase_order = models.CharField(max_length=60, blank=True)
    is_exempt = models.BooleanField(default=False, help_text="Decided: this partner need not give.")
    reason = models.CharField(max_length=500, blank=True, help_text="Why it is other than the charter asks.")
    from_on = models.DateField()
    until_on = models.DateField(
        null=True, blank=True, help_text="First day on which it does not hold any more."
    )

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "phase"], condition=Q(until_on=None), name="one_commitment_per_phase"
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")),
                name="commitment_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(is_exempt=False) | ~Q(reason=""), name="exemption_has_a_reason"
            ),
        ]
        indexes = [models.Index(fields=["partner", "-from_on"], name="commitments_of_a_partner")]

    def __str__(self) -> str:
        return f"commitment {self.pk}"


class ActivityKind(models.TextChoices):
    WORK = "work", pgettext_lazy("kind of activity", "work")
    MEETING = "meeting", pgettext_lazy("kind of activity", "meetings")
    ASSESSMENT = "assessment", pgettext_lazy("kind of activity", "assessing tools")
    TEAM = "team", pgettext_lazy("kind of activity", "design team")
    PILOT = "pilot", pgettext_lazy("kind of activity", "testing")


class Activity(BelongsToDeal):
    """Something that hours go to (activiteit); for who wants to say more than a number of days a month."""

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="activities")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=ActivityKind.choices, default=ActivityKind.WORK)
    principles = models.ManyToManyField(DesignPrinciple, blank=True, related_name="activities")
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["deal", "name"], name="activity_name_once_per_deal")]

    def __str__(self) -> str:
        return self.name


class How(models.TextChoices):
    """How hours came to be known."""

    ANSWER = "answer", _("the month's answer")
    FORM = "form", _("written down")
    IMPORT = "import", _("from a spreadsheet")
    SUGGESTION = "suggestion", _("suggested and confirmed")


class HoursQuerySet(models.QuerySet["HoursEntry"]):
    def standing(self, on: date) -> HoursQuerySet:
        """What was given by a day and not taken back by then."""
        return self.filter(Q(withdrawn_on=None) | Q(withdrawn_on__gt=on), given_on__lte=on)


class HoursEntry(OfPartner):
    """Time that a partner gave in a month (bijdrage in uren), to the minute."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="hours")
    month_from = models.DateField(help_text="The first day of the month.")
    minutes = models.PositiveIntegerField()
    activity = models.ForeignKey(
        Activity, on_delete=models.PROTECT, null=True, blank=True, related_name="hours"
    )
    how = models.CharField(max_length=10, choices=How.choices, default=How.ANSWER)
    note = models.CharField(max_length=300, blank=True)
    given_on = models.DateField()
    withdrawn_on = models.DateField(null=True, blank=True)

    objects = HoursQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "month_from"],
                condition=Q(how=How.ANSWER, withdrawn_on=None),
                name="one_answer_per_month",
            ),
            models.CheckConstraint(condition=Q(month_from__day=1), name="month_begins_on_the_first"),
        ]
        indexes = [models.Index(fields=["partner", "month_from"], name="hours_of_a_partner")]

    def __str__(self) -> str:
        return f"{self.minutes} minutes"

    @property
    def time(self) -> Hours:
        return Hours(self.minutes)


class HoursSuggestion(OfPartner):
    """Hours that the deal thinks a partner gave, from what it did; the partner confirms them in one click."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="hours_suggestions")
    month_from = models.DateField()
    minutes = models.PositiveIntegerField()
    why = models.CharField(max_length=300)
    origin = models.CharField(max_length=100, help_text="The address of the record that it comes from.")
    activity = models.ForeignKey(
        Activity, on_delete=models.PROTECT, null=True, blank=True, related_name="hours_suggestions"
    )
    suggested_on = models.DateField()
    answered_on = models.DateField(null=True, blank=True)
    entry = models.OneToOneField(
        HoursEntry, on_delete=models.SET_NULL, null=True, blank=True, related_name="suggestion"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partner", "origin"], name="suggestion_once_per_origin"),
            models.CheckConstraint(
                condition=Q(entry=None) | Q(answered_on__isnull=False), name="only_answered_suggestions_count"
            ),
        ]

    def __str__(self) -> str:
        return self.why


class Invoice(OfPartner):
    """A contribution that was asked for (factuur)."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="invoices")
    phase = models.ForeignKey(Phase, on_delete=models.PROTECT, related_name="invoices")
    number = models.CharField(max_length=40)
    euros = models.DecimalField(max_digits=12, decimal_places=2)
    invoiced_on = models.DateField()
    due_on = models.DateField()
    cancelled_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(euros__gt=0), name="invoice_asks_something"),
            models.CheckConstraint(condition=Q(due_on__gte=F("invoiced_on")), name="invoice_is_due_later"),
            models.CheckConstraint(condition=~Q(number=""), name="invoice_has_a_number"),
        ]
        indexes = [models.Index(fields=["partner", "invoiced_on"], name="invoices_of_a_partner")]

    def __str__(self) -> str:
        return self.number

    @property
    def amount(self) -> Euro:
        return Euro.of(self.euros)

    def get_absolute_url(self) -> str:
        return reverse("contributions:partner", args=[self.partner_id])


class Payment(OfPartner):
    """Money that came in for an invoice (betaling)."""

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="payments")
    euros = models.DecimalField(max_digits=12, decimal_places=2)
    paid_on = models.DateField()
    undone_on = models.DateField(null=True, blank=True)

    deal_path: ClassVar[str | None] = "invoice__partner__deal"

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(euros=0), name="payment_is_not_nothing")]
        indexes = [models.Index(fields=["invoice", "paid_on"], name="payments_of_an_invoice")]

    def __str__(self) -> str:
        return f"{self.euros}"

    @property
    def partner(self) -> Partner:
        return self.invoice.partner


class CofinancingScheme(BelongsToDeal):
    """What an hour counts for in a statement of co-financing (cofinanciering), and the most that counts."""

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="cofinancing_schemes")
    name = models.CharField(max_length=200)
    euros_per_hour = models.DecimalField(max_digits=7, decimal_places=2)
    cap_euros = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    from_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(euros_per_hour__gte=0), name="tariff_is_not_negative"),
            models.UniqueConstraint(fields=["deal", "from_on"], name="one_scheme_begins_per_day"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def cap(self) -> Decimal | None:
        return self.cap_euros
