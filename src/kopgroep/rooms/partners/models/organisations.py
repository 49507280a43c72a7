"""The registry of organisations: names, codes, who succeeded whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from kopgroep.kernel.access import Role
from kopgroep.kernel.accounts.models import Grant
from kopgroep.kernel.clock import today
from kopgroep.kernel.records import Record
from kopgroep.kernel.search import STAFF as STAFF_READ
from kopgroep.kernel.search import SearchRow
from kopgroep.rooms.partners.models.words import PIPELINE, STAFF, Capacity, Helix, OrganisationKind
from kopgroep.rooms.programme.models import Deal


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def existing(self, on: date) -> OrganisationQuerySet:
        return self.filter(
            Q(valid_from=None) | Q(valid_from__lte=on), Q(valid_until=None) | Q(valid_until__gt=on)
        )


class Organisation(Record):
    """A legal person or group (organisatie), known to all deals of the installation."""

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=24, choices=OrganisationKind.choices)
    helix = models.CharField(max_length=12, choices=Helix.choices)
    kvk = models.CharField(max_length=8, blank=True)
    oin = models.CharField(max_length=20, blank=True)
    cbs_code = models.CharField(max_length=6, blank=True)
    website = models.URLField(max_length=300, blank=True)
    note = models.TextField(blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(
        null=True, blank=True, help_text="First day on which it does not exist any more."
    )

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kvk"], condition=~Q(kvk=""), name="kvk_number_once"),
            models.UniqueConstraint(fields=["oin"], condition=~Q(oin=""), name="oin_once"),
            models.UniqueConstraint(fields=["cbs_code"], condition=~Q(cbs_code=""), name="cbs_code_once"),
            models.CheckConstraint(condition=~Q(name=""), name="organisation_has_a_name"),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_until=None) | Q(valid_until__gt=F("valid_from")),
                name="organisation_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~Q(kind=OrganisationKind.MUNICIPALITY) | Q(helix=Helix.GOVERNMENT),
                name="municipality_is_government",
            ),
        ]
        indexes = [models.Index(fields=["name"], name="organisation_by_name")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("partners:organisation", args=[self.pk])

    def search_row(self) -> SearchRow:
        """Found by the staff of any deal, and by those who see one of its deals."""
        return next(row for _organisation, row in self.search_rows([self]))

    @classmethod
    def search_rows(cls, records: Sequence[Self]) -> list[tuple[Self, SearchRow]]:
        """The same few queries for any number."""
        aliases: dict[int, list[str]] = defaultdict(list)
        for key, name in (
            Alias.objects.filter(organisation__in=records)
            .order_by("name")
            .values_list("organisation_id", "name")
        ):
            aliases[key].append(name)
        parts: dict[int, list[Any]] = defaultdict(list)
        partnerships: Any = cls._meta.get_field("partnerships").related_model
        for part in (
            partnerships.objects.standing_on(today())
            .filter(organisation__in=records)
            .prefetch_related("deal")
        ):
            parts[part.organisation_id].append(part)
        return [(each, each._row(aliases[each.pk], parts[each.pk])) for each in records]

    def _row(self, aliases: Sequence[str], parts: Sequence[Any]) -> SearchRow:
        seen = {part.deal.audience for part in parts}
        public = {part.deal.open_audience for part in parts if part.stage not in PIPELINE}
        codes = (self.cbs_code, self.kvk, self.oin)
        text = ". ".join(filter(None, [*aliases, *codes, self.note]))
        return SearchRow(
            "organisation", self.name, text, self.get_absolute_url(), {STAFF_READ, *seen, *public}
        )

    def contact_roles(self, user: Any, *, deal: Deal | None = None) -> frozenset[Role]:
        """Contact or deputy of this organisation; asked about a deal, not those for another deal only."""
        if not user.is_authenticated:
            return frozenset()
        speaking = self.contacts.speaking_for(today()).filter(person__user=user)
        if deal is not None:
            speaking = speaking.filter(Q(deal=None) | Q(deal=deal))
        return frozenset(
            Role.DEPUTY if capacity == Capacity.DEPUTY else Role.CONTACT
            for capacity in speaking.values_list("capacity", flat=True)
        )

    def roles_of(self, user: Any) -> frozenset[Role]:
        """Its own people, and who has a role on a deal that it is in; in no deal: the staff of any deal."""
        parts = self.partnerships.standing_on(today()).select_related("deal")
        deals = {part.deal.address: part.deal.is_open and part.stage not in PIPELINE for part in parts}
        roles = {Role.READER} if any(deals.values()) else set()
        if user.is_authenticated:
            grants = Grant.objects.in_force(today()).filter(user=user).values_list("role", "on")
            for role, on in grants:
                if on in deals or (not deals and role in STAFF):
                    roles.add(Role(role))
                elif role in STAFF:
                    # All deals share one registry: staff of another deal read the facts.
                    roles.add(Role.READER)
        return frozenset(roles) | self.contact_roles(user)


class Alias(Record):
    """Another name by which an organisation is or was known."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="alias_once_per_organisation")
        ]

    def __str__(self) -> str:
        return self.name

    def roles_of(self, user: Any) -> frozenset[Role]:
        return self.organisation.roles_of(user)


class Merger(Record):
    """Organisations that went on as one from a day (herindeling), with what it changed, so that it can be undone."""

    successor = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="mergers")
    on = models.DateField()
    names = models.JSONField(default=list, help_text="Names of who went on, as they were on that day.")
    merged_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)
    made = models.JSONField(default=list, help_text="Addresses of the rows that it made, children first.")
    changed = models.JSONField(default=list, help_text="Address, field and old value of what it changed.")
    left_behind = models.JSONField(
        default=dict, help_text="Address and revision of all that hung on those involved when it was done."
    )

    deal_path: ClassVar[str | None] = None

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at=None, successor__isnull=False) | Q(undone_at__isnull=False),
                name="merger_has_a_successor_until_undone",
            )
        ]

    def __str__(self) -> str:
        return f"{', '.join(self.names)} {self.on}"

    def get_absolute_url(self) -> str:
        return reverse("partners:merger", args=[self.pk])

    def roles_of(self, user: Any) -> frozenset[Role]:
        return self.successor.roles_of(user) if self.successor else frozenset()


class Succession(Record):
    """One organisation going on as another from a day, as municipalities do that merge (herindeling)."""

    predecessor = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="succession")
    successor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="predecessions")
    on = models.DateField()
    merger = models.ForeignKey(
        Merger, on_delete=models.PROTECT, null=True, blank=True, related_name="successions"
    )

    goes_with: ClassVar[tuple[str, ...]] = ("predecessor", "successor")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")), name="organisation_does_not_succeed_itself"
            )
        ]

    def __str__(self) -> str:
        return f"{self.on}"

    def roles_of(self, user: Any) -> frozenset[Role]:
        return self.successor.roles_of(user)
