"""What a partner put into the deal, as those who finance it ask to see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Q, Sum

from kopgroep.kernel.money import Euro, Hours
from kopgroep.rooms.contributions.models import CofinancingScheme, Commitment, HoursEntry, Payment
from kopgroep.rooms.partners.models import Partner

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class StatementLine:
    """The hours of one month, and what they count for."""

    month_from: date
    time: Hours
    worth: Euro


@dataclass(frozen=True, slots=True)
class Statement:
    """Cash and hours times tariff, up to the cap; every amount to the cent."""

    partner: Partner
    scheme: CofinancingScheme | None
    starts_on: date
    ends_on: date
    cash: Euro
    lines: tuple[StatementLine, ...]
    in_kind: Euro

    @property
    def time(self) -> Hours:
        return Hours(sum(line.time.units for line in self.lines))

    @property
    def hours_worth(self) -> Euro:
        return Euro(sum(line.worth.units for line in self.lines))

    @property
    def together(self) -> Euro:
        return self.cash + self.hours_worth + self.in_kind

    @property
    def counts(self) -> Euro:
        """What counts: all of it, or the most that the scheme lets count."""
        if self.scheme is None or self.scheme.cap_euros is None:
            return self.together
        return min(self.together, Euro.of(self.scheme.cap_euros))

    @property
    def is_capped(self) -> bool:
        return self.counts < self.together


def statement_of(partner: Partner, *, starts_on: date, ends_on: date) -> Statement:
    """From the first day to the last; the scheme is the one that holds on the last day."""
    scheme = (
        CofinancingScheme.objects.filter(deal=partner.deal, from_on__lte=ends_on).order_by("-from_on").first()
    )
    tariff = scheme.euros_per_hour if scheme else Decimal(0)
    months = (
        HoursEntry.objects.filter(partner=partner, withdrawn_on=None)
        .filter(month_from__gte=starts_on.replace(day=1), month_from__lte=ends_on)
        .values_list("month_from")
        .annotate(total=Sum("minutes"))
        .order_by("month_from")
    )
    lines = tuple(
        StatementLine(month, Hours(total), _worth(Hours(total), tariff)) for month, total in months if total
    )
    came_in = Payment.objects.filter(
        invoice__partner=partner, undone_on=None, paid_on__gte=starts_on, paid_on__lte=ends_on
    ).aggregate(total=Sum("euros"))["total"]
    kind = (
        Commitment.objects.filter(Q(until_on=None) | Q(until_on__gt=ends_on), partner=partner)
        .filter(from_on__lte=ends_on)
        .aggregate(total=Sum("in_kind_euros"))["total"]
    )
    return Statement(
        partner=partner,
        scheme=scheme,
        starts_on=starts_on,
        ends_on=ends_on,
        cash=Euro.of(came_in or 0),
        lines=lines,
        in_kind=Euro.of(kind or 0),
    )


def _worth(time: Hours, tariff: Decimal) -> Euro:
    return Euro.of((time.hours * tariff).quantize(CENT, ROUND_HALF_UP))
