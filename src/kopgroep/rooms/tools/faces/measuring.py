"""What the house asks of needs and tools."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kopgroep.kernel.access import Role
from kopgroep.kernel.accounts.models import Grant
from kopgroep.kernel.journal.models import Entry
from kopgroep.kernel.measures import Item, Reading, Subject
from kopgroep.rooms.partners.models import Contact, Partner
from kopgroep.rooms.programme.models import Deal, DealKind, DesignPrinciple
from kopgroep.rooms.tools.models import Claim, Need, Search, Tool, ToolStatus
from kopgroep.rooms.tools.queries import admission_of, longlist
from kopgroep.rooms.tools.queries.needs import gaps_of

HUNDRED = Decimal(100)
CHOSEN = (ToolStatus.CHOSEN, ToolStatus.DEVELOPING, ToolStatus.TESTING, ToolStatus.DELIVERED)
WARN_DAYS = 30


def measures(deal: Deal, on: date) -> Iterable[Reading]:
    """Every measure of this room on a day, from dated facts."""
    principles = list(DesignPrinciple.objects.filter(deal=deal).order_by("order", "pk"))
    yield Reading("needs", "principle", tuple(_needs(deal, principles, on)))
    yield Reading("longlist", "principle", tuple(_longlist(deal, principles, on)))
    gaps = gaps_of(deal, on)
    yield Reading("desk_research", "deal", (_searched(deal, gaps, on),))
    yield Reading("needs_researched", "deal", (_researched(deal, gaps),))
    yield Reading("chosen_tools_admitted", "deal", (_admitted(deal, on),))


def _per_principle(principle: DesignPrinciple, items: list[Item], page: str, advice: str) -> Subject:
    url = reverse(page, args=[principle.deal.code]) + f"?principle={principle.code}"
    return Subject(
        key=str(principle.uid),
        label=str(principle),
        value=Decimal(len(items)),
        evidence=tuple(items),
        open=(Item(str(principle), url, advice, principle.address),),
    )


def _needs(deal: Deal, principles: list[DesignPrinciple], on: date) -> Iterator[Subject]:
    needs = Need.objects.filter(deal=deal).standing_on(on).order_by("stated_on", "pk")
    rows = list(needs.prefetch_related("principles"))
    for principle in principles:
        principle.deal = deal
        items = [
            Item(
                need.process_question,
                need.get_absolute_url(),
                date_format(need.stated_on, "j F Y"),
                need.address,
            )
            for need in rows
            if principle in need.principles.all()
        ]
        yield _per_principle(principle, items, "tools:need-add", _("State a need"))


def shown_name(tool: Tool, deal: Deal, on: date) -> str:
    """What a page that everybody in the deal may read calls a tool; of an open deal everybody at all."""
    seen = tool.is_released_to_all(on) if deal.is_open else tool.is_released(on)
    return tool.name if seen else _("A tool that is not released yet")


def _longlist(deal: Deal, principles: list[DesignPrinciple], on: date) -> Iterator[Subject]:
    rows: list[Any] = list(longlist(deal, on).prefetch_related("principles").order_by("name", "pk"))
    for principle in principles:
        principle.deal = deal
        items = [_tool_item(tool, deal, on) for tool in rows if principle in tool.principles.all()]
        yield _per_principle(principle, items, "tools:tool-add", _("Propose a tool"))


def _tool_item(tool: Any, deal: Deal, on: date) -> Item:
    status = str(ToolStatus(tool.status).label)
    return Item(shown_name(tool, deal, on), tool.get_absolute_url(), status, tool.address)


def _searched(deal: Deal, gaps: list[Any], on: date) -> Subject:
    rows = Search.objects.filter(need__deal=deal, searched_on__lte=on).select_related("need")
    items = tuple(
        Item(
            str(row),
            f"{row.need.get_absolute_url()}#research",
            date_format(row.searched_on, "j F Y"),
            row.address,
        )
        for row in rows.order_by("searched_on", "pk")
    )
    return Subject(
        key="deal",
        label=str(deal),
        value=Decimal(len(items)),
        evidence=items,
        open=tuple(_not_looked_for(gaps)) or (Item(_("Needs"), reverse("tools:needs", args=[deal.code])),),
        url=reverse("tools:gaps", args=[deal.code]),
    )


def _not_looked_for(gaps: list[Any]) -> Iterator[Item]:
    """Needs for which nobody looked at home, abroad, or either."""
    for gap in gaps:
        if gap.at_home and gap.abroad:
            continue
        if gap.at_home:
            words = _("Look abroad too")
        else:
            words = _("Look at home too") if gap.abroad else _("Look for what exists")
        url = reverse("tools:search-add", args=[gap.need.pk])
        yield Item(gap.need.process_question, url, words, gap.need.address)


def _researched(deal: Deal, gaps: list[Any]) -> Subject:
    done = [gap for gap in gaps if gap.at_home and gap.abroad]
    value = HUNDRED * len(done) / len(gaps) if gaps else Decimal(0)
    return Subject(
        key="deal",
        label=str(deal),
        value=value.quantize(Decimal("0.1")),
        evidence=tuple(
            Item(gap.need.process_question, gap.need.get_absolute_url(), "", gap.need.address) for gap in done
        ),
        open=tuple(_not_looked_for(gaps)),
        url=reverse("tools:gaps", args=[deal.code]),
    )


def _admitted(deal: Deal, on: date) -> Subject:
    listed: Any = longlist(deal, on)
    chosen = list(listed.filter(status__in=CHOSEN).order_by("name", "pk"))
    checks = admission_of(chosen, deal, on)
    ready = [tool for tool in chosen if all(check.is_met for check in checks[tool.pk])]
    lacking = [tool for tool in chosen if tool not in ready]
    value = HUNDRED * len(ready) / len(chosen) if chosen else Decimal(0)
    return Subject(
        key="deal",
        label=str(deal),
        value=value.quantize(Decimal("0.1")),
        evidence=tuple(_tool_item(tool, deal, on) for tool in ready),
        open=tuple(
            Item(
                shown_name(tool, deal, on),
                tool.get_absolute_url() + "#admission",
                ", ".join(str(check.name) for check in checks[tool.pk] if not check.is_met),
                tool.address,
            )
            for tool in lacking
        ),
        url=reverse("tools:tools", args=[deal.code]),
    )


def waiting_for(user: Any, on: date, deal: Deal | None = None) -> list[Item]:
    """For who makes or owns an idea: its card. For the office: ideas to look at, claims that lapse."""
    if not user.is_authenticated:
        return []
    return [*_own_ideas(user, on, deal), *_for_the_office(user, on, deal)]


def _own_ideas(user: Any, on: date, deal: Deal | None) -> Iterator[Item]:
    mine = Contact.objects.speaking_for(on).filter(person__user=user).values("organisation")
    partners = Partner.objects.filter(organisation__in=mine).exclude(deal__kind=DealKind.HISTORICAL)
    if deal is not None:
        partners = partners.filter(deal=deal)
    rows: Any = Tool.objects.standing_on(on)
    rows = (
        rows.filter(status=ToolStatus.IDEA)
        .filter(Q(makers__in=partners) | Q(owner_id__in=partners))
        .filter(Q(process_question="") | Q(scaling_route=""))
    )
    for tool in rows.distinct().order_by("name", "pk")[:10]:
        url = reverse("tools:tool-edit", args=[tool.pk])
        yield Item(_("Fill in the card of %(tool)s") % {"tool": tool.name}, url, "", tool.address)


def _for_the_office(user: Any, on: date, deal: Deal | None) -> Iterator[Item]:
    start = f"{Deal._meta.label_lower}:"
    grants = Grant.objects.in_force(on).filter(
        user=user, role__in=[Role.MANAGER, Role.OFFICE], on__startswith=start
    )
    uids = [address.removeprefix(start) for address in grants.values_list("on", flat=True)]
    deals = Deal.objects.filter(uid__in=uids).exclude(kind=DealKind.HISTORICAL).order_by("pk")
    for one in deals if deal is None else deals.filter(pk=deal.pk):
        standing: Any = Tool.objects.filter(deal=one).standing_on(on)
        ideas = standing.filter(status=ToolStatus.IDEA).count()
        if ideas:
            words = ngettext(
                "%(count)d idea waits for the longlist", "%(count)d ideas wait for the longlist", ideas
            )
            url = reverse("tools:tools", args=[one.code]) + f"?status={ToolStatus.IDEA}"
            yield Item(words % {"count": ideas}, url, str(one), one.address)
        lapsing = Claim.objects.filter(
            existing_tool__deal=one, expires_on__lte=on + timedelta(days=WARN_DAYS)
        ).count()
        if lapsing:
            words = ngettext("%(count)d claim lapses", "%(count)d claims lapse", lapsing)
            url = reverse("tools:existing", args=[one.code]) + "?lapses=yes"
            yield Item(words % {"count": lapsing}, url, str(one), one.address)


def news(deal: Deal, since: datetime) -> list[Entry]:
    rows = Entry.objects.filter(chain__name=deal.journal_chain, at__gte=since)
    started = Q()
    for word in ("need", "tool", "search", "existing_tool", "claim", "ownership", "test_wish"):
        started |= Q(verb__startswith=f"{word}.") | Q(verb__startswith=f"{word}_")
    return list(rows.filter(started).order_by("-number"))
