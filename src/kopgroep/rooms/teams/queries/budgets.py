"""What plans take, what partners bring, and the gap between; to the cent and the minute."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet

from kopgroep.kernel.money import Euro, Hours
from kopgroep.rooms.programme.models import Deal
from kopgroep.rooms.teams.models import BudgetLine, Plan

NOTHING = Decimal(0)


@dataclass
class Budget:
    """All lines together: what is brought by whom, and what nobody brings yet (the gap)."""

    time: Hours = field(default_factory=Hours)
    euros: Euro = field(default_factory=Euro)
    brought_time: Hours = field(default_factory=Hours)
    brought_euros: Euro = field(default_factory=Euro)
    by_partner: dict[str, tuple[Hours, Euro]] = field(default_factory=dict)

    def add(self, line: BudgetLine) -> None:
        time, euros = Hours(line.minutes), Euro.of(line.euros)
        self.time, self.euros = self.time + time, self.euros + euros
        if line.partner is None:
            return
        self.brought_time, self.brought_euros = self.brought_time + time, self.brought_euros + euros
        name = line.partner.organisation.name
        held = self.by_partner.get(name, (Hours(), Euro()))
        self.by_partner[name] = (held[0] + time, held[1] + euros)

    @property
    def gap_time(self) -> Hours:
        return self.time - self.brought_time

    @property
    def gap_euros(self) -> Euro:
        return self.euros - self.brought_euros

    @property
    def covered(self) -> Decimal:
        """The least covered of hours and euros, in percent; nothing asked is nothing covered."""
        shares = [
            Decimal(100) * brought.units / asked.units
            for asked, brought in ((self.time, self.brought_time), (self.euros, self.brought_euros))
            if asked.units
        ]
        return min(shares).quantize(Decimal("0.01")) if shares else NOTHING


def budget_of(lines: Iterable[BudgetLine]) -> Budget:
    """Of lines that came with their partner and its organisation."""
    found = Budget()
    for line in lines:
        found.add(line)
    return found


def approved_plans(deal: Deal, on: date) -> QuerySet[Plan]:
    """The version of each team that holds on a day."""
    rows = Plan.objects.filter(Q(withdrawn_on=None) | Q(withdrawn_on__gt=on), team__deal=deal)
    rows = rows.filter(Q(team__ended_on=None) | Q(team__ended_on__gt=on), approved_on__lte=on)
    return rows.select_related("team").order_by("team__name", "pk")


def programme_budget(deal: Deal, on: date) -> Budget:
    """All approved plans together (programmabegroting); two queries."""
    lines = BudgetLine.objects.filter(plan__in=approved_plans(deal, on).order_by())
    return budget_of(lines.select_related("partner__organisation").order_by("pk"))
