"""Who works a tool out, how, with what, and how far they are."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kopgroep.kernel.access import Role
from kopgroep.kernel.clock import today
from kopgroep.kernel.search import SearchRow
from kopgroep.kernel.texts import Text
from kopgroep.rooms.partners.models import Partner, Person
from kopgroep.rooms.programme.models import BelongsToDeal, Deal, DesignPrinciple, Phase
from kopgroep.rooms.tools.models import Tool


class DesignTeam(BelongsToDeal):
    """Partners that work on tools together (ontwerpteam, werkgroep)."""

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="design_teams")
    name = models.CharField(max_length=200)
    assignment = models.TextField(max_length=3000, blank=True)
    principles = models.ManyToManyField(DesignPrinciple, blank=True, related_name="design_teams")
    tools = models.ManyToManyField(Tool, blank=True, related_name="design_teams")
    formed_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    search_with: ClassVar[tuple[str, ...]] = ("deal",)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["deal", "name"], name="team_name_once_per_deal"),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("formed_on")), name="team_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("teams:team", args=[self.pk])

    def roles_of(self, user: Any) -> frozenset[Role]:
        """Who speaks for a partner that sits in the team may write its plan."""
        roles = self.deal.roles_of(user)
        if not getattr(user, "is_authenticated", False):
            return roles
        sitting = Partner.objects.filter(seats__in=Seat.objects.in_force(today()).filter(team=self))
        for partner in sitting.select_related("organisation").distinct():
            roles |= partner.organisation.contact_roles(user, deal=self.deal)
        return roles

    def search_row(self) -> SearchRow | None:
        words = Text.of(self.assignment)
        return SearchRow("team", Text.of(self.name), words, self.get_absolute_url(), {self.deal.audience})


class OfTeam(BelongsToDeal):
    team: Any

    deal_path: ClassVar[str | None] = "team__deal"

    class Meta:
        abstract = True

    @property
    def deal(self) -> Deal:
        deal: Deal = self.team.deal
        return deal

    def roles_of(self, user: Any) -> frozenset[Role]:
        roles: frozenset[Role] = self.team.roles_of(user)
        return roles


class SeatQuerySet(models.QuerySet["Seat"]):
    def in_force(self, on: date) -> SeatQuerySet:
        return self.filter(Q(until_on=None) | Q(until_on__gt=on), from_on__lte=on)


class Seat(OfTeam):
    """A partner's place in a team (plek in een team), with the days a month that it promised; one of them leads."""

    team = models.ForeignKey(DesignTeam, on_delete=models.CASCADE, related_name="seats")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="seats")
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="seats")
    is_lead = models.BooleanField(default=False)
    days_per_month = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["team", "partner"], condition=Q(until_on=None), name="one_seat_per_partner_and_team"
            ),
            models.UniqueConstraint(
                fields=["team"], condition=Q(until_on=None, is_lead=True), name="one_lead_per_team"
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")), name="seat_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"seat {self.pk}"


class TeamWish(OfTeam):
    """A partner that would like to sit in a team (wens voor een team)."""

    team = models.ForeignKey(DesignTeam, on_delete=models.CASCADE, related_name="wishes")
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="team_wishes")
    strength = models.PositiveSmallIntegerField(default=2)
    stated_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "partner"], name="one_wish_per_partner_and_team"),
            models.CheckConstraint(condition=Q(strength__range=(1, 3)), name="team_wish_is_from_1_to_3"),
        ]

    def __str__(self) -> str:
        return f"wish {self.pk}"


class InvolvementKind(models.TextChoices):
    SAW = "saw", pgettext_lazy("involvement", "saw it")
    DESIGNED = "designed", pgettext_lazy("involvement", "designed it")
    DECIDED = "decided", pgettext_lazy("involvement", "decided about it")


class Involvement(OfTeam):
    """Who saw or designed what of a team's work, and when (betrokkenheid); a later tender may ask for it."""

    team = models.ForeignKey(DesignTeam, on_delete=models.CASCADE, related_name="involvements")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="involvements")
    kind = models.CharField(max_length=8, choices=InvolvementKind.choices)
    what = models.CharField(max_length=300)
    involved_on = models.DateField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(what=""), name="involvement_says_in_what")]
        indexes = [models.Index(fields=["team", "involved_on"], name="involvements_of_a_team")]

    def __str__(self) -> str:
        return self.what


class Plan(OfTeam):
    """One version of a team's plan of approach (plan van aanpak), with its budget."""

    team = models.ForeignKey(DesignTeam, on_delete=models.CASCADE, related_name="plans")
    number = models.PositiveIntegerField()
    drafted_on = models.DateField()
    submitted_on = models.DateField(null=True, blank=True)
    approved_on = models.DateField(null=True, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=1000, blank=True, help_text="Why it was sent back or withdrawn.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "number"], name="plan_number_once_per_team"),
            models.CheckConstraint(
                condition=Q(approved_on=None) | Q(submitted_on__isnull=False),
                name="approved_plan_was_submitted",
            ),
        ]

    def __str__(self) -> str:
        return f"plan {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("teams:plan", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Whether it may still be written in."""
        return self.submitted_on is None and self.withdrawn_on is None

    @property
    def state(self) -> str:
        if self.withdrawn_on:
            return str(_("withdrawn"))
        if self.approved_on:
            return str(_("approved"))
        return str(_("waits for approval") if self.submitted_on else _("draft"))


class OfPlan(BelongsToDeal):
    plan: Any

    deal_path: ClassVar[str | None] = "plan__team__deal"

    class Meta:
        abstract = True

    @property
    def deal(self) -> Deal:
        deal: Deal = self.plan.team.deal
        return deal

    def roles_of(self, user: Any) -> frozenset[Role]:
        roles: frozenset[Role] = self.plan.team.roles_of(user)
        return roles


class PlanPart(OfPlan):
    """A part that each plan has (onderdeel): why, what, how, who, when, risks, afterwards."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="parts")
    code = models.SlugField(max_length=60)
    order = models.PositiveSmallIntegerField()
    body = models.TextField(max_length=20_000, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "code"], name="plan_part_once_per_plan")]

    def __str__(self) -> str:
        return self.code


class BudgetLine(OfPlan):
    """Something that a plan costs (begrotingsregel), in hours and euros, and who brings it; nobody: the gap."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="budget")
    phase = models.ForeignKey(Phase, on_delete=models.PROTECT, related_name="budget_lines")
    what = models.CharField(max_length=200)
    minutes = models.PositiveIntegerField(default=0)
    euros = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    partner = models.ForeignKey(
        Partner, on_delete=models.PROTECT, null=True, blank=True, related_name="budget_lines"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(euros__gte=0), name="budget_line_is_not_negative"),
            models.CheckConstraint(condition=~Q(what=""), name="budget_line_says_what"),
        ]

    def __str__(self) -> str:
        return self.what


class Deliverable(OfTeam):
    """Something that a team will have ready by a day (resultaat, mijlpaal)."""

    team = models.ForeignKey(DesignTeam, on_delete=models.CASCADE, related_name="deliverables")
    what = models.CharField(max_length=200)
    weight = models.PositiveSmallIntegerField(default=1)
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(weight__gte=1), name="deliverable_counts")]
        indexes = [models.Index(fields=["team", "due_on"], name="deliverables_of_a_team")]

    def __str__(self) -> str:
        return self.what
