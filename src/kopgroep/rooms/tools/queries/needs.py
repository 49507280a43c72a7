"""Needs with who has them, what was looked for, and what the gap asks for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from kopgroep.rooms.programme.models import Deal
from kopgroep.rooms.tools.models import (
    ExistingTool,
    GapVerdict,
    Need,
    NeedSupport,
    Search,
    Trust,
    Verdict,
)

# What exists only in the making is no reason not to make it.
SAYS = {Trust.EXISTS: Verdict.DEVELOP_FURTHER, Trust.TESTED: Verdict.ADOPT}
FARTHEST = (Trust.IDEA, Trust.DEVELOPING, Trust.EXISTS, Trust.TESTED)


def _counted(rows: Any, what: str) -> Any:
    """How many different ones there are, over a need and what was taken into it."""
    rows = rows.order_by().annotate(one=Value(1)).values("one").annotate(number=Count(what, distinct=True))
    return Coalesce(Subquery(rows.values("number"), output_field=IntegerField()), 0)


def needs_with_counts(deal: Deal, on: date) -> QuerySet[Need]:
    """Needs that stand by themselves, with the number of organisations, searches, existing tools and tools."""
    own = Q(need=OuterRef("pk")) | Q(need__merged_into=OuterRef("pk"))
    linked = Q(needs=OuterRef("pk")) | Q(needs__merged_into=OuterRef("pk"))
    searches = Search.objects.filter(own, searched_on__lte=on)
    parts: dict[str, Any] = {
        "voices": _counted(NeedSupport.objects.filter(own, withdrawn_on=None), "partner"),
        "at_home": _counted(searches.filter(is_abroad=False), "pk"),
        "abroad": _counted(searches.filter(is_abroad=True), "pk"),
        "existing": _counted(ExistingTool.objects.filter(linked), "pk"),
    }
    rows: Any = Need.objects.filter(deal=deal).standing_on(on).annotate(**parts)
    return rows.select_related("asked_by_partner__organisation")  # type: ignore[no-any-return]


def voices_of(need: Need) -> list[NeedSupport]:
    """Each organisation once, those of what was taken into it too; who asked first stands first."""
    rows = NeedSupport.objects.in_force().filter(Q(need=need) | Q(need__merged_into=need))
    found: dict[int, NeedSupport] = {}
    for row in rows.select_related("partner__organisation", "need").order_by("supported_on", "pk"):
        found.setdefault(row.partner_id, row)
    return list(found.values())


@dataclass(frozen=True)
class Gap:
    """What exists for a need, what follows from that, and what a person decided instead."""

    need: Need
    at_home: int
    abroad: int
    found: tuple[ExistingTool, ...]
    decided: GapVerdict | None

    @property
    def is_looked_for(self) -> bool:
        return bool(self.at_home or self.abroad or self.found)

    @property
    def farthest(self) -> Trust | None:
        return max((Trust(each.status) for each in self.found), key=FARTHEST.index, default=None)

    @property
    def follows(self) -> Verdict | None:
        """Nothing follows while nobody looked."""
        if not self.is_looked_for:
            return None
        return SAYS.get(self.farthest, Verdict.DEVELOP) if self.farthest else Verdict.DEVELOP

    @property
    def verdict(self) -> Verdict | None:
        return Verdict(self.decided.verdict) if self.decided else self.follows


def gaps_of(deal: Deal, on: date) -> list[Gap]:
    """The gap of every need that stands on a day, the oldest first; four queries."""
    needs = Need.objects.filter(deal=deal).standing_on(on).order_by("stated_on", "pk")
    return _gaps(list(needs), deal, on)


def gap_of(need: Need, on: date) -> Gap:
    return _gaps([need], need.deal, on)[0]


def _gaps(needs: Sequence[Need], deal: Deal, on: date) -> list[Gap]:
    home = _homes(deal)
    counts: dict[tuple[int, bool], int] = defaultdict(int)
    for key, is_abroad in Search.objects.filter(need__deal=deal, searched_on__lte=on).values_list(
        "need_id", "is_abroad"
    ):
        counts[home.get(key, key), is_abroad] += 1
    found = _found(deal, on, home)
    rows = GapVerdict.objects.filter(Q(withdrawn_on=None) | Q(withdrawn_on__gt=on), need__deal=deal)
    decided = {row.need_id: row for row in rows.filter(decided_on__lte=on).order_by("decided_on", "pk")}
    return [
        Gap(
            need=need,
            at_home=counts[need.pk, False],
            abroad=counts[need.pk, True],
            found=tuple(found[need.pk]),
            decided=decided.get(need.pk),
        )
        for need in needs
    ]


def _homes(deal: Deal) -> dict[int, int]:
    """A need that was taken into another -> the one that it was taken into."""
    rows: Iterable[tuple[int, int]] = Need.objects.filter(deal=deal, merged_into__isnull=False).values_list(
        "pk", "merged_into_id"
    )
    return dict(rows)


def _found(deal: Deal, on: date, home: dict[int, int]) -> dict[int, list[ExistingTool]]:
    tools = ExistingTool.objects.filter(deal=deal, read_on__lte=on).prefetch_related("needs")
    found: dict[int, list[ExistingTool]] = defaultdict(list)
    for tool in tools.order_by("name", "pk"):
        for key in dict.fromkeys(home.get(need.pk, need.pk) for need in tool.needs.all()):
            found[key].append(tool)
    return found
