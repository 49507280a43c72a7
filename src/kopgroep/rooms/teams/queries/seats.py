"""Teams with their seats, and what partners promised in all of them together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch, Q, QuerySet, Sum

from kopgroep.rooms.contributions.queries import promised_days
from kopgroep.rooms.partners.models import Partner
from kopgroep.rooms.programme.models import Deal
from kopgroep.rooms.teams.models import DesignTeam, Seat


def teams_on(deal: Deal, on: date) -> QuerySet[DesignTeam]:
    """The teams that exist on a day, with their seats of that day and their principles."""
    seats = Seat.objects.in_force(on).select_related("partner__organisation").order_by("-is_lead", "pk")
    rows = DesignTeam.objects.filter(Q(ended_on=None) | Q(ended_on__gt=on), deal=deal, formed_on__lte=on)
    with_seats = rows.prefetch_related(Prefetch("seats", queryset=seats, to_attr="sitting"), "principles")
    return with_seats.order_by("name", "pk")


def promised_in_teams(deal: Deal, on: date) -> dict[int, Decimal]:
    """Per partner the days a month that it promised in all teams together."""
    rows = Seat.objects.in_force(on).filter(team__deal=deal).values_list("partner_id")
    return {
        partner: days or Decimal(0) for partner, days in rows.annotate(days=Sum("days_per_month")).order_by()
    }


@dataclass(frozen=True, slots=True)
class Overcommitted:
    """A partner that promised more days in teams than it committed to the deal."""

    partner: Partner
    in_teams: Decimal
    committed: Decimal


def overcommitted(deal: Deal, on: date) -> list[Overcommitted]:
    """Only who made a commitment can exceed it; by name."""
    committed, promised = promised_days(deal, on), promised_in_teams(deal, on)
    over = {key: days for key, days in promised.items() if key in committed and days > committed[key]}
    partners = (
        Partner.objects.filter(pk__in=over).select_related("organisation").order_by("organisation__name")
    )
    return [Overcommitted(each, over[each.pk], committed[each.pk]) for each in partners]
