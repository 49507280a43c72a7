"""A deal as a charter, with the partners that it has now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kopgroep.kernel.dates import PartialDate, Precision
from kopgroep.kernel.money import Euro
from kopgroep.rooms.partners.models import Partner, Relation, Stage, Standing
from kopgroep.rooms.partners.models.partners import StandingPrecision
from kopgroep.rooms.partners.queries.organisations import find_organisation
from kopgroep.rooms.programme.charter import (
    HEAVIER_FORMS,
    MEASURES,
    WORDS,
    Charter,
    CharterPartner,
    CharterStage,
)
from kopgroep.rooms.programme.charter.differences import Change, Difference
from kopgroep.rooms.programme.models import (
    ContributionNorm,
    Deal,
    DesignPrinciple,
    Norm,
    ParticipationRole,
    Phase,
    Source,
)
from kopgroep.rooms.programme.queries import charter_of, differences_with, joining_of, word


@dataclass(frozen=True, slots=True)
class NormLine:
    """A norm with its threshold as people read it."""

    norm: Norm
    threshold: str


@dataclass(frozen=True, slots=True)
class ContributionLine:
    """What a partner gives in a phase, as people read it."""

    norm: ContributionNorm
    effort: str
    euros: str


@dataclass(frozen=True, slots=True)
class RoleLine:
    """A role with the effort that it asks, as people read it."""

    role: ParticipationRole
    effort: str


@dataclass(frozen=True, slots=True)
class OwnWord:
    """A word of the product, and what this deal says instead."""

    usual: str
    own: str


@dataclass(frozen=True, slots=True)
class CharterPage:
    """What a charter says, section by section."""

    gates: tuple[tuple[Phase, tuple[NormLine, ...]], ...]
    principles: Sequence[DesignPrinciple]
    roles: tuple[RoleLine, ...]
    contributions: tuple[ContributionLine, ...]
    joining: tuple[dict[str, str], ...]
    words: tuple[OwnWord, ...]
    forms: tuple[str, ...]
    sources: Sequence[Source]


def charter_page(deal: Deal) -> CharterPage:
    """Everything in the charter but the planning and the partners, which have pages of their own. Six queries."""
    norms = list(deal.norms.select_related("source").order_by("order", "pk"))
    gates = tuple(
        (phase, tuple(NormLine(norm, _threshold(norm)) for norm in norms if norm.phase_id == phase.pk))
        for phase in deal.phases.order_by("order")
    )
    return CharterPage(
        gates=gates,
        principles=list(deal.principles.select_related("source").order_by("order", "pk")),
        roles=tuple(
            RoleLine(row, _effort(row.days_per_month))
            for row in deal.participation_roles.order_by("order", "pk")
        ),
        contributions=tuple(
            ContributionLine(
                row, _effort(row.days_per_month), "" if row.euros is None else str(Euro.of(row.euros))
            )
            for row in deal.contribution_norms.select_related("source", "phase").order_by(
                "phase__order", "pk"
            )
        ),
        joining=_joining(deal),
        words=tuple(OwnWord(str(WORDS[name]), word(deal, name)) for name in deal.words if name in WORDS),
        forms=tuple(str(HEAVIER_FORMS[form]) for form in deal.heavier_forms if form in HEAVIER_FORMS),
        sources=list(deal.sources.order_by("pk")),
    )


def _joining(deal: Deal) -> tuple[dict[str, str], ...]:
    """What it tells who may join; nothing where the charter says nothing."""
    said = joining_of(deal)
    facts = {
        _("What a partner gets"): "\n".join(str(text) for text in said.gives),
        _("Whom to ask"): "\n".join(filter(None, (said.contact, said.email, said.phone))),
        _("Working days within which an enquiry is answered"): str(said.reply_days or ""),
    }
    return tuple({"label": label, "value": value} for label, value in facts.items() if value)


def _effort(days: Decimal | None) -> str:
    if days is None:
        return ""
    number = number_format(days.normalize(), use_l10n=True)
    # Half a day is plural in both languages, as two days are.
    return ngettext("%(number)s day a month", "%(number)s days a month", 1 if days == 1 else 2) % {
        "number": number
    }


def _threshold(norm: Norm) -> str:
    """'20', '100%' or '2 days'; empty for what is so or not."""
    if norm.threshold is None:
        return ""
    number = number_format(Decimal(norm.threshold).normalize(), use_l10n=True)
    unit = MEASURES[norm.measure].unit if norm.measure in MEASURES else "number"
    if unit == "yes":
        return ""
    if unit == "percent":
        return f"{number}%"
    if unit == "days":
        return ngettext("%(number)s day", "%(number)s days", int(norm.threshold)) % {"number": number}
    return number


KINDS_WITH_CBS = ("municipality", "province")


def export_deal(deal: Deal) -> Charter:
    """The charter that makes this deal again: its rules as they are now, its partners as they stand now."""
    charter = charter_of(deal)
    partners = tuple(_said(row) for row in _partners(deal))
    if not partners:
        return charter
    named = list(charter.initiators)
    initiators = [said.organisation for said in partners if said.relation == Relation.INITIATOR]
    initiators.sort(key=lambda name: named.index(name) if name in named else len(named))
    return replace(charter, partners=partners, initiators=tuple(initiators))


def changes_by_loading(deal: Deal, charter: Charter) -> list[Difference]:
    """What loading a charter would change: rules, new partners, and of a deal that is history all said of partners."""
    found = differences_with(deal, charter)
    known = {row.organisation_id: _said(row) for row in _partners(deal)}
    for said in charter.partners:
        codes = {"cbs_code": said.cbs or "", "kvk": said.kvk or "", "oin": said.oin or ""}
        organisation = find_organisation(name=said.organisation, **codes)
        before = known.get(organisation.pk) if organisation else None
        if before is None:
            found.append(Difference(Change.ADDED, "partners", said.organisation))
        elif deal.is_read_only:
            found += _partner_changes(before, said)
    return found


def _partner_changes(before: CharterPartner, after: CharterPartner) -> Iterator[Difference]:
    """Kind, helix and codes are the organisation's own, which no charter changes."""
    for name in ("relation", "stages", "note", "source"):
        one, other = getattr(before, name), getattr(after, name)
        if one != other:
            yield Difference(Change.CHANGED, "partners", after.organisation, name, one, other)


def _partners(deal: Deal) -> QuerySet[Partner]:
    """In the order in which they came in."""
    rows = Partner.objects.filter(deal=deal).select_related("organisation", "source")
    return rows.prefetch_related("standings").order_by("pk")


def _said(partner: Partner) -> CharterPartner:
    organisation = partner.organisation
    standings = sorted(partner.standings.all(), key=lambda row: (row.since_on, row.pk))
    return CharterPartner(
        organisation=organisation.name,
        kind=organisation.kind,
        helix=organisation.helix,
        relation=standings[-1].relation if standings else Relation.PARTNER.value,
        cbs=(organisation.cbs_code or None) if organisation.kind in KINDS_WITH_CBS else None,
        kvk=organisation.kvk or None,
        oin=organisation.oin or None,
        stages=_stages(standings),
        note=partner.note or None,
        source=partner.source.key if partner.source else None,
    )


def _stages(standings: list[Standing]) -> tuple[CharterStage, ...]:
    """Nothing when all that is known is that it takes part, since an unknown day."""
    stages = [CharterStage(row.stage, _since(row)) for row in standings]
    if stages == [CharterStage(Stage.PARTNER.value, None)]:
        return ()
    return tuple(dict.fromkeys(stages))


def _since(standing: Standing) -> PartialDate | None:
    if standing.precision == StandingPrecision.UNKNOWN:
        return None
    return PartialDate(standing.since_on, Precision(standing.precision))
