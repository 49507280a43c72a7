"""What a deal is, asks and gives, for who thinks of joining; made of its charter, its planning and its network."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import ngettext

from kopgroep.kernel.money import Euro
from kopgroep.rooms.partners.queries.network import Network, network_of
from kopgroep.rooms.partners.queries.words import days_in_words
from kopgroep.rooms.programme.charter import CharterJoining
from kopgroep.rooms.programme.models import Deal, Phase
from kopgroep.rooms.programme.queries import joining_of
from kopgroep.rooms.programme.queries.phases import PhaseCard, phases_of


@dataclass(frozen=True)
class Asked:
    """What every partner gives in one phase."""

    phase: Phase
    days: str
    euros: str


@dataclass(frozen=True)
class Way:
    """A way to take part, with the effort that it asks."""

    name: str
    explanation: str
    effort: str


@dataclass(frozen=True)
class JoinPage:
    """Everything on the page Join in."""

    deal: Deal
    joining: CharterJoining
    cards: tuple[PhaseCard, ...]
    now: Phase | None
    asked: tuple[Asked, ...]
    ways: tuple[Way, ...]
    network: Network

    @property
    def taking_part(self) -> int:
        return len(self.network.taking_part)

    @property
    def wanted(self) -> str:
        """The helices of which more are asked than take part."""
        return ", ".join(each.label for each in self.network.missing)


def effort_words(days: Decimal | None) -> str:
    if days is None:
        return ""
    # Half a day is plural in both languages, as two days are.
    words = ngettext("%(number)s day a month", "%(number)s days a month", 1 if days == 1 else 2)
    return words % {"number": days_in_words(days)}


def join_page(deal: Deal, *, on: date) -> JoinPage:
    phases = phases_of(deal, on)
    norms = deal.contribution_norms.select_related("phase").order_by("phase__order")
    asked = tuple(
        Asked(
            norm.phase,
            effort_words(norm.days_per_month),
            "" if norm.euros is None else str(Euro.of(norm.euros)),
        )
        for norm in norms
    )
    ways = tuple(
        Way(str(role.name), str(role.explanation), effort_words(role.days_per_month))
        for role in deal.participation_roles.order_by("order")
    )
    network = network_of(deal, on=on, wholly=False)
    return JoinPage(deal, joining_of(deal), phases.cards, phases.now, asked, ways, network)
