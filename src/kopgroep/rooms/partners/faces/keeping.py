"""What waits for a relation manager: what was to be followed up, and partners with whom nobody spoke for long."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kopgroep.kernel.measures import Item
from kopgroep.rooms.partners.models import Partner
from kopgroep.rooms.partners.queries.relations import follow_ups_of, quiet_relations
from kopgroep.rooms.programme.models import Deal

MOST = 20


def relations_waiting(user: Any, deals: list[Deal], on: date) -> list[Item]:
    """Two queries, and none for who runs no deal."""
    if not deals:
        return []
    return [*_follow_ups(user, deals, on), *_quiet(user, deals, on)]


def _follow_ups(user: Any, deals: list[Deal], on: date) -> list[Item]:
    found = []
    for moment in follow_ups_of(user, deals, on)[:MOST]:
        day = date_format(moment.follow_up_on, "j F Y") if moment.follow_up_on else ""
        label = _("Come back to %(partner)s") % {"partner": moment.partner.organisation.name}
        words = moment.agreed.splitlines()[0][:100].rstrip(".") if moment.agreed.strip() else ""
        detail = _("agreed: %(words)s; by %(day)s") % {"words": words, "day": day}
        found.append(Item(label, f"{moment.partner.get_absolute_url()}#relation", detail))
    return found


def _quiet(user: Any, deals: list[Deal], on: date) -> list[Item]:
    """One is named; more are one line per deal, with the list that holds them."""
    by_deal: dict[int, list[Partner]] = {}
    for partner in quiet_relations(user, deals, on):
        by_deal.setdefault(partner.deal_id, []).append(partner)
    return [
        _one(parts[0]) if len(parts) == 1 else _many(user, parts) for _deal, parts in sorted(by_deal.items())
    ]


def _one(partner: Partner) -> Item:
    words = _("You did not speak for long; you are its relation manager")
    return Item(partner.organisation.name, f"{partner.get_absolute_url()}#relation", words, partner.address)


def _many(user: Any, parts: list[Partner]) -> Item:
    deal = parts[0].deal
    query = urlencode({"manager": user.pk, "quiet": "yes"})
    label = _("%(count)s of your partners with whom you did not speak for long") % {"count": len(parts)}
    words = _("%(deal)s. The longest: %(organisation)s")
    told = {"deal": str(deal), "organisation": parts[0].organisation.name}
    return Item(label, f"{reverse('partners:relations', args=[deal.code])}?{query}", words % told)
