"""The route on a page of an earlier room: {% load route %}{% deal_route deal today %}."""

from datetime import date
from typing import Any

from django import template

from kopgroep.rooms.gates.queries import route_of, state_of
from kopgroep.rooms.programme.models import Deal

register = template.Library()


@register.inclusion_tag("ui/route.html")
def deal_route(deal: Deal, on: date) -> dict[str, Any]:
    """The phases of a deal as a line with their gates, as everywhere."""
    return {"route": route_of(deal, state_of(deal, on), on)}
