"""How many parties the sources count in a deal, and how many of those anyone can name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Min

from kopgroep.kernel.dates import PartialDate
from kopgroep.rooms.partners.models import Stage, Standing
from kopgroep.rooms.programme.models import Deal, SourcedCount


@dataclass(frozen=True, slots=True)
class CountedParties:
    """known  how many signatories of that moment are known by name; who only initiated or helped is not counted"""

    count: SourcedCount
    known: int


def counted_parties(deal: Deal, counts: Sequence[SourcedCount]) -> tuple[CountedParties, ...]:
    """The sources' numbers of parties in the order in which the charter tells them; one query."""
    told = [count for count in counts if count.known_as == "partners"]
    if not told:
        return ()
    signed = (
        Standing.objects.filter(partner__deal=deal, stage=Stage.SIGNATORY)
        .values("partner")
        .annotate(first=Min("since_on"))
        .values_list("first", flat=True)
        .order_by("first")
    )
    days = list(signed)
    return tuple(CountedParties(count, _by(days, count.on)) for count in told)


def _by(days: Sequence[date], on: PartialDate | None) -> int:
    """How many had signed by then; a number without a date is held against all of them."""
    return len(days) if on is None else sum(day <= on.last for day in days)
