"""Many routes in small, for the list of deals: phases and today, without their norms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from kopgroep.rooms.gates.queries.axis import Span, Stretch, make_axis
from kopgroep.rooms.gates.queries.state import planned_phase
from kopgroep.rooms.programme.models import Deal, Phase, PhaseEntry, PlannedPhase

LENGTH, LEAST = 400.0, 36.0


@dataclass(frozen=True, slots=True)
class SmallRoute:
    """A line with a stop at the end of each phase; `walked` is how far the deal has come."""

    words: str
    stops: tuple[tuple[float, bool], ...]
    walked: float
    today: float | None


def small_routes(deals: Sequence[Deal], on: date) -> dict[int, SmallRoute]:
    """One per deal, by its key, in three queries for any number of deals."""
    phases: dict[int, list[Phase]] = defaultdict(list)
    for phase in Phase.objects.filter(deal__in=deals).order_by("deal", "order"):
        phases[phase.deal_id].append(phase)
    spans: dict[int, Span] = {}
    for row in PlannedPhase.objects.filter(version__deal__in=deals).order_by("version__number"):
        spans[row.phase_id] = Span(row.starts, row.ends)
    entered: dict[int, int] = {}
    for entry in PhaseEntry.objects.filter(deal__in=deals, entered_on__lte=on).order_by("entered_on"):
        entered[entry.deal_id] = entry.phase_id
    return {deal.pk: _small(deal, phases[deal.pk], spans, entered.get(deal.pk), on) for deal in deals}


def _small(
    deal: Deal, phases: Sequence[Phase], spans: dict[int, Span], entered: int | None, on: date
) -> SmallRoute:
    axis = make_axis([spans.get(phase.pk, Span()) for phase in phases], length=LENGTH, least=LEAST)
    now = next((phase for phase in phases if phase.pk == entered), None)
    if now is None and deal.is_read_only:
        now = planned_phase([(phase, spans.get(phase.pk, Span()).starts) for phase in phases], on)
    is_over = _is_over(deal, phases, spans, on)
    here = axis.place(on)
    walked = _walked(axis.stretches, now, here, is_over=is_over)
    stops = tuple((part.end, part.end <= walked) for part in axis.stretches)
    return SmallRoute(_words(now, is_over=is_over), stops, walked, None if is_over else here)


def _is_over(deal: Deal, phases: Sequence[Phase], spans: dict[int, Span], on: date) -> bool:
    ends = spans.get(phases[-1].pk, Span()).ends if phases else None
    return deal.is_read_only and ends is not None and ends.last < on


def _walked(parts: Sequence[Stretch], now: Phase | None, here: float | None, *, is_over: bool) -> float:
    if is_over:
        return parts[-1].end
    if now is None or not parts:
        return 0.0
    part = parts[min(now.order, len(parts)) - 1]
    return part.start if here is None else min(max(here, part.start), part.end)


def _words(now: Phase | None, *, is_over: bool) -> str:
    if is_over:
        return gettext("The deal has ended.")
    if now is None:
        return gettext("The first phase has yet to start.")
    return gettext("Now in the phase %(phase)s.") % {"phase": now}
