"""The charter of a deal, read back from the tables that it made."""

from dataclasses import replace

from kopgroep.kernel.texts import Text
from kopgroep.rooms.programme.charter import (
    Charter,
    CharterContribution,
    CharterCount,
    CharterDeal,
    CharterNorm,
    CharterNormSource,
    CharterPhase,
    CharterPrinciple,
    CharterRole,
    CharterSource,
)
from kopgroep.rooms.programme.charter.differences import Difference, differences
from kopgroep.rooms.programme.models import Deal, PlannedPhase, Source
from kopgroep.rooms.programme.queries.joining import joining_of


def charter_of(deal: Deal) -> Charter:
    """What a charter would have to say to make this deal as it is now; of its partners the later rooms know."""
    return Charter(
        deal=_deal(deal),
        joining=joining_of(deal),
        initiators=tuple(deal.initiators),
        sources={
            row.key: CharterSource(row.title, row.address_of_page or None)
            for row in deal.sources.order_by("pk")
        },
        words={word: Text.of(said) for word, said in deal.words.items()},
        phases=_phases(deal),
        principles=_principles(deal),
        roles=_roles(deal),
        contributions=_contributions(deal),
        heavier_forms=tuple(deal.heavier_forms),
        norms=_norms(deal),
        counts=_counts(deal),
    )


def differences_with(deal: Deal, charter: Charter) -> list[Difference]:
    """What loading this charter would change in the deal, but for its partners."""
    return differences(charter_of(deal), replace(charter, partners=()))


def _key(source: Source | None) -> str | None:
    return source.key if source else None


def _deal(deal: Deal) -> CharterDeal:
    return CharterDeal(
        code=deal.code,
        name=deal.name,
        kind=deal.kind,
        summary=deal.summary,
        assignment=deal.assignment,
        open=deal.is_open,
        hours_per_day=deal.hours_per_day,
        signed=deal.signed,
    )


def _phases(deal: Deal) -> tuple[CharterPhase, ...]:
    latest = deal.plan_versions.order_by("-number").first()
    planned = {row.phase_id: row for row in PlannedPhase.objects.filter(version=latest)} if latest else {}
    return tuple(
        CharterPhase(
            code=row.code,
            name=row.name,
            kind=row.kind,
            starts=planned[row.pk].starts if row.pk in planned else None,
            ends=planned[row.pk].ends if row.pk in planned else None,
            outcome=row.outcome or None,
            source=_key(row.source),
        )
        for row in deal.phases.select_related("source").order_by("order")
    )


def _principles(deal: Deal) -> tuple[CharterPrinciple, ...]:
    return tuple(
        CharterPrinciple(row.code, row.name, row.explanation or None, row.target_tools, _key(row.source))
        for row in deal.principles.select_related("source").order_by("order", "pk")
    )


def _roles(deal: Deal) -> tuple[CharterRole, ...]:
    return tuple(
        CharterRole(row.code, row.name, row.explanation or None, row.days_per_month, _key(row.source))
        for row in deal.participation_roles.select_related("source").order_by("order", "pk")
    )


def _contributions(deal: Deal) -> tuple[CharterContribution, ...]:
    return tuple(
        CharterContribution(row.phase.code, row.days_per_month, row.euros, _key(row.source))
        for row in deal.contribution_norms.select_related("source", "phase").order_by("phase__order", "pk")
    )


def _norms(deal: Deal) -> tuple[CharterNorm, ...]:
    return tuple(
        CharterNorm(
            code=row.code,
            sentence=row.sentence,
            strength=row.strength,
            measure=row.measure,
            per=row.per,
            gate=row.phase.code,
            threshold=row.threshold,  # type: ignore[arg-type] # a charter names it, or its measure does
            source=CharterNormSource(row.requirement or None, _key(row.source))
            if row.requirement or row.source
            else None,
        )
        for row in deal.norms.select_related("source", "phase").order_by("order", "pk")
    )


def _counts(deal: Deal) -> tuple[CharterCount, ...]:
    return tuple(
        CharterCount(
            row.code,
            row.label,
            row.value,
            row.on,
            row.note or None,
            _key(row.source),
            row.known_as or None,
        )
        for row in deal.counts.select_related("source").order_by("pk")
    )
