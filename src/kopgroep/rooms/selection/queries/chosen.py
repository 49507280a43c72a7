"""The tools that the deal goes on with."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from kopgroep.rooms.programme.models import Deal, Norm
from kopgroep.rooms.selection.models import Choice
from kopgroep.rooms.tools.models import Tool, ToolStatus

CHOSEN = (ToolStatus.CHOSEN, ToolStatus.DEVELOPING, ToolStatus.TESTING, ToolStatus.DELIVERED)


def chosen_tools(deal: Deal, on: date) -> Any:
    """With the status and owner of that day, by name; what was withdrawn since is not made any more.

    Of a deal that is history one knows that a tool was made, and not always who chose it when.
    """
    choices = Choice.objects.in_force(on).filter(tool=OuterRef("pk"))
    counts = Q(Exists(choices))
    if deal.is_read_only:
        counts |= Q(status__in=CHOSEN)
    rows: Any = Tool.objects.filter(deal=deal).standing_on(on)
    return rows.filter(counts).exclude(status=ToolStatus.WITHDRAWN).order_by("name", "pk")


def norm_of(deal: Deal, measure: str) -> Decimal | None:
    """What the charter asks of a measure; None when it asks nothing."""
    row = Norm.objects.filter(deal=deal, measure=measure).order_by("order", "pk").first()
    return row.threshold if row else None


def shown_name(tool: Tool, deal: Deal, on: date) -> str:
    """What a page that everybody in the deal may read calls a tool; of an open deal everybody at all."""
    seen = tool.is_released_to_all(on) if deal.is_open else tool.is_released(on)
    return tool.name if seen else _("A tool that is not released yet")
