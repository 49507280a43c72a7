"""The route: the phases as a line, a gate at each end, today, and the first planning under the current one.

Everything that the picture shows is worked out here; its template only draws.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from kopgroep.kernel.dates import PartialDate
from kopgroep.rooms.gates.queries.axis import DAY, Axis, Span, Stretch, make_axis
from kopgroep.rooms.gates.queries.state import DealState, GateState
from kopgroep.rooms.programme.models import Deal, Phase, PlannedPhase

WIDE, WIDE_LEAST = 920.0, 132.0
TALL_LEAST = 112.0
LETTER = 8.1  # The width of a bold letter of 15 units, on the safe side.
LINE = 18.0
PHONE_LETTERS = 20
ROOM_FOR_TWO_DATES = 170
RING = 13.0
STATES: dict[str, Promise] = {"done": _("done"), "open": _("now open"), "later": _("later")}


@dataclass(frozen=True, slots=True)
class Gate:
    """A gate's ring: how much of it is met, as an arc."""

    met: int
    asked: int
    words: str
    is_measured: bool
    arc: str
    is_full: bool
    is_passed: bool
    url: str


@dataclass(frozen=True, slots=True)
class Leg:
    """One phase on the route, with its gate at the end."""

    name: str
    state: str
    state_words: str
    dates: str
    starts: str
    ends: str
    first_dates: str
    has_moved: bool
    gate: Gate
    url: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A leg's places on one drawing."""

    leg: Leg
    pause: float
    start: float
    end: float
    surely: float
    walked: float
    lines: tuple[Mark, ...]

    @property
    def has_pause(self) -> bool:
        return self.start > self.pause

    @property
    def has_room_for_start(self) -> bool:
        """The words of the first day stand free of those under the gate."""
        return self.end - self.start >= ROOM_FOR_TWO_DATES

    @property
    def name_at(self) -> float:
        """On a phone: where the last line of the name stands, under the words of the gate before it."""
        return self.start + 42 + (len(self.lines) - 1) * LINE

    @property
    def under_name(self) -> float:
        return self.name_at + LINE

    @property
    def walked_surely(self) -> float:
        return min(self.walked, self.surely)

    @property
    def walked_unsure(self) -> bool:
        return self.walked > self.surely


@dataclass(frozen=True, slots=True)
class Mark:
    """Words at a place; `anchor` says on which side of it they stand."""

    place: float
    words: str
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class Moved:
    """Where a gate stood in the first planning, and where it stands now."""

    first: float
    now: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """The route along one line: to the right, or downwards on a phone."""

    length: float
    legs: tuple[Drawn, ...]
    years: tuple[Mark, ...]
    today: Mark | None
    baseline: tuple[Moved, ...]

    @property
    def height(self) -> float:
        return self.length + 60

    @property
    def baseline_end(self) -> float:
        return max((moved.first for moved in self.baseline), default=0)


@dataclass(frozen=True, slots=True)
class Route:
    title: str
    legs: tuple[Leg, ...]
    wide: Drawing
    tall: Drawing
    moved: bool
    is_over: bool
    table: dict[str, object]


@dataclass(frozen=True, slots=True)
class Plan:
    """The first planning and the last one made on or before a day."""

    first: dict[int, Span]
    current: dict[int, Span]

    def span(self, phase: Phase) -> Span:
        return self.current.get(phase.pk, Span())

    def first_span(self, phase: Phase) -> Span:
        return self.first.get(phase.pk, Span())

    @property
    def has_moved(self) -> bool:
        return self.first != self.current


def plan_of(deal: Deal, on: date) -> Plan:
    """Both plannings of a deal, in one query; a deal that was planned later shows its first planning."""
    rows = (
        PlannedPhase.objects.filter(version__deal=deal)
        .select_related("version")
        .order_by("version__number", "pk")
    )
    versions: dict[int, dict[int, Span]] = {}
    known: set[int] = set()
    for row in rows:
        versions.setdefault(row.version.number, {})[row.phase_id] = Span(row.starts, row.ends)
        if row.version.planned_on <= on:
            known.add(row.version.number)
    if not versions:
        return Plan({}, {})
    first = min(versions)
    return Plan(versions[first], versions[max(known, default=first)])


def route_of(deal: Deal, state: DealState, on: date) -> Route:
    """The picture of a deal on a day."""
    plan = plan_of(deal, on)
    legs = tuple(_leg(gate, state, plan) for gate in state.gates)
    spans = [plan.span(gate.phase) for gate in state.gates]
    first = [plan.first_span(gate.phase) for gate in state.gates]
    tall_length = max(TALL_LEAST * len(legs) * 1.25, TALL_LEAST)
    wide = make_axis(spans, length=WIDE, least=min(WIDE_LEAST, WIDE / max(len(legs), 1)))
    tall = make_axis(spans, length=tall_length, least=TALL_LEAST)
    return Route(
        title=_title(state, plan, on),
        legs=legs,
        wide=_drawing(wide, legs, first, plan, on, 0),
        tall=_drawing(tall, legs, first, plan, on, PHONE_LETTERS),
        moved=plan.has_moved,
        is_over=_is_over(state, plan),
        table=_table(legs, plan),
    )


def _leg(gate: GateState, state: DealState, plan: Plan) -> Leg:
    phase = gate.phase
    now = _state_of_phase(phase, state, plan)
    span, first = plan.span(phase), plan.first_span(phase)
    return Leg(
        name=str(phase),
        state=now,
        state_words=str(STATES[now]),
        dates=_period(span),
        starts=in_words(span.starts),
        ends=in_words(span.ends),
        first_dates=_period(first),
        has_moved=span != first,
        gate=_gate(gate),
        url=gate.url,
    )


def _state_of_phase(phase: Phase, state: DealState, plan: Plan) -> str:
    if _is_over(state, plan):
        return "done"
    if state.phase is None:
        return "later"
    if phase.pk == state.phase.pk:
        return "open"
    return "done" if phase.order < state.phase.order else "later"


def _is_over(state: DealState, plan: Plan) -> bool:
    """History ended with its last phase; a living deal goes on until somebody says otherwise."""
    last = state.gates[-1].phase if state.gates else None
    ends = plan.span(last).ends if last else None
    return state.deal.is_read_only and ends is not None and ends.last < state.on


def _gate(gate: GateState) -> Gate:
    share = gate.met / gate.asked if gate.asked else 0.0
    is_full = bool(gate.asked) and gate.is_open
    return Gate(
        gate.met,
        gate.asked,
        gate.words,
        gate.is_measured,
        _arc(share),
        is_full,
        gate.is_passed,
        gate.url,
    )


def _arc(share: float) -> str:
    """The part of a ring that is met, clockwise from the top; a whole ring is drawn as a circle instead."""
    if not 0 < share < 1:
        return ""
    angle = 2 * math.pi * share
    x, y = round(RING * math.sin(angle), 2), round(-RING * math.cos(angle), 2)
    return f"M0 {-RING}A{RING} {RING} 0 {int(share > 0.5)} 1 {x} {y}"


def _drawing(
    axis: Axis, legs: Sequence[Leg], first: Sequence[Span], plan: Plan, on: date, letters: int
) -> Drawing:
    now = axis.place(on)
    drawn = tuple(
        Drawn(
            leg,
            part.pause,
            part.start,
            part.end,
            part.surely,
            _walked(leg, part, now),
            _name(leg, part, letters),
        )
        for leg, part in zip(legs, axis.stretches, strict=True)
    )
    drift = _drift(axis, first) if plan.has_moved else ()
    return Drawing(
        length=axis.length,
        legs=drawn,
        years=tuple(Mark(place, str(year)) for year, place in axis.years()),
        today=_today(drawn, now, on, axis.length),
        baseline=drift,
    )


def _walked(leg: Leg, part: Stretch, now: float | None) -> float:
    """Up to where the deal has come in a phase."""
    if leg.state == "done":
        return part.end
    if leg.state == "later" or now is None:
        return part.start
    return min(max(now, part.start), part.end)


def _name(leg: Leg, part: Stretch, letters: int) -> tuple[Mark, ...]:
    """A phase's name in lines: as wide as its part of the line, or of a given number of letters."""
    width = letters or max(int((part.end - part.start - 6) / LETTER), 8)
    lines = textwrap.wrap(leg.name, width, break_long_words=False)[:3]
    return tuple(Mark((index - len(lines) + 1) * LINE, line) for index, line in enumerate(lines))


def _drift(axis: Axis, first: Sequence[Span]) -> tuple[Moved, ...]:
    """Where each gate stood in the first planning, and where it stands now."""
    return tuple(
        Moved(place, part.end)
        for span, part in zip(first, axis.stretches, strict=True)
        if span.ends
        and span.ends.last < date.max
        and (place := axis.nearest(span.ends.last + DAY)) is not None
    )


def _today(drawn: Sequence[Drawn], now: float | None, on: date, length: float) -> Mark | None:
    """Without dates the deal is somewhere in its open phase: the mark stands at its start and names no day."""
    if now is not None:
        anchor = "start" if now < length * 0.1 else "end" if now > length * 0.9 else "middle"
        return Mark(now, date_format(on, "j F Y"), anchor)
    here = next((one for one in drawn if one.leg.state == "open"), None)
    return Mark(here.start, gettext("now in this phase"), "start") if here else None


def in_words(value: PartialDate | None) -> str:
    return value.display(get_language() or "nl") if value else ""


def _period(span: Span) -> str:
    starts, ends = in_words(span.starts), in_words(span.ends)
    if starts and ends:
        return f"{starts} – {ends}"
    if ends:
        return gettext("until %(end)s") % {"end": ends}
    return gettext("from %(start)s") % {"start": starts} if starts else gettext("dates not known yet")


def _title(state: DealState, plan: Plan, on: date) -> str:
    gate = state.next_gate
    day = date_format(on, "j F Y")
    if gate is None:
        return gettext("The route of the deal")
    words = {"phase": gate.phase, "met": gate.met, "asked": gate.asked, "day": day}
    if _is_over(state, plan):
        return gettext("The route of the deal from start to end, and the norms met at each gate")
    if state.phase is None:
        return (
            gettext("The route of the deal on %(day)s: the first phase, %(phase)s, has yet to start") % words
        )
    if not gate.is_measured:
        return gettext("The route of the deal on %(day)s: now in the phase %(phase)s") % words
    return (
        gettext("Now in the phase %(phase)s: %(met)s of %(asked)s norms of its gate are met on %(day)s")
        % words
    )


def _table(legs: Sequence[Leg], plan: Plan) -> dict[str, object]:
    heads = [gettext("Phase"), gettext("State"), gettext("Planned"), gettext("Norms met")]
    rows = [[leg.name, leg.state_words, leg.dates, leg.gate.words] for leg in legs]
    if plan.has_moved:
        heads.insert(3, gettext("First planning"))
        for row, leg in zip(rows, legs, strict=True):
            row.insert(3, leg.first_dates)
    return {"caption": gettext("The phases of the deal"), "heads": heads, "rows": rows}
