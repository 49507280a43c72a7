"""Every norm of a deal on a day, gathered per gate, with what was decided there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext

from kopgroep.kernel.clock import day_of
from kopgroep.kernel.dates import PartialDate
from kopgroep.kernel.measures import Reading
from kopgroep.rooms.assessment import faces as assessment
from kopgroep.rooms.contributions import faces as contributions
from kopgroep.rooms.gates.models import Review
from kopgroep.rooms.gates.queries.norms import NormState, State, judge_norm, without_mending
from kopgroep.rooms.meetings import faces as meetings
from kopgroep.rooms.partners import faces as partners
from kopgroep.rooms.programme.models import (
    Deal,
    Norm,
    Phase,
    PlannedPhase,
    SourcedCount,
    Strength,
    phase_on,
)
from kopgroep.rooms.selection import faces as selection
from kopgroep.rooms.signing import faces as signing
from kopgroep.rooms.teams import faces as teams
from kopgroep.rooms.tools import faces as tools

# The rooms that measure something, in the order of the deal.
MEASURING: tuple[Callable[[Deal, date], Iterable[Reading]], ...] = (
    partners.measures,
    contributions.measures,
    tools.measures,
    meetings.measures,
    assessment.measures,
    selection.measures,
    teams.measures,
    signing.measures,
)
GAPS_SHOWN = 3
# Measures whose missing records are organisations that have not joined yet.
NAMES_CANDIDATES = {"partners", "helix_cover"}

__all__ = [
    "DealState",
    "GateState",
    "NormState",
    "State",
    "for_public",
    "for_readers",
    "gate",
    "judge",
    "next_phase",
    "planned_phase",
    "state_of",
]


@dataclass(frozen=True)
class GateState:
    """The end of a phase: its norms, and the decisions about it, latest first."""

    deal: Deal
    phase: Phase
    on: date
    norms: tuple[NormState, ...]
    reviews: tuple[Review, ...] = ()

    @cached_property
    def musts(self) -> tuple[NormState, ...]:
        return self._of(Strength.MUST)

    @cached_property
    def aims(self) -> tuple[NormState, ...]:
        return self._of(Strength.AIM)

    @cached_property
    def hints(self) -> tuple[NormState, ...]:
        """A charter switches a hint on by naming it; it never counts."""
        return self._of(Strength.HINT)

    def _of(self, strength: Strength) -> tuple[NormState, ...]:
        return tuple(state for state in self.norms if state.strength == strength)

    @property
    def asked(self) -> int:
        return len(self.musts)

    @property
    def met(self) -> int:
        return sum(state.is_met for state in self.musts)

    @property
    def is_measured(self) -> bool:
        """Something is known of at least one must; a gate of which nothing is known has no number."""
        return any(state.state is not State.NOT_MEASURED for state in self.musts)

    @property
    def words(self) -> str:
        """How many musts are met, as it stands at a gate everywhere."""
        if not self.asked:
            return gettext("no norms")
        if not self.is_measured:
            return gettext("not measured yet")
        return gettext("%(met)s of %(asked)s") % {"met": self.met, "asked": self.asked}

    @property
    def unmet(self) -> tuple[NormState, ...]:
        """The musts in the way: not met, or not measured."""
        return tuple(state for state in self.musts if not state.is_met)

    @property
    def is_open(self) -> bool:
        """The gate can be passed: every must is met."""
        return not self.unmet

    @property
    def decision(self) -> Review | None:
        return self.reviews[0] if self.reviews else None

    @property
    def is_passed(self) -> bool:
        return self.decision is not None and self.decision.lets_pass

    @property
    def url(self) -> str:
        return reverse("gates:gate", args=[self.deal.code, self.phase.code])


@dataclass(frozen=True)
class DealState:
    """Where a deal stands on a day."""

    deal: Deal
    on: date
    phase: Phase | None
    gates: tuple[GateState, ...]
    counts: tuple[SourcedCount, ...] = ()

    @property
    def norms(self) -> tuple[NormState, ...]:
        return tuple(state for gate_state in self.gates for state in gate_state.norms)

    @property
    def next_gate(self) -> GateState | None:
        """The gate of the phase that the deal is in; before the first phase, the first gate."""
        if self.phase is None:
            return self.gates[0] if self.gates else None
        return next((gate_state for gate_state in self.gates if gate_state.phase.pk == self.phase.pk), None)

    def gate(self, phase: Phase) -> GateState:
        return next(gate_state for gate_state in self.gates if gate_state.phase.pk == phase.pk)

    @cached_property
    def gaps(self) -> tuple[NormState, ...]:
        """What is in the way, largest first: gates up to now before later ones, musts before aims, least done first."""
        reached = self.phase.order if self.phase else 1
        ranked = sorted(
            (state for state in self.norms if state.is_gap and state.strength != Strength.HINT),
            key=lambda state: (
                state.norm.phase.order > reached,
                state.strength != Strength.MUST,
                state.share,
                state.norm.order,
            ),
        )
        return tuple(ranked)

    @property
    def largest_gaps(self) -> tuple[NormState, ...]:
        return self.gaps[:GAPS_SHOWN]


def state_of(deal: Deal, on: date) -> DealState:
    """The whole deal on a day, in a number of queries that does not grow with the deal."""
    return judge(
        deal,
        on,
        phase=phase_in(deal, on),
        phases=deal.phases.order_by("order"),
        norms=deal.norms.select_related("source").order_by("order", "pk"),
        readings=[reading for measures in MEASURING for reading in measures(deal, on)],
        counts=deal.counts.select_related("source").order_by("pk"),
        reviews=deal.gate_reviews.select_related("reviewed_by").order_by("-reviewed_at", "-pk"),
    )


def judge(
    deal: Deal,
    on: date,
    *,
    phase: Phase | None,
    phases: Iterable[Phase],
    norms: Iterable[Norm],
    readings: Iterable[Reading],
    counts: Iterable[SourcedCount] = (),
    reviews: Iterable[Review] = (),
) -> DealState:
    """As state_of, from rows that are there already."""
    answered = {(reading.measure, reading.per): reading for reading in readings}
    known_counts = [count for count in counts if _holds(count, on)]
    by_id = {one.pk: one for one in phases}
    states: dict[int, list[NormState]] = {pk: [] for pk in by_id}
    for norm in norms:
        norm.deal, norm.phase = deal, by_id[norm.phase_id]
        count = _count_for(norm, known_counts) if deal.is_read_only else None
        judged = replace(judge_norm(norm, answered.get((norm.measure, norm.per)), count), on=on)
        states[norm.phase_id].append(without_mending(judged) if deal.is_read_only else judged)
    decided = [review for review in reviews if day_of(review.reviewed_at) <= on]
    gates = tuple(
        GateState(
            deal, one, on, tuple(states[pk]), tuple(review for review in decided if review.phase_id == pk)
        )
        for pk, one in by_id.items()
    )
    return DealState(deal, on, phase and by_id[phase.pk], gates, tuple(known_counts))


def for_readers(gate_state: GateState) -> GateState:
    """The same gate for who cannot mend it: what is missing is named, and leads to no form that would refuse."""
    return replace(gate_state, norms=tuple(without_mending(state) for state in gate_state.norms))


def for_public(gate_state: GateState) -> GateState:
    """The same gate for who does not take part: nobody reads there with whom the deal is still talking."""
    norms = (
        replace(state, missing=()) if state.norm.measure in NAMES_CANDIDATES else state
        for state in for_readers(gate_state).norms
    )
    return replace(gate_state, norms=tuple(norms))


def gate(deal: Deal, phase: Phase, on: date) -> GateState:
    """One gate on a day."""
    return state_of(deal, on).gate(phase)


def phase_in(deal: Deal, on: date) -> Phase | None:
    """The phase that was entered last; history that tells no such day was in the phase of its planning."""
    entered = phase_on(deal, on)
    if entered or not deal.is_read_only:
        return entered
    rows = PlannedPhase.objects.filter(version__deal=deal).select_related("phase").order_by("version__number")
    latest = {row.phase.order: (row.phase, row.starts) for row in rows}
    return planned_phase([latest[order] for order in sorted(latest)], on)


def planned_phase(phases: Sequence[tuple[Phase, PartialDate | None]], on: date) -> Phase | None:
    """The last phase that had started on a day; a first phase of which no start is known, always had."""
    started = [
        phase
        for index, (phase, starts) in enumerate(phases)
        if (starts.first <= on if starts is not None else index == 0)
    ]
    return started[-1] if started else None


def next_phase(phase: Phase) -> Phase | None:
    """The phase behind a gate; None at the last one."""
    return Phase.objects.filter(deal=phase.deal_id, order__gt=phase.order).order_by("order").first()


def _holds(count: SourcedCount, on: date) -> bool:
    """A number counts from the last day that its date can be; one without a date always does."""
    return count.on is None or count.on.last <= on


def _count_for(norm: Norm, counts: Sequence[SourcedCount]) -> SourcedCount | None:
    """The latest sourced number of what a norm measures."""
    fitting = [count for count in counts if count.known_as == norm.measure]
    return max(fitting, key=lambda count: count.on.last if count.on else date.min, default=None)
