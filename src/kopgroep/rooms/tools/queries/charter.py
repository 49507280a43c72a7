"""What a charter would have to say to make the rules and tools of a deal."""

from __future__ import annotations

from kopgroep.kernel.dates import PartialDate, Precision
from kopgroep.rooms.programme.charter import CharterAdmissionRule, CharterTool
from kopgroep.rooms.programme.models import Deal
from kopgroep.rooms.tools.models import AdmissionRule, Tool, ToolStanding

UNKNOWN = "unknown"


def admission_said(deal: Deal) -> tuple[CharterAdmissionRule, ...]:
    rows = AdmissionRule.objects.filter(deal=deal).select_related("source").order_by("order", "pk")
    return tuple(
        CharterAdmissionRule(
            code=row.code,
            name=row.name,
            looks_at=row.looks_at,
            at_least=row.at_least,
            explanation=row.explanation or None,
            source=row.source.key if row.source else None,
        )
        for row in rows
    )


def tools_said(deal: Deal) -> tuple[CharterTool, ...]:
    """Of a deal that is history; what a deal at work makes travels in its archive, not in its charter."""
    if not deal.is_read_only:
        return ()
    rows = Tool.objects.filter(deal=deal).select_related("source")
    linked = ("standings", "principles", "makers__organisation", "ownerships__partner__organisation")
    return tuple(_said(tool) for tool in rows.prefetch_related(*linked).order_by("pk"))


def _said(tool: Tool) -> CharterTool:
    standing = max(tool.standings.all(), key=lambda row: (row.since_on, row.pk))
    owner = next((row.partner.organisation.name for row in tool.ownerships.all() if not row.until_on), None)
    principles = sorted(tool.principles.all(), key=lambda row: (row.order, row.pk))
    return CharterTool(
        name=tool.name,
        status=standing.status,
        since=since_of(standing),
        note=standing.reason or None,
        former_names=tool.former_names or None,
        summary=tool.summary or None,
        process_question=tool.process_question or None,
        occasion=tool.occasion or None,
        form=tool.form or None,
        group=tool.group or None,
        theme=tool.theme or None,
        principles=tuple(row.code for row in principles),
        owner=owner,
        makers=tuple(sorted(row.organisation.name for row in tool.makers.all())),
        source=tool.source.key if tool.source else None,
    )


def since_of(standing: ToolStanding) -> PartialDate | None:
    if standing.precision == UNKNOWN:
        return None
    return PartialDate(standing.since_on, Precision(standing.precision))
