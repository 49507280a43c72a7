"""The phases of a deal with what each advises and locks, and where the deal is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

from kopgroep.rooms.programme.models import Deal, EarlyOpening, Phase, PhaseEntry
from kopgroep.rooms.programme.phases import ADVICE, ALWAYS, Advice, Lock, locks_in
from kopgroep.rooms.programme.queries.planning import Span, current_version, spans_of


@dataclass(frozen=True, slots=True)
class Advised:
    """Something that is in order, with its page where there is one already."""

    label: Promise
    url: str | None


@dataclass(frozen=True, slots=True)
class LockState:
    """Something that a phase locks, and the opening of it that holds."""

    lock: Lock
    opening: EarlyOpening | None


@dataclass(frozen=True, slots=True)
class PhaseCard:
    """One phase: when it is planned, since when the deal is in it, what it advises and locks."""

    phase: Phase
    span: Span
    is_now: bool
    entered_on: date | None
    advice: tuple[Advised, ...]
    locks: tuple[LockState, ...]


@dataclass(frozen=True, slots=True)
class Phases:
    """All phases of a deal on a day; `now` is None before the first was entered."""

    cards: tuple[PhaseCard, ...]
    now: Phase | None
    always: tuple[Advised, ...]
    entries: tuple[PhaseEntry, ...]

    @property
    def following(self) -> Phase | None:
        """The phase after the one that the deal is in; the first before any."""
        order = self.now.order if self.now else 0
        return next((card.phase for card in self.cards if card.phase.order > order), None)


def phases_of(deal: Deal, on: date) -> Phases:
    """Every phase on a day. Five queries."""
    entries = list(
        deal.phase_entries.filter(entered_on__lte=on).select_related("phase").order_by("-entered_on")
    )
    now = entries[0].phase if entries else None
    spans = spans_of(current_version(deal))
    openings = _running(deal, on)
    cards = tuple(
        PhaseCard(
            phase=phase,
            span=spans.get(phase.code, Span()),
            is_now=phase == now,
            entered_on=next((entry.entered_on for entry in entries if entry.phase == phase), None),
            advice=_advised(ADVICE[phase.kind], deal),
            locks=tuple(LockState(lock, openings.get(lock.code)) for lock in locks_in(phase.kind)),
        )
        for phase in deal.phases.order_by("order")
    )
    return Phases(cards, now, _advised(ALWAYS, deal), tuple(entries))


def _running(deal: Deal, on: date) -> dict[str, EarlyOpening]:
    """Lock -> the opening that holds on a day; the newest when there are more."""
    rows = deal.early_openings.filter(opened_on__lte=on).order_by("opened_on", "pk")
    return {row.lock: row for row in rows if row.until_on is None or row.until_on >= on}


def _advised(advice: Iterable[Advice], deal: Deal) -> tuple[Advised, ...]:
    return tuple(Advised(each.label, _address(each.view, deal)) for each in advice)


def _address(view: str, deal: Deal) -> str | None:
    try:
        return reverse(view, args=[deal.code]) if view else None
    except NoReverseMatch:
        return None
