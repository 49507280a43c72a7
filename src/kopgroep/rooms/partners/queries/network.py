"""The network of one deal on a day: its helices, its pipeline, its roles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kopgroep.rooms.partners.models import Helix, Partner, Relation, Stage
from kopgroep.rooms.partners.queries.merging import takes_part
from kopgroep.rooms.partners.queries.words import days_in_words
from kopgroep.rooms.programme.models import Deal, ParticipationRole

# So many cards of a stage are seen at once.
CARDS = 8
# A board is for looking at; a column longer than this is read as a list.
MOST_CARDS = 60


@dataclass(frozen=True)
class HelixCount:
    """How many of one helix take part, and how many are asked."""

    label: str
    value: str
    count: int
    target: int | None
    coming: int

    @property
    def is_missing(self) -> bool:
        return self.count < (self.target or 0)


@dataclass(frozen=True)
class StageColumn:
    """One stage of the pipeline with who stands there."""

    stage: str
    label: str
    partners: tuple[Partner, ...]

    @property
    def shown(self) -> tuple[Partner, ...]:
        return self.partners[:CARDS]

    @property
    def folded(self) -> tuple[Partner, ...]:
        """A long column shows the rest when it is asked for."""
        return self.partners[CARDS:] if self.count <= MOST_CARDS else ()

    @property
    def elsewhere(self) -> int:
        """How many of a very long column stand in the list only."""
        return max(0, self.count - CARDS) if self.count > MOST_CARDS else 0

    @property
    def count(self) -> int:
        return len(self.partners)


@dataclass(frozen=True)
class RoleEffort:
    """How many took a role, and the days a month that it asks, that were promised, and together."""

    role: ParticipationRole
    count: int
    promised: Decimal

    @property
    def asks(self) -> str:
        days = self.role.days_per_month
        return "–" if days is None else days_in_words(days)

    @property
    def promised_words(self) -> str:
        return days_in_words(self.promised)


@dataclass(frozen=True)
class Network:
    """Everything about a deal's network that its pages show; three queries."""

    deal: Deal
    partners: tuple[Partner, ...]
    helices: tuple[HelixCount, ...]
    asked: int | None
    roles: tuple[RoleEffort, ...]

    @property
    def taking_part(self) -> list[Partner]:
        return [each for each in self.partners if takes_part(each.stage, each.relation)]

    @property
    def associates(self) -> list[Partner]:
        return [
            each for each in self.partners if each.relation == Relation.ASSOCIATE and each.stage != Stage.LEFT
        ]

    @property
    def missing(self) -> list[HelixCount]:
        return [each for each in self.helices if each.is_missing]

    @property
    def columns(self) -> list[StageColumn]:
        return [
            StageColumn(
                stage.value, str(stage.label), tuple(each for each in self.partners if each.stage == stage)
            )
            for stage in Stage
        ]

    @property
    def promised_days(self) -> str:
        return days_in_words(sum((each.promised for each in self.roles), Decimal(0)))

    @property
    def without_role(self) -> int:
        return sum(1 for each in self.taking_part if each.role_code is None)


def network_of(deal: Deal, *, on: date, wholly: bool) -> Network:
    """`wholly` is for who is in the deal; others see who takes part, not who is spoken with."""
    rows = Partner.objects.standing_on(on).with_promises(on).filter(deal=deal).select_related("organisation")
    # A thousand notes and codes that no card shows cost more than the rest.
    rows = rows.only("uid", "revision", "deal", "organisation__name", "organisation__helix")
    partners = [
        each
        for each in rows.order_by("organisation__name", "pk")
        if wholly or takes_part(each.stage, each.relation) or each.relation == Relation.ASSOCIATE
    ]
    targets = _targets(deal)
    return Network(
        deal=deal,
        partners=tuple(partners),
        helices=tuple(_count(helix, partners, targets.get("helix_cover")) for helix in Helix),
        asked=targets.get("partners"),
        roles=_roles(deal, partners),
    )


def _targets(deal: Deal) -> dict[str, int]:
    """What the deal's own norms ask of its network."""
    rows = deal.norms.filter(measure__in=("partners", "helix_cover")).values_list("measure", "threshold")
    return {measure: int(threshold if threshold is not None else 1) for measure, threshold in rows}


def _count(helix: Helix, partners: Sequence[Partner], target: int | None) -> HelixCount:
    here = [each for each in partners if each.organisation.helix == helix]
    taking = sum(1 for each in here if takes_part(each.stage, each.relation))
    coming = sum(1 for each in here if each.stage in (Stage.APPROACHED, Stage.TALK, Stage.INTENTION))
    return HelixCount(str(helix.label), helix.value, taking, target, coming)


def _roles(deal: Deal, partners: Sequence[Partner]) -> tuple[RoleEffort, ...]:
    taking = [each for each in partners if takes_part(each.stage, each.relation)]
    found = []
    for role in deal.participation_roles.order_by("order"):
        days = [each.days_per_month or Decimal(0) for each in taking if each.role_code == role.code]
        found.append(RoleEffort(role, len(days), sum(days, Decimal(0))))
    return tuple(found)
