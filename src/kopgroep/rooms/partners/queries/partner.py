"""Everything about one partner, or one organisation, that its page shows."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from kopgroep.rooms.partners.models import (
    PIPELINE,
    TAKING_PART,
    Contact,
    Motivation,
    Organisation,
    Participation,
    Partner,
    Stage,
    Standing,
    Succession,
)
from kopgroep.rooms.programme.models import Norm


@dataclass(frozen=True)
class PartnerFile:
    """A partner's dated facts, newest first."""

    standing: Standing | None
    standings: tuple[Standing, ...]
    motivations: tuple[Motivation, ...]
    participations: tuple[Participation, ...]
    running: Participation | None
    asked: frozenset[str]

    @property
    def stage(self) -> str:
        return self.standing.stage if self.standing else ""

    @property
    def in_pipeline(self) -> bool:
        return self.stage in PIPELINE

    @property
    def lacks_motivation(self) -> bool:
        return self.stage in TAKING_PART and not self.motivations

    @property
    def lacks_role(self) -> bool:
        return self.stage in TAKING_PART and self.running is None

    @property
    def leaves_on(self) -> date | None:
        """The day, still to come, from which it takes part no more."""
        newest = self.standings[0] if self.standings else None
        announced = newest is not None and newest != self.standing and newest.stage == Stage.LEFT
        return newest.since_on if newest and announced else None

    @property
    def is_leaving(self) -> bool:
        return self.leaves_on is not None

    @property
    def next_stage(self) -> Stage | None:
        """Where a partner in talks usually goes next."""
        order = [Stage.APPROACHED, Stage.TALK, Stage.INTENTION, Stage.PARTNER]
        if self.stage not in order[:-1]:
            return None
        return order[order.index(Stage(self.stage)) + 1]


def partner_file(partner: Partner, *, on: date) -> PartnerFile:
    """Four queries."""
    standings = tuple(partner.standings.order_by("-since_on", "-pk"))
    participations = tuple(partner.participations.select_related("role").order_by("-from_on", "-pk"))
    norms = Norm.objects.filter(deal=partner.deal_id).values_list("measure", flat=True)
    return PartnerFile(
        standing=next((each for each in standings if each.since_on <= on), None),
        standings=standings,
        motivations=tuple(partner.motivations.order_by("-given_on", "-pk")),
        participations=participations,
        running=next((each for each in participations if in_force(each, on)), None),
        asked=frozenset(norms),
    )


def in_force(row: Participation, on: date) -> bool:
    return row.from_on <= on and (row.until_on is None or row.until_on > on)


def contacts_of(organisation: Organisation, *, on: date, deals: Collection[int]) -> list[Contact]:
    """Who can be called now, for all deals or for one of these; contacts first."""
    order = ["contact", "deputy", "secretariat", "member", "administrator"]
    rows = organisation.contacts.current(on).filter(Q(deal=None) | Q(deal__in=deals))
    rows = rows.with_arrival().select_related("person__expertise", "deal")
    rows = rows.order_by("person__name", "pk")
    return sorted(rows, key=lambda each: order.index(each.capacity))


def partnerships_of(organisation: Organisation, *, on: date, deals: Any = None) -> list[Partner]:
    """Its parts in deals on a day; in all deals, or in those of the given keys."""
    rows = Partner.objects.standing_on(on).filter(organisation=organisation).select_related("deal")
    if deals is not None:
        rows = rows.filter(deal__in=deals)
    return list(rows.order_by("deal__code"))


def successions_of(organisation: Organisation) -> tuple[Succession | None, list[Succession]]:
    """What it went on as, and whom it goes on from."""
    became = Succession.objects.filter(predecessor=organisation).select_related("successor", "merger").first()
    came_from = organisation.predecessions.select_related("predecessor", "merger").order_by("on", "pk")
    return became, list(came_from)


def whom_to_ask(partner: Partner, *, on: date) -> list[Contact]:
    """Contacts and deputies with an e-mail address, of all deals or of this one; the contact first."""
    rows = partner.organisation.contacts.speaking_for(on).exclude(person__email="")
    rows = rows.filter(Q(deal=None) | Q(deal=partner.deal_id)).select_related("person__user")
    return list(rows.order_by("capacity", "person__name", "pk"))
