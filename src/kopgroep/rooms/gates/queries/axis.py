"""Dates to places on a line: true to time, yet every phase gets room for its name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kopgroep.kernel.dates import PartialDate, Precision

DAY = timedelta(days=1)
# A pause between two phases is drawn as one from here on; less is the roundness of dates.
PAUSE = timedelta(days=45)


@dataclass(frozen=True, slots=True)
class Span:
    """When a phase starts and ends, as far as that is known."""

    starts: PartialDate | None = None
    ends: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """A phase on the line: from place to place, and where its end begins to be uncertain.

    pause   where the line goes on after a pause before this phase; equal to `start` when there is none
    """

    pause: float
    start: float
    end: float
    surely: float


@dataclass(frozen=True, slots=True)
class Axis:
    """A line of a given length with its stretches, and the known moments on it."""

    length: float
    stretches: tuple[Stretch, ...]
    anchors: tuple[tuple[date, float], ...]

    def place(self, day: date) -> float | None:
        """Where a day is; None before the first and after the last known moment, or when none is known."""
        for (before, low), (after, high) in zip(self.anchors, self.anchors[1:], strict=False):
            if before <= day <= after:
                return round(low + (high - low) * ((day - before) / (after - before)), 1)
        return None

    def nearest(self, day: date) -> float | None:
        """As place(), and at an end of the line for a day beyond it."""
        if not self.anchors:
            return None
        (first, start), (last, end) = self.anchors[0], self.anchors[-1]
        if day <= first:
            return start
        return end if day >= last else self.place(day)

    def years(self) -> list[tuple[int, float]]:
        """The first of January of each year on the line."""
        if len(self.anchors) < 2:
            return []
        years = range(self.anchors[0][0].year + 1, self.anchors[-1][0].year + 1)
        found = ((year, self.place(date(year, 1, 1))) for year in years)
        return [(year, place) for year, place in found if place is not None]


def make_axis(spans: Sequence[Span], *, length: float, least: float) -> Axis:
    """Lay phases one after the other on a line; `least` is what each gets at least.

    Where a date is missing the phase gets the least, and no moment on it is claimed.
    """
    if not spans:
        return Axis(length, (), ())
    starts, ends = _moments(spans)
    days = [
        (end - start).days if start is not None and end is not None and end > start else None
        for start, end in zip(starts, ends, strict=True)
    ]
    pauses = [
        (start - before).days if start and before and start - before > PAUSE else 0
        for before, start in zip([None, *ends], starts, strict=False)
    ]
    sizes, per_day = _sizes(days, pauses, length=length, least=least)
    stretches: list[Stretch] = []
    anchors: list[tuple[date, float]] = []
    at = 0.0
    for span, start, end, size, pause in zip(spans, starts, ends, sizes, pauses, strict=True):
        begin = at + pause * per_day
        stop = begin + size
        stretches.append(
            Stretch(round(at, 1), round(begin, 1), round(stop, 1), round(_surely(span, begin, stop), 1))
        )
        anchors += [(day, round(place, 1)) for day, place in ((start, begin), (end, stop)) if day is not None]
        at = stop
    return Axis(length, tuple(stretches), _rising(anchors))


def _moments(spans: Sequence[Span]) -> tuple[list[date | None], list[date | None]]:
    """First and last day per phase; a neighbour's date fills in for one that is not known."""
    starts = [span.starts.first if span.starts else None for span in spans]
    ends = [span.ends.last + DAY if span.ends and span.ends.last < date.max else None for span in spans]
    for index in range(1, len(spans)):
        before, start = ends[index - 1], starts[index]
        if before is None:
            ends[index - 1] = start
        elif start is None or start - before <= PAUSE:
            # The gate stands where the phase before it ends, also when the next one started already.
            starts[index] = before
    return starts, ends


def _sizes(
    days: Sequence[int | None], pauses: Sequence[int], *, length: float, least: float
) -> tuple[list[float], float]:
    """A size per phase: in proportion to its days, but never below the least; with the size of one day."""
    least = min(least, length / max(len(days), 1))
    fixed = {index for index, number in enumerate(days) if not number}
    while True:
        free = length - least * len(fixed)
        total = sum(number or 0 for index, number in enumerate(days) if index not in fixed)
        per_day = free / (total + sum(pauses)) if total else 0.0
        small = {i for i, number in enumerate(days) if i not in fixed and (number or 0) * per_day < least}
        if not small:
            break
        fixed |= small
    if not total:
        return [length / max(len(days), 1)] * len(days), 0.0
    return [least if i in fixed else (number or 0) * per_day for i, number in enumerate(days)], per_day


def _surely(span: Span, begin: float, stop: float) -> float:
    """Up to where a phase surely lasts: an end known to the month or season is drawn uncertain over that time."""
    if span.ends is None or (span.starts is None and span.ends.precision is Precision.DAY):
        return stop if span.ends else begin
    if span.ends.precision is Precision.DAY or span.starts is None:
        return stop
    whole = (span.ends.last + DAY - span.starts.first).days
    unsure = (span.ends.last + DAY - span.ends.first).days
    return stop - (stop - begin) * min(unsure / whole, 1) if whole > 0 else stop


def _rising(anchors: Sequence[tuple[date, float]]) -> tuple[tuple[date, float], ...]:
    """Moments in order of time and place; one that would run backwards is left out."""
    kept: list[tuple[date, float]] = []
    for day, place in anchors:
        if not kept or (day > kept[-1][0] and place >= kept[-1][1]):
            kept.append((day, place))
    return tuple(kept)
