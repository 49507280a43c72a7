"""The planning of a deal: what was planned first, what is planned now, and what would move along."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from kopgroep.kernel.dates import PartialDate
from kopgroep.rooms.programme.models import Deal, Phase, PlannedPhase, PlanVersion
from kopgroep.rooms.programme.queries.shifting import Shift, moved, shift_between


@dataclass(frozen=True, slots=True)
class Span:
    """When a phase starts and when it ends; the end is its last day, month or season."""

    starts: PartialDate | None = None
    ends: PartialDate | None = None


Spans = Mapping[str, Span]


@dataclass(frozen=True, slots=True)
class PhaseRow:
    """One phase in two versions of the planning."""

    phase: Phase
    before: Span
    after: Span

    @property
    def moves(self) -> tuple[str, ...]:
        """How far its start and its end moved, in words; empty when nothing did."""
        return tuple(
            words % {"how": said}
            for words, one, other in (
                (gettext("start: %(how)s"), self.before.starts, self.after.starts),
                (gettext("end: %(how)s"), self.before.ends, self.after.ends),
            )
            if (said := move_in_words(one, other))
        )

    @property
    def has_moved(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class Planning:
    """One version beside another, the baseline or the one before it."""

    version: PlanVersion | None
    rows: tuple[PhaseRow, ...]

    @property
    def has_moved(self) -> bool:
        return any(row.has_moved for row in self.rows)


def current_version(deal: Deal) -> PlanVersion | None:
    return deal.plan_versions.order_by("-number").first()


def spans_of(version: PlanVersion | None) -> dict[str, Span]:
    """Phase code -> when, in one version."""
    if version is None:
        return {}
    rows = PlannedPhase.objects.filter(version=version).select_related("phase")
    return {row.phase.code: Span(row.starts, row.ends) for row in rows}


def versions_of(deal: Deal) -> list[PlanVersion]:
    """Every version, newest first, with who made it."""
    return list(deal.plan_versions.select_related("planner").order_by("-number"))


def planning_of(deal: Deal, version: PlanVersion | None) -> Planning:
    """A version of the planning beside the first one. Three queries."""
    first = deal.plan_versions.order_by("number").first()
    before = spans_of(first)
    after = before if version == first else spans_of(version)
    return Planning(version, tuple(rows_between(list(deal.phases.order_by("order")), before, after)))


def rows_between(phases: Sequence[Phase], before: Spans, after: Spans) -> Iterator[PhaseRow]:
    for phase in phases:
        yield PhaseRow(phase, before.get(phase.code, Span()), after.get(phase.code, Span()))


def shifted(phases: Sequence[Phase], before: Spans, wanted: Spans) -> dict[str, Span]:
    """What is wanted, with every later date that was left alone moved as far as the last one that was changed."""
    result: dict[str, Span] = {}
    shift = Shift()
    for phase in phases:
        old, new = before.get(phase.code, Span()), wanted.get(phase.code, Span())
        dates = []
        for one, other in ((old.starts, new.starts), (old.ends, new.ends)):
            if other == one:
                dates.append(_moved(one, shift))
                continue
            dates.append(other)
            if one is not None and other is not None:
                shift = shift_between(one, other)
        result[phase.code] = Span(*dates)
    return result


def _moved(moment: PartialDate | None, shift: Shift) -> PartialDate | None:
    try:
        return moved(moment, shift) if moment else None
    except (OverflowError, ValueError):
        # Beyond the end of the calendar nothing can be planned, so there it stays.
        return moment


def move_in_words(before: PartialDate | None, after: PartialDate | None) -> str:
    """'3 months later', '12 days earlier', 'now known'; empty when it did not move."""
    if before == after:
        return ""
    if before is None:
        return gettext("now known")
    if after is None:
        return gettext("no longer known")
    shift = shift_between(before, after)
    if shift.is_none:
        return gettext("known otherwise")
    number, late = abs(shift.months or shift.days), (shift.months or shift.days) > 0
    if shift.months:
        words = (
            ngettext("%(number)d month later", "%(number)d months later", number)
            if late
            else ngettext("%(number)d month earlier", "%(number)d months earlier", number)
        )
    else:
        words = (
            ngettext("%(number)d day later", "%(number)d days later", number)
            if late
            else ngettext("%(number)d day earlier", "%(number)d days earlier", number)
        )
    return words % {"number": number}
