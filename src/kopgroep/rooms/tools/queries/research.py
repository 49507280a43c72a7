"""The desk research of a need as a flow: found, looked at, read whole, taken along (PRISMA 2020).

Source: Page and others (2021), The PRISMA 2020 statement, BMJ 372:n71, figure 1.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from kopgroep.rooms.tools.models import Need, Search, SearchHit


@dataclass(frozen=True, slots=True)
class Flow:
    """The numbers of the flow; what is taken along was read whole."""

    searches: int
    found: int
    duplicates: int
    read_whole: int
    taken: int
    reasons: tuple[tuple[str, int], ...]

    @property
    def looked_at(self) -> int:
        return self.found - self.duplicates

    @property
    def left_out_at_once(self) -> int:
        return self.looked_at - self.read_whole

    @property
    def left_out(self) -> int:
        return self.read_whole - self.taken

    @property
    def steps(self) -> list[tuple[str, int, str, int]]:
        """Down the middle what goes on, beside it what falls off."""
        return [
            (_("Found"), self.found, _("Found twice"), self.duplicates),
            (_("Looked at"), self.looked_at, _("Left out on title"), self.left_out_at_once),
            (_("Read whole"), self.read_whole, _("Left out after reading"), self.left_out),
            (_("Taken along"), self.taken, "", 0),
        ]

    @property
    def boxes(self) -> list[dict[str, object]]:
        """The steps with their place in the picture."""
        return [
            {
                "top": 76 * number,
                "middle": 76 * number + 26,
                "below": 76 * number + 52,
                "label": label,
                "count": count,
                "off": off,
                "lost": lost,
                "is_last": number == 3,
            }
            for number, (label, count, off, lost) in enumerate(self.steps)
        ]

    @property
    def table(self) -> dict[str, object]:
        rows = [row for label, count, off, lost in self.steps for row in ((label, count), (off, lost))][:-1]
        return {
            "caption": _("Desk research, step by step"),
            "heads": [_("Step"), _("Number")],
            "rows": [[label, str(count)] for label, count in rows],
        }


def searches_of(need: Need) -> Sequence[Search]:
    """Of the need and of what was taken into it, the latest first, with what was found."""
    rows = Search.objects.filter(Q(need=need) | Q(need__merged_into=need)).prefetch_related("found")
    return list(rows.order_by("-searched_on", "-pk"))


def flow_of(searches: Sequence[Search]) -> Flow:
    hits: list[SearchHit] = [hit for search in searches for hit in search.found.all()]
    read = [hit for hit in hits if hit.is_read_whole or hit.is_included]
    reasons = Counter(hit.reason for hit in read if not hit.is_included)
    return Flow(
        searches=len(searches),
        found=sum(search.hits for search in searches),
        duplicates=sum(search.duplicates for search in searches),
        read_whole=len(read),
        taken=sum(1 for hit in hits if hit.is_included),
        reasons=tuple(sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0]))),
    )
