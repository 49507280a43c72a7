"""Deals and what their charters make."""

from datetime import date
from decimal import Decimal
from itertools import count

from kopgroep.kernel.dates import PartialDate
from kopgroep.kernel.texts import Text
from kopgroep.rooms.programme.models import (
    ContributionNorm,
    Deal,
    DealKind,
    DesignPrinciple,
    EarlyOpening,
    Norm,
    ParticipationRole,
    Phase,
    PhaseEntry,
    PhaseKind,
    PlannedPhase,
    PlanVersion,
    Source,
    SourcedCount,
    Strength,
)

_number = count(1)


def make_deal(
    code: str = "", *, kind: str = DealKind.LIVING, is_open: bool = False, **fields: object
) -> Deal:
    code = code or f"deal-{next(_number)}"
    return Deal.objects.create(
        code=code,
        name=Text.of(f"Deal {code}"),
        kind=kind,
        is_open=is_open,
        hours_per_day=Decimal(8),
        **fields,
    )


def make_source(deal: Deal | None = None) -> Source:
    return Source.objects.create(deal=deal or make_deal(), key=f"source-{next(_number)}", title="A page")


def make_phase(deal: Deal | None = None, code: str = "network", *, kind: str = PhaseKind.NETWORK) -> Phase:
    deal = deal or make_deal()
    return Phase.objects.create(
        deal=deal, code=code, name=Text.of(code.title()), kind=kind, order=deal.phases.count() + 1
    )


def make_four_phases(deal: Deal) -> list[Phase]:
    return [make_phase(deal, kind.value, kind=kind) for kind in PhaseKind]


def make_design_principle(deal: Deal | None = None, code: str = "") -> DesignPrinciple:
    code = code or f"principle-{next(_number)}"
    return DesignPrinciple.objects.create(
        deal=deal or make_deal(), code=code, name=Text.of(code), order=1, target_tools=3
    )


def make_plan_version(deal: Deal | None = None, *, number: int = 1) -> PlanVersion:
    return PlanVersion.objects.create(deal=deal or make_deal(), number=number, planned_on=date(2026, 1, 1))


def make_planned_phase(phase: Phase | None = None, version: PlanVersion | None = None) -> PlannedPhase:
    phase = phase or make_phase()
    return PlannedPhase.objects.create(
        version=version or make_plan_version(phase.deal),
        phase=phase,
        starts=PartialDate.parse("2026-01"),
        ends=PartialDate.parse("2026-06"),
    )


def make_phase_entry(phase: Phase | None = None, *, entered_on: date = date(2026, 1, 1)) -> PhaseEntry:
    phase = phase or make_phase()
    return PhaseEntry.objects.create(deal=phase.deal, phase=phase, entered_on=entered_on)


def make_early_opening(deal: Deal | None = None) -> EarlyOpening:
    return EarlyOpening.objects.create(
        deal=deal or make_deal(),
        lock="blind-scores",
        opened_on=date(2026, 1, 1),
        reason="A partner asked for it.",
    )


def make_participation_role(deal: Deal | None = None, code: str = "tester") -> ParticipationRole:
    return ParticipationRole.objects.create(
        deal=deal or make_deal(), code=code, name=Text.of(code), order=1, days_per_month=Decimal(2)
    )


def make_contribution_norm(phase: Phase | None = None) -> ContributionNorm:
    phase = phase or make_phase()
    return ContributionNorm.objects.create(deal=phase.deal, phase=phase, days_per_month=2, euros=6000)


def make_norm(
    phase: Phase | None = None,
    code: str = "partners-20",
    *,
    measure: str = "partners",
    per: str = "deal",
    threshold: int | None = 20,
    strength: str = Strength.MUST,
) -> Norm:
    phase = phase or make_phase()
    return Norm.objects.create(
        deal=phase.deal,
        code=code,
        sentence=Text.of(code),
        strength=strength,
        measure=measure,
        per=per,
        threshold=threshold,
        phase=phase,
        order=1,
    )


def make_sourced_count(deal: Deal | None = None) -> SourcedCount:
    return SourcedCount.objects.create(
        deal=deal or make_deal(), code="parties", label=Text.of("parties"), value=51
    )
