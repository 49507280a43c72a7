"""The rules for tools, and the tools, that a charter names."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from kopgroep.kernel.actors import Actor
from kopgroep.kernel.clock import day_of
from kopgroep.kernel.journal.record import record
from kopgroep.kernel.journal.verbs import Verb
from kopgroep.kernel.texts import Text
from kopgroep.rooms.partners.models import Partner
from kopgroep.rooms.programme.charter import Charter, CharterTool
from kopgroep.rooms.programme.models import Deal, DesignPrinciple, Source
from kopgroep.rooms.tools.models import AdmissionRule, Ownership, Seen, Tool, ToolStanding
from kopgroep.rooms.tools.queries.charter import UNKNOWN, tools_said

PLAIN = ("former_names", "summary", "process_question", "occasion", "form", "group", "theme")


@transaction.atomic
def take_charter(deal: Deal, charter: Charter, by: Actor, at: datetime) -> None:
    """The rules become as the charter says; tools that are not there yet come in, and in history stand as it says."""
    sources = {source.key: source for source in deal.sources.all()}
    _take_rules(deal, charter, sources)
    before = {tool.name: tool for tool in tools_said(deal)}
    if deal.is_read_only:
        Tool.objects.filter(deal=deal).exclude(name__in=[said.name for said in charter.tools]).delete()
    known = {tool.name: tool for tool in Tool.objects.filter(deal=deal)}
    for said in charter.tools:
        if said.name not in known or (deal.is_read_only and before.get(said.name) != said):
            _take_tool(deal, said, known.get(said.name), charter, sources, by=by, at=at)


def _take_rules(deal: Deal, charter: Charter, sources: dict[str, Source]) -> None:
    AdmissionRule.objects.filter(deal=deal).exclude(
        code__in=[said.code for said in charter.admission]
    ).delete()
    for order, said in enumerate(charter.admission, start=1):
        AdmissionRule.objects.update_or_create(
            deal=deal,
            code=said.code,
            defaults={
                "name": said.name,
                "explanation": said.explanation or Text(),
                "looks_at": said.looks_at,
                "at_least": said.at_least,
                "order": order,
                "source": sources.get(said.source or ""),
            },
        )


def _take_tool(
    deal: Deal,
    said: CharterTool,
    tool: Tool | None,
    charter: Charter,
    sources: dict[str, Source],
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Without a day in its source a tool stands since the signing."""
    card: dict[str, Any] = {name: getattr(said, name) or "" for name in PLAIN}
    card |= {"source": sources.get(said.source or ""), "visibility": Seen.PUBLIC}
    verb = Verb.TOOL_CHANGED if tool else Verb.TOOL_PROPOSED
    if tool is None:
        tool = Tool.objects.create(deal=deal, name=said.name, **card)
    else:
        tool.claim(None)
        for name, value in card.items():
            setattr(tool, name, value)
        tool.save(update_fields=[*card])
    tool.principles.set(DesignPrinciple.objects.filter(deal=deal, code__in=said.principles))
    tool.makers.set(Partner.objects.filter(deal=deal, organisation__name__in=said.makers))
    since = said.since.first if said.since else _beginning(charter, at)
    tool.standings.all().delete()
    ToolStanding.objects.create(
        tool=tool,
        status=said.status,
        since_on=since,
        precision=said.since.precision.value if said.since else UNKNOWN,
        reason=said.note or "",
    )
    tool.ownerships.all().delete()
    owner = Partner.objects.filter(deal=deal, organisation__name=said.owner or "").first()
    if owner is not None:
        Ownership.objects.create(tool=tool, partner=owner, from_on=since)
    record(verb, about=tool, by=by, at=at, facts={"tool": tool.name})


def _beginning(charter: Charter, at: datetime) -> date:
    """The day that stands for one that no source gives."""
    return charter.deal.signed.first if charter.deal.signed else day_of(at)
