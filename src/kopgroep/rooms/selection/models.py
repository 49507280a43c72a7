"""How the deal chooses its tools, what it chose and why, and what may come back."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kopgroep.kernel.access import Role
from kopgroep.rooms.meetings.models import Decision
from kopgroep.rooms.partners.models import Partner
from kopgroep.rooms.programme.models import BelongsToDeal, Deal
from kopgroep.rooms.tools.models import Tool
from kopgroep.rooms.tools.models.tools import OfTool


class Method(models.TextChoices):
    DOTS = "dots", pgettext_lazy("way to vote", "dots: divide a number of dots over the tools")
    SCORE = "score", pgettext_lazy("way to vote", "points: 0 to 5 for each tool")
    CONSENT = "consent", pgettext_lazy("way to vote", "consent: no objection, or an objection")


class Round(BelongsToDeal):
    """A round in which partners choose among tools (keuzeronde); each organisation has one voice."""

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="rounds")
    title = models.CharField(max_length=200)
    method = models.CharField(max_length=8, choices=Method.choices, default=Method.DOTS)
    dots = models.PositiveSmallIntegerField(default=6, help_text="How many dots an organisation divides.")
    quorum = models.PositiveSmallIntegerField(default=0, help_text="Least number of organisations that vote.")
    code = models.CharField(max_length=6, unique=True, help_text="For the telephones in the room.")
    tools = models.ManyToManyField(Tool, related_name="rounds")
    opened_at = models.DateTimeField()
    closes_on = models.DateField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    decision = models.ForeignKey(
        Decision, on_delete=models.SET_NULL, null=True, blank=True, related_name="rounds"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="round_has_a_title"),
            models.CheckConstraint(condition=Q(dots__range=(1, 100)), name="dots_can_be_divided"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("selection:round", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    def takes_votes(self, on: date) -> bool:
        """Open, and its last day has not passed."""
        return self.is_open and (self.closes_on is None or on <= self.closes_on)


class BallotQuerySet(models.QuerySet["Ballot"]):
    def cast(self) -> BallotQuerySet:
        """Those that were filled in."""
        return self.filter(cast_at__isnull=False)


class Ballot(BelongsToDeal):
    """The voice of one organisation in a round (stembriefje); its people change the same one until it closes.

    One that was handed out by mail and is not filled in yet has no moment, and counts for nothing.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="ballots")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="ballots")
    cast_at = models.DateTimeField(null=True, blank=True)

    objects = BallotQuerySet.as_manager()

    deal_path: ClassVar[str | None] = "round__deal"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "partner"], name="one_voice_per_organisation_and_round")
        ]

    def __str__(self) -> str:
        return f"ballot {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("selection:ballot", args=[self.round_id, self.partner_id])

    def roles_of(self, user: Any) -> frozenset[Role]:
        """Who speaks for the organisation fills it in."""
        return self.partner.roles_of(user)

    @property
    def deal(self) -> Deal:
        return self.round.deal


class Vote(BelongsToDeal):
    """What a ballot gives to one tool (stem): dots, points, or 1 for an objection."""

    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="votes")
    tool = models.ForeignKey(Tool, on_delete=models.PROTECT, related_name="votes")
    points = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=500, blank=True, help_text="Why there is an objection.")

    deal_path: ClassVar[str | None] = "ballot__round__deal"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ballot", "tool"], name="one_vote_per_ballot_and_tool"),
            models.CheckConstraint(condition=Q(points__gt=0), name="vote_gives_something"),
        ]

    def __str__(self) -> str:
        return str(self.points)

    @property
    def deal(self) -> Deal:
        return self.ballot.round.deal


class ChoiceQuerySet(models.QuerySet["Choice"]):
    def in_force(self, on: date) -> ChoiceQuerySet:
        return self.filter(Q(revoked_on=None) | Q(revoked_on__gt=on), chosen_on__lte=on)


class Choice(OfTool):
    """A tool that the deal goes on with (keuze), why, and from which round."""

    tool = models.ForeignKey(Tool, on_delete=models.PROTECT, related_name="choices")
    round = models.ForeignKey(Round, on_delete=models.SET_NULL, null=True, blank=True, related_name="choices")
    reason = models.CharField(max_length=1000)
    chosen_on = models.DateField()
    revoked_on = models.DateField(null=True, blank=True)
    revoke_reason = models.CharField(max_length=1000, blank=True)

    objects = ChoiceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tool"], condition=Q(revoked_on=None), name="tool_is_chosen_once"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="choice_has_a_reason"),
            models.CheckConstraint(
                condition=Q(revoked_on=None) | ~Q(revoke_reason=""), name="revoked_choice_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"choice {self.pk}"


class Rejection(OfTool):
    """A tool that was not chosen (afgevallen): why, its place on the reserve list, and the way back."""

    tool = models.ForeignKey(Tool, on_delete=models.PROTECT, related_name="rejections")
    reason = models.CharField(max_length=1000)
    way_back = models.CharField(max_length=500, blank=True, help_text="What would bring it back.")
    reserve = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Place on the reserve list.")
    rejected_on = models.DateField()
    reconsidered_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tool"], condition=Q(reconsidered_on=None), name="tool_is_rejected_once"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="rejection_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"rejection {self.pk}"

    @property
    def place(self) -> str:
        return str(_("reserve %(place)s") % {"place": self.reserve}) if self.reserve else ""
