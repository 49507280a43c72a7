"""A deal as a charter, with the partners that it has now."""

from __future__ import annotations

from dataclasses import replace

from kopgroep.kernel.dates import PartialDate, Precision
from kopgroep.rooms.partners.models import Partner, Relation, Stage, Standing
from kopgroep.rooms.partners.models.partners import StandingPrecision
from kopgroep.rooms.programme.charter import Charter, CharterPartner, CharterStage
from kopgroep.rooms.programme.models import Deal
from kopgroep.rooms.programme.queries import charter_of

KINDS_WITH_CBS = ("municipality", "province")


def export_deal(deal: Deal) -> Charter:
    """The charter that makes this deal again: its rules as they are now, its partners as they stand now."""
    charter = charter_of(deal)
    names = [*(each.organisation for each in charter.partners), *deal.initiators]
    order = {name.casefold(): number for number, name in reversed(list(enumerate(names)))}
    rows = (
        Partner.objects.filter(deal=deal)
        .select_related("organisation", "source")
        .prefetch_related("standings")
    )
    last = len(names)
    partners = sorted(
        (_said(row) for row in rows),
        key=lambda said: (order.get(said.organisation.casefold(), last), said.organisation),
    )
    named = list(charter.initiators)
    initiators = [said.organisation for said in partners if said.relation == Relation.INITIATOR]
    initiators.sort(key=lambda name: named.index(name) if name in named else len(named))
    return replace(
        charter, partners=tuple(partners), initiators=tuple(initiators) if partners else charter.initiators
    )


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
