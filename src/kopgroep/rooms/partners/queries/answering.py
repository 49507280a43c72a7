"""Who answers for a deal: the contact that its charter names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q

from kopgroep.kernel.privacy.told import WhomToAsk
from kopgroep.rooms.partners.queries.roles import deals_inside
from kopgroep.rooms.programme.models import Deal, DealKind
from kopgroep.rooms.programme.queries import joining_of


def contacts_of_charters(user: Any) -> Iterator[WhomToAsk]:
    """Of the deals at work that are public or that this user is in."""
    inside = deals_inside(user) if user.is_authenticated else ()
    deals = Deal.objects.filter(Q(is_open=True) | Q(pk__in=inside)).exclude(kind=DealKind.HISTORICAL)
    for deal in deals.order_by("code"):
        joining = joining_of(deal)
        if joining.email:
            yield WhomToAsk(str(deal.name), joining.contact or "", joining.email)
