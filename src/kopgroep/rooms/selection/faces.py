"""What the house asks of selection."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kopgroep.kernel.access import Role
from kopgroep.kernel.accounts.models import Grant
from kopgroep.kernel.journal.models import Entry
from kopgroep.kernel.measures import Item, Reading, Subject
from kopgroep.rooms.partners.models import Contact, Partner
from kopgroep.rooms.programme.models import Deal, DealKind, DesignPrinciple
from kopgroep.rooms.selection.models import Choice, Round
from kopgroep.rooms.selection.queries import chosen_tools, shown_name

HUNDRED, NONE = Decimal(100), Decimal(0)


def measures(deal: Deal, on: date) -> Iterable[Reading]:
    """From the choices as they stood on a day. Four queries."""
    tools = list(chosen_tools(deal, on).prefetch_related("principles"))
    days = dict(Choice.objects.in_force(on).filter(tool__deal=deal).values_list("tool", "chosen_on"))
    seen = {tool.pk: _seen(tool, deal, on, days.get(tool.pk)) for tool in tools}
    yield Reading("chosen_tools", "deal", (_chosen(deal, list(seen.values())),))
    yield Reading("chosen_tools_per_principle", "principle", tuple(_per_principle(deal, tools, seen)))
    yield Reading("tools_with_owner", "deal", (_owned(deal, tools, seen, on),))


def _seen(tool: Any, deal: Deal, on: date, chosen_on: date | None) -> Item:
    words = _("chosen on %(day)s") % {"day": date_format(chosen_on, "j F Y")} if chosen_on else ""
    return Item(shown_name(tool, deal, on), tool.get_absolute_url(), words, tool.address)


def _chosen(deal: Deal, items: list[Item]) -> Subject:
    url = reverse("selection:choose", args=[deal.code])
    return Subject(
        key=deal.code,
        label=str(deal.name),
        value=Decimal(len(items)),
        evidence=tuple(items),
        open=(Item(_("Choose tools"), url),),
        url=reverse("selection:selection", args=[deal.code]),
    )


def _per_principle(deal: Deal, tools: list[Any], seen: dict[int, Item]) -> Iterator[Subject]:
    url = reverse("selection:choose", args=[deal.code])
    for principle in DesignPrinciple.objects.filter(deal=deal).order_by("order", "pk"):
        items = [seen[tool.pk] for tool in tools if principle in tool.principles.all()]
        yield Subject(
            key=str(principle.uid),
            label=str(principle),
            value=Decimal(len(items)),
            evidence=tuple(items),
            open=(
                Item(
                    str(principle),
                    f"{url}?principle={principle.code}",
                    _("Choose tools for this principle"),
                    principle.address,
                ),
            ),
        )


def _owned(deal: Deal, tools: list[Any], seen: dict[int, Item], on: date) -> Subject:
    owned = [tool for tool in tools if tool.owner_id]
    share = (HUNDRED * len(owned) / len(tools)).quantize(Decimal("0.01")) if tools else NONE
    words = _("Note who owns it")
    return Subject(
        key=deal.code,
        label=str(deal.name),
        value=share,
        evidence=tuple(seen[tool.pk] for tool in owned),
        open=tuple(
            Item(shown_name(tool, deal, on), reverse("tools:owner", args=[tool.pk]), words, tool.address)
            for tool in tools
            if not tool.owner_id
        ),
        url=reverse("selection:selection", args=[deal.code]),
    )


def waiting_for(user: Any, on: date, deal: Deal | None = None) -> list[Item]:
    """For who speaks for an organisation: rounds in which it has not voted. For the office: rounds to close."""
    if not user.is_authenticated:
        return []
    rounds = Round.objects.filter(closed_at=None).exclude(deal__kind=DealKind.HISTORICAL)
    if deal is not None:
        rounds = rounds.filter(deal=deal)
    rounds = rounds.select_related("deal").order_by("opened_at", "pk")
    found: list[Item] = []
    staffed = _staffed(user, on)
    for within in rounds:
        if within.takes_votes(on):
            found += _to_vote(within, user, on)
        elif str(within.deal.uid) in staffed:
            words = _("Close the round %(round)s") % {"round": within.title}
            url = reverse("selection:round-close", args=[within.pk])
            found.append(Item(words, url, str(within.deal.name), within.deal.address))
    return found


def _to_vote(within: Round, user: Any, on: date) -> Iterator[Item]:
    mine = Contact.objects.speaking_for(on).filter(person__user=user)
    rows = Partner.objects.taking_part(on).filter(deal=within.deal_id)
    rows = rows.filter(organisation__contacts__in=mine.filter(deal=None)) | rows.filter(
        organisation__contacts__in=mine.filter(deal=within.deal_id)
    )
    rows = rows.exclude(ballots__in=within.ballots.cast())
    for partner in rows.select_related("organisation").distinct().order_by("organisation__name", "pk"):
        words = _("Choose tools in the round %(round)s") % {"round": within.title}
        url = reverse("selection:ballot", args=[within.pk, partner.pk])
        yield Item(words, url, partner.organisation.name, partner.address)


def _staffed(user: Any, on: date) -> set[str]:
    start = f"{Deal._meta.label_lower}:"
    grants = Grant.objects.in_force(on).filter(
        user=user, role__in=[Role.MANAGER, Role.OFFICE], on__startswith=start
    )
    return {address.removeprefix(start) for address in grants.values_list("on", flat=True)}


def news(deal: Deal, since: datetime) -> list[Entry]:
    rows = Entry.objects.filter(chain__name=deal.journal_chain, at__gt=since)
    told = rows.filter(verb__startswith="choice.") | rows.filter(verb__startswith="round.")
    return list(told.select_related("private_text").order_by("-number")[:100])
