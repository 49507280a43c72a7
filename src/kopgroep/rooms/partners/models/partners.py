"""An organisation's part in one deal, told in dated facts, so that any past day can be asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kopgroep.kernel.access import Role
from kopgroep.kernel.dates import PartialDate, Precision
from kopgroep.kernel.search import SearchRow
from kopgroep.kernel.texts import BilingualField, Text
from kopgroep.rooms.partners.models.organisations import Organisation
from kopgroep.rooms.partners.models.words import PIPELINE, TAKING_PART, Relation, Stage
from kopgroep.rooms.programme.models import BelongsToDeal, Deal, ParticipationRole, Source
from kopgroep.rooms.programme.queries.words import in_both_languages


class PartnerQuerySet(models.QuerySet["Partner"]):
    def standing_on(self, on: date) -> PartnerQuerySet:
        """With the stage, relation and date of the last standing on or before a day; without those that had none."""
        # One look-up per partner that all three come from; a look-up each took most of a page's time.
        latest = Standing.objects.filter(partner=OuterRef("pk"), since_on__lte=on)
        its_last = Subquery(latest.order_by("-since_on", "-pk").values("pk")[:1])
        parts = {name: F(f"standings__{name}") for name in ("stage", "relation", "since_on")}
        return self.filter(standings__pk=its_last).annotate(**parts)

    def at_stage(self, *stages: str) -> PartnerQuerySet:
        """After standing_on(): at one of these stages that day."""
        return self.filter(Q(stage__in=stages))

    def not_at_stage(self, *stages: str) -> PartnerQuerySet:
        return self.exclude(Q(stage__in=stages))

    def taking_part(self, on: date) -> PartnerQuerySet:
        """Partners and signatories of any relation but associate, on a day."""
        return self.standing_on(on).at_stage(*TAKING_PART).exclude(Q(relation=Relation.ASSOCIATE))

    def with_promises(self, on: date) -> PartnerQuerySet:
        """With the role and days a month that hold on a day, and whether a motivation was given by then."""
        running = (
            Participation.objects.in_force(on).filter(partner=OuterRef("pk")).order_by("-from_on", "-pk")
        )
        given = Motivation.objects.filter(partner=OuterRef("pk"), given_on__lte=on)
        parts: dict[str, Any] = {
            "role_code": Subquery(running.values("role__code")[:1]),
            "days_per_month": Subquery(running.values("days_per_month")[:1]),
            "is_motivated": Exists(given),
        }
        return self.annotate(**parts)


class Partner(BelongsToDeal):
    """An organisation's participation in a deal (partner, deelnemer)."""

    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, related_name="partners")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="partnerships")
    intends_next_phases = models.BooleanField(
        default=True,
        help_text="Joining counts as the intention to join the next phases, unless said otherwise.",
    )
    note = BilingualField()
    source = models.ForeignKey(
        Source, on_delete=models.SET_NULL, null=True, blank=True, related_name="partners"
    )

    search_with: ClassVar[tuple[str, ...]] = ("deal", "organisation")

    # Set by standing_on() and with_promises().
    stage: str
    relation: str
    since_on: date
    role_code: str | None
    days_per_month: Decimal | None
    is_motivated: bool

    # Set by with_relation(), for the office.
    manager_id: int | None
    manager_name: str | None
    spoke_on: date | None
    again_on: date | None
    has_manager: bool

    objects = PartnerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["deal", "organisation"], name="partner_once_per_deal"),
        ]

    def __str__(self) -> str:
        return f"partner {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("partners:partner", args=[self.pk])

    def search_row(self) -> SearchRow | None:
        """Found by who is in the deal; in an open deal by everyone, once it is past the talks."""
        return next(row for _partner, row in self.search_rows([self]))

    @classmethod
    def search_rows(cls, records: Sequence[Self]) -> list[tuple[Self, SearchRow | None]]:
        """Two queries for any number."""
        latest: dict[int, Standing] = {}
        for standing in Standing.objects.filter(partner__in=records).order_by("since_on", "pk"):
            latest[standing.partner_id] = standing
        told: dict[int, list[str]] = defaultdict(list)
        given = Motivation.objects.filter(partner__in=records).order_by("given_on", "pk")
        for key, text in given.values_list("partner_id", "text"):
            told[key].append(text)
        return [
            (each, each._row(latest[each.pk], told[each.pk]) if each.pk in latest else None)
            for each in records
        ]

    def _row(self, latest: Standing, told: Sequence[str]) -> SearchRow:
        public = {self.deal.open_audience} if latest.stage not in PIPELINE else set()
        stage, relation = Stage(latest.stage), Relation(latest.relation)
        text = in_both_languages(
            lambda: ". ".join([str(self.deal.name), _said_once(relation.label, stage.label), *told])
        )
        return SearchRow(
            "partner",
            self.organisation.name,
            Text.of(text),
            self.get_absolute_url(),
            {self.deal.audience, *public},
        )

    def roles_of(self, user: Any) -> frozenset[Role]:
        return self.deal.roles_of(user) | self.organisation.contact_roles(user, deal=self.deal)


def _said_once(relation: object, stage: object) -> str:
    """How an organisation takes part and how far it is; of a partner that is partner, one word says both."""
    return capfirst(", ".join(dict.fromkeys([str(relation), str(stage)])))


class StandingPrecision(models.TextChoices):
    """How precisely a source tells since when."""

    DAY = Precision.DAY.value, "day"
    MONTH = Precision.MONTH.value, "month"
    SEASON = Precision.SEASON.value, "season"
    UNKNOWN = "unknown", "unknown"


class Standing(BelongsToDeal):
    """A partner's stage and relation from a day until the next standing."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="standings")
    stage = models.CharField(max_length=12, choices=Stage.choices)
    relation = models.CharField(max_length=10, choices=Relation.choices)
    since_on = models.DateField()
    precision = models.CharField(
        max_length=7, choices=StandingPrecision.choices, default=StandingPrecision.DAY
    )
    note = models.CharField(max_length=500, blank=True)
    ended = models.JSONField(
        default=list,
        blank=True,
        help_text="Roles that ended by this step, as they were, so that it can be undone.",
    )

    deal_path: ClassVar[str | None] = "partner__deal"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "since_on", "stage", "relation"], name="same_standing_once_per_day"
            )
        ]
        indexes = [models.Index(fields=["partner", "-since_on"], name="standings_of_a_partner")]

    def __str__(self) -> str:
        return f"{self.stage} {self.since_on}"

    @property
    def deal(self) -> Deal:
        return self.partner.deal

    @property
    def since(self) -> str:
        """The day, month or season in words; a source may not say when."""
        if self.precision == StandingPrecision.UNKNOWN:
            return _("date not known")
        return PartialDate(self.since_on, Precision(self.precision)).display(get_language() or "nl")


class Motivation(BelongsToDeal):
    """Why an organisation takes part, in its own words; the last one counts."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="motivations")
    text = models.TextField()
    given_on = models.DateField()

    deal_path: ClassVar[str | None] = "partner__deal"

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="motivation_says_something")]
        indexes = [models.Index(fields=["partner", "-given_on"], name="motivations_of_a_partner")]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def deal(self) -> Deal:
        return self.partner.deal


class ParticipationQuerySet(models.QuerySet["Participation"]):
    def in_force(self, on: date) -> ParticipationQuerySet:
        return self.filter(Q(until_on=None) | Q(until_on__gt=on), from_on__lte=on)


class Participation(BelongsToDeal):
    """The role and intensity that a partner takes for a period (rol en inzet)."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="participations")
    role = models.ForeignKey(ParticipationRole, on_delete=models.PROTECT, related_name="participations")
    days_per_month = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    from_on = models.DateField()
    until_on = models.DateField(
        null=True, blank=True, help_text="First day on which it does not hold any more."
    )

    objects = ParticipationQuerySet.as_manager()

    deal_path: ClassVar[str | None] = "partner__deal"

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gt=F("from_on")),
                name="participation_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["partner"], condition=Q(until_on=None), name="one_running_participation_per_partner"
            ),
            models.UniqueConstraint(fields=["partner", "from_on"], name="one_participation_begins_per_day"),
        ]
        indexes = [models.Index(fields=["partner", "-from_on"], name="participations_of_a_partner")]

    def __str__(self) -> str:
        return f"{self.from_on}"

    @property
    def days_words(self) -> str:
        """4 rather than 4.00."""
        if self.days_per_month is None:
            return "–"
        return number_format(Decimal(f"{self.days_per_month.normalize():f}"), use_l10n=True)

    @property
    def deal(self) -> Deal:
        return self.partner.deal
