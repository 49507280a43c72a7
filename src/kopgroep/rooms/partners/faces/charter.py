"""The organisations and partners that a charter names."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from kopgroep.kernel.actors import Actor
from kopgroep.kernel.clock import day_of
from kopgroep.kernel.journal.record import record
from kopgroep.kernel.journal.verbs import Verb
from kopgroep.kernel.texts import Text
from kopgroep.rooms.partners.models import (
    Helix,
    Organisation,
    OrganisationKind,
    Partner,
    Relation,
    Stage,
    Standing,
)
from kopgroep.rooms.partners.queries.organisations import find_organisation
from kopgroep.rooms.programme.charter import Charter, CharterPartner, CharterStage
from kopgroep.rooms.programme.models import Deal
from kopgroep.rooms.programme.queries.words import in_both_languages

UNKNOWN = "unknown"
# What the first word of a name says of an initiator that the charter gives no kind of.
SAID_BY_NAME = {
    "ministerie": (OrganisationKind.MINISTRY, Helix.GOVERNMENT),
    "gemeente": (OrganisationKind.MUNICIPALITY, Helix.GOVERNMENT),
    "provincie": (OrganisationKind.PROVINCE, Helix.GOVERNMENT),
    "stedennetwerk": (OrganisationKind.UMBRELLA, Helix.GOVERNMENT),
    "stichting": (OrganisationKind.CIVIL_ORGANISATION, Helix.SOCIETY),
}


@transaction.atomic
def take_charter(deal: Deal, charter: Charter, by: Actor, at: datetime) -> None:
    """Bring in who the charter names; what is there already stays, so that a second time changes nothing."""
    named = list(charter.partners)
    known = {partner.organisation.casefold() for partner in named}
    named += [_initiator(name) for name in charter.initiators if name.casefold() not in known]
    sources = {source.key: source for source in deal.sources.all()}
    since = _beginning(charter, at)
    for said in named:
        organisation = _organisation(said, by=by, at=at)
        partner, made = Partner.objects.get_or_create(deal=deal, organisation=organisation)
        note, source = said.note or Text(), sources.get(said.source or "")
        if (made or deal.is_read_only) and (partner.note, partner.source) != (note, source):
            partner.note, partner.source = note, source
            partner.save(update_fields=["note", "source"])
        _stand(partner, said, since, is_new=made)
        if made:
            _tell(partner, said, by=by, at=at)


def _initiator(name: str) -> CharterPartner:
    first = name.split()[0].casefold() if name.split() else ""
    kind, helix = SAID_BY_NAME.get(first, (OrganisationKind.OTHER, Helix.SOCIETY))
    return CharterPartner(
        organisation=name, kind=kind.value, helix=helix.value, relation=Relation.INITIATOR.value
    )


def _beginning(charter: Charter, at: datetime) -> date:
    """The day that stands for a date that no source gives: the signing, else the start of the first phase."""
    if charter.deal.signed:
        return charter.deal.signed.first
    starts = [phase.starts.first for phase in charter.phases if phase.starts]
    return min([*starts, day_of(at)])


def _organisation(said: CharterPartner, *, by: Actor, at: datetime) -> Organisation:
    """The organisation by a code, its name or another name of it; else a new one. Codes it lacks are added."""
    codes = {"cbs_code": said.cbs or "", "kvk": said.kvk or "", "oin": said.oin or ""}
    found = find_organisation(name=said.organisation, **codes)
    if found is None:
        made = Organisation.objects.create(name=said.organisation, kind=said.kind, helix=said.helix, **codes)
        facts = {"organisation": made.name}
        record(Verb.ORGANISATION_ADDED, about=made, by=by, at=at, facts=facts)
        return made
    lacking = [name for name, code in codes.items() if code and not getattr(found, name)]
    if lacking:
        found.claim(None)
        for name in lacking:
            setattr(found, name, codes[name])
        found.save(update_fields=lacking)
        facts = {"organisation": found.name, "fields": ", ".join(lacking)}
        record(Verb.ORGANISATION_CHANGED, about=found, by=by, at=at, facts=facts)
    return found


def _stand(partner: Partner, said: CharterPartner, since: date, *, is_new: bool) -> None:
    """A deal that is history stands exactly as its charter says; at work only a new partner is put in its place."""
    if not is_new and not partner.deal.is_read_only:
        return
    stages = said.stages or (CharterStage(Stage.PARTNER.value),)
    wanted = {
        (
            step.stage,
            said.relation,
            step.on.first if step.on else since,
            step.on.precision.value if step.on else UNKNOWN,
        )
        for step in stages
    }
    known = {(row.stage, row.relation, row.since_on, row.precision): row for row in partner.standings.all()}
    for key in known.keys() - wanted:
        known[key].delete()
    for stage, relation, since_on, precision in sorted(
        wanted - known.keys(), key=lambda key: (key[2], key[0])
    ):
        Standing.objects.create(
            partner=partner, stage=stage, relation=relation, since_on=since_on, precision=precision
        )


def _tell(partner: Partner, said: CharterPartner, *, by: Actor, at: datetime) -> None:
    facts = {
        "partner": partner.organisation.name,
        "relation": in_both_languages(lambda: str(Relation(said.relation).label)),
    }
    record(Verb.PARTNER_ADDED, about=partner, also=[partner.organisation], by=by, at=at, facts=facts)
