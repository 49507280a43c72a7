"""From a charter to the tables of a deal, for the first time and every time after."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Manager

from kopgroep.kernel.actors import Actor
from kopgroep.kernel.journal.record import record
from kopgroep.kernel.journal.verbs import Verb
from kopgroep.kernel.obstacles import clear
from kopgroep.kernel.records import Record
from kopgroep.kernel.texts import Text
from kopgroep.rooms.programme import rules
from kopgroep.rooms.programme.actions.planning import add_version
from kopgroep.rooms.programme.actions.rows import Wanted, agree, drop_surplus
from kopgroep.rooms.programme.charter import Charter
from kopgroep.rooms.programme.charter.differences import Difference
from kopgroep.rooms.programme.models import Deal, Phase, PlanVersion, Source
from kopgroep.rooms.programme.queries.charter import differences_with
from kopgroep.rooms.programme.queries.joining import joining_as_kept
from kopgroep.rooms.programme.queries.planning import Span
from kopgroep.rooms.programme.queries.words import in_both_languages

ELSEWHERE = 1000


@transaction.atomic
def set_up_deal(*, charter: Charter, by: Actor, at: datetime, template: Deal | None = None) -> Deal:
    """Make a deal with everything that its charter says; its planning is the baseline.

    template    the deal whose rules these are, when it is set up as a copy
    """
    clear(rules.obstacles_to_setting_up(charter.deal.code))
    deal = Deal(code=charter.deal.code)
    _say(deal, charter)
    deal.save()
    touched = _make_rows(deal, charter)
    version = _plan(deal, charter, by=by, at=at)
    facts: dict[str, object] = {"deal": deal.name.plain(), "code": deal.code}
    if template is not None:
        facts["template"] = template.name.plain()
    verb = Verb.DEAL_SET_UP if template is None else Verb.DEAL_CLONED
    record(verb, about=deal, also=[*touched, version], by=by, at=at, facts=facts)
    return deal


@transaction.atomic
def change_deal(*, deal: Deal, charter: Charter, by: Actor, at: datetime) -> list[Difference]:
    """Make a deal as a changed charter says, and tell what that changed; nothing to change, nothing written down."""
    found = differences_with(deal, charter)
    if not found:
        return []
    clear(rules.obstacles_to_loading(deal, charter))
    deal.claim(None)
    _say(deal, charter)
    deal.save()
    touched = _make_rows(deal, charter)
    if any(each.field in ("starts", "ends") or each.section == "phases" for each in found):
        touched.append(_plan(deal, charter, by=by, at=at))
    if any(each.section == "deal" and each.field == "open" for each in found):
        # Who may find a record hangs on the deal being open, so they are all indexed anew.
        touched += [*deal.phases.all(), *deal.principles.all(), *deal.norms.all()]
    changes = in_both_languages(lambda: "; ".join(str(each) for each in found))
    record(Verb.DEAL_CHANGED, about=deal, also=touched, by=by, at=at, facts={"changes": changes})
    return found


def _say(deal: Deal, charter: Charter) -> None:
    deal.name = charter.deal.name
    deal.kind = charter.deal.kind
    deal.summary = charter.deal.summary
    deal.assignment = charter.deal.assignment
    deal.is_open = charter.deal.open
    deal.hours_per_day = charter.deal.hours_per_day
    deal.signed = charter.deal.signed
    deal.words = {word: said.plain() for word, said in charter.words.items()}
    deal.heavier_forms = list(charter.heavier_forms)
    deal.initiators = list(charter.initiators)
    deal.joining = joining_as_kept(charter.joining)


def _make_rows(deal: Deal, charter: Charter) -> list[Record]:
    """Sources and phases first, for other rows point at them; what is surplus goes in the reverse order."""
    said: list[tuple[Manager[Any], str, Wanted]] = [(deal.sources, "key", _sources(charter))]
    touched = agree(*said[-1])
    source = {row.key: row for row in deal.sources.all()}
    if list(deal.phases.order_by("order").values_list("code", flat=True)) != [
        each.code for each in charter.phases
    ]:
        # Two phases that change places would for a moment both be in one of them.
        deal.phases.update(order=F("order") + ELSEWHERE)
    said.append((deal.phases, "code", _phases(charter, source)))
    touched += agree(*said[-1])
    phase = {row.code: row for row in deal.phases.all()}
    rest: list[tuple[Manager[Any], str, Wanted]] = [
        (deal.principles, "code", _principles(charter, source)),
        (deal.participation_roles, "code", _roles(charter, source)),
        (deal.contribution_norms, "phase_id", _contributions(charter, source, phase)),
        (deal.norms, "code", _norms(charter, source, phase)),
        (deal.counts, "code", _counts(charter, source)),
    ]
    for rows, key, wanted in rest:
        touched += agree(rows, key, wanted)
    for rows, key, wanted in reversed(said + rest):
        drop_surplus(rows, key, wanted)
    return touched


def _plan(deal: Deal, charter: Charter, *, by: Actor, at: datetime) -> PlanVersion:
    spans = {each.code: Span(each.starts, each.ends) for each in charter.phases}
    return add_version(deal, spans, reason="", by=by, at=at)


def _sources(charter: Charter) -> Wanted:
    return {
        key: {"title": each.title, "address_of_page": each.address or ""}
        for key, each in charter.sources.items()
    }


def _phases(charter: Charter, source: Mapping[str, Source]) -> Wanted:
    return {
        each.code: {
            "name": each.name,
            "kind": each.kind,
            "order": number,
            "outcome": each.outcome or Text(),
            "source": source.get(each.source or ""),
        }
        for number, each in enumerate(charter.phases, start=1)
    }


def _principles(charter: Charter, source: Mapping[str, Source]) -> Wanted:
    return {
        each.code: {
            "name": each.name,
            "order": number,
            "explanation": each.explanation or Text(),
            "target_tools": each.target_tools,
            "source": source.get(each.source or ""),
        }
        for number, each in enumerate(charter.principles, start=1)
    }


def _roles(charter: Charter, source: Mapping[str, Source]) -> Wanted:
    return {
        each.code: {
            "name": each.name,
            "order": number,
            "explanation": each.explanation or Text(),
            "days_per_month": each.days_per_month,
            "source": source.get(each.source or ""),
        }
        for number, each in enumerate(charter.roles, start=1)
    }


def _contributions(charter: Charter, source: Mapping[str, Source], phase: Mapping[str, Phase]) -> Wanted:
    return {
        str(phase[each.phase].pk): {
            "days_per_month": each.days_per_month,
            "euros": each.euros,
            "source": source.get(each.source or ""),
        }
        for each in charter.contributions
    }


def _norms(charter: Charter, source: Mapping[str, Source], phase: Mapping[str, Phase]) -> Wanted:
    return {
        each.code: {
            "sentence": each.sentence,
            "strength": each.strength,
            "measure": each.measure,
            "per": each.per,
            "threshold": each.threshold,
            "phase": phase[each.gate],
            "requirement": (each.source and each.source.requirement) or "",
            "source": source.get((each.source and each.source.key) or ""),
            "order": number,
        }
        for number, each in enumerate(charter.norms, start=1)
    }


def _counts(charter: Charter, source: Mapping[str, Source]) -> Wanted:
    return {
        each.code: {
            "label": each.label,
            "value": each.value,
            "on": each.on,
            "note": each.note or Text(),
            "source": source.get(each.source or ""),
            "known_as": each.known_as or "",
        }
        for each in charter.counts
    }
