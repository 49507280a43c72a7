"""What a deal asks of one partner, from the day on which it joined until the day on which it leaves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kopgroep.kernel.money import Euro
from kopgroep.rooms.partners.models import TAKING_PART, Partner, Relation, Stage
from kopgroep.rooms.partners.queries.words import days_in_words
from kopgroep.rooms.programme.models import Phase, phase_on
from kopgroep.rooms.programme.queries import Span, spans_of
from kopgroep.rooms.programme.queries.planning import current_version


@dataclass(frozen=True)
class Membership:
    """Since when a partner takes part, and from when it does not any more."""

    joined_on: date | None = None
    left_on: date | None = None


@dataclass(frozen=True)
class Obligation:
    """What the charter asks in one phase, for as long as this partner is in it; None where a date is not known."""

    phase: Phase
    is_now: bool
    from_on: date | None
    until_on: date | None
    days_per_month: Decimal | None
    euros: Decimal | None

    @property
    def days_words(self) -> str:
        return "" if self.days_per_month is None else days_in_words(self.days_per_month)

    @property
    def euros_words(self) -> str:
        return "" if self.euros is None else str(Euro.of(self.euros))


def membership_of(partner: Partner) -> Membership:
    """The last stretch in which it took part; who came back began anew that day. An associate owes nothing."""
    joined_on = left_on = None
    for standing in partner.standings.order_by("since_on", "pk"):
        takes_part = standing.stage in TAKING_PART and standing.relation != Relation.ASSOCIATE
        if takes_part and (joined_on is None or left_on is not None):
            joined_on, left_on = standing.since_on, None
        elif joined_on is not None and left_on is None and (standing.stage == Stage.LEFT or not takes_part):
            left_on = standing.since_on
    return Membership(joined_on, left_on)


def obligations_of(partner: Partner, *, on: date) -> list[Obligation]:
    """Per phase that asks something and that is not over when it joins, nor begins after it leaves; seven queries."""
    member = membership_of(partner)
    if member.joined_on is None:
        return []
    spans, now = spans_of(current_version(partner.deal)), phase_on(partner.deal, on)
    joined_in = phase_on(partner.deal, member.joined_on)
    norms = partner.deal.contribution_norms.select_related("phase").order_by("phase__order")
    found = []
    for norm in norms:
        span = spans.get(norm.phase.code, Span())
        is_now = norm.phase == now
        starts = span.starts.first if span.starts else None
        ends = span.ends.last if span.ends else None
        # A phase that the deal is still in asks, whatever was planned.
        over = ends is not None and ends < member.joined_on and not is_now
        gone = member.left_on is not None and starts is not None and starts >= member.left_on
        passed = joined_in is not None and norm.phase.order < joined_in.order
        if over or gone or passed:
            continue
        found.append(
            Obligation(
                phase=norm.phase,
                is_now=is_now,
                from_on=max(starts, member.joined_on) if starts else member.joined_on,
                until_on=_earlier(ends, member.left_on),
                days_per_month=norm.days_per_month,
                euros=norm.euros,
            )
        )
    return found


def _earlier(ends: date | None, left_on: date | None) -> date | None:
    """The last day of the phase, or the day on which it leaves when that is sooner."""
    known = [day for day in (ends, left_on) if day is not None]
    return min(known) if known else None
