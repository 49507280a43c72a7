"""What is chosen, what may come back, and the rounds."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kopgroep.kernel import clock
from kopgroep.kernel.access import Permission, may
from kopgroep.rooms.programme.models import Deal, DesignPrinciple
from kopgroep.rooms.selection.models import Choice, Rejection, Round
from kopgroep.rooms.selection.queries import chosen_tools, norm_of, shown_name
from kopgroep.rooms.selection.views.loading import keeps, load_deal


def selection(request: HttpRequest, deal: str) -> HttpResponse:
    """How many of how many, per principle; why each; the reserve list; the rounds."""
    found, _by = load_deal(request, deal, Permission.TOOL_VIEW)
    on = clock.today()
    tools = list(chosen_tools(found, on).prefetch_related("principles"))
    inside = may(request, Permission.SELECTION_VIEW, about=found)
    choices = Choice.objects.in_force(on).filter(tool__deal=found)
    kept = {row.tool_id: row for row in choices.select_related("round")}
    wholly = keeps(request, found)
    rows = [
        {
            "tool": tool,
            "name": tool.name if wholly else shown_name(tool, found, on),
            "choice": kept.get(tool.pk),
        }
        for tool in tools
    ]
    context = {
        "deal": found,
        "rows": rows,
        "asked": norm_of(found, "chosen_tools"),
        "principles": _per_principle(found, tools),
        "ownerless": sum(1 for tool in tools if not tool.owner_id),
        "rejections": _left_out(found, on, wholly=wholly) if inside else [],
        "rounds": Round.objects.filter(deal=found).order_by("-opened_at", "-pk") if inside else [],
        "keeps": wholly,
        "inside": inside,
    }
    return render(request, "selection/selection.html", context)


def _per_principle(deal: Deal, tools: list[Any]) -> list[dict[str, Any]]:
    asked = norm_of(deal, "chosen_tools_per_principle")
    counts: dict[int, int] = {}
    for tool in tools:
        for principle in tool.principles.all():
            counts[principle.pk] = counts.get(principle.pk, 0) + 1
    return [
        {
            "principle": principle,
            "count": counts.get(principle.pk, 0),
            "asked": asked,
            "short": bool(asked and counts.get(principle.pk, 0) < asked),
        }
        for principle in DesignPrinciple.objects.filter(deal=deal).order_by("order", "pk")
    ]


def _left_out(deal: Deal, on: Any, *, wholly: bool) -> list[dict[str, Any]]:
    """The reserve list in its order, then the others."""
    rows = Rejection.objects.filter(tool__deal=deal, reconsidered_on=None).select_related("tool")
    ordered = sorted(rows, key=lambda row: (row.reserve is None, row.reserve or 0, row.tool.name, row.pk))
    return [
        {"rejection": row, "name": row.tool.name if wholly else shown_name(row.tool, deal, on)}
        for row in ordered
    ]
