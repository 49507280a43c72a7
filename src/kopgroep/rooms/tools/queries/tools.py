"""The tools that somebody may see, the longlist, and who owns what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from kopgroep.kernel.access import Permission, permissions_on
from kopgroep.rooms.partners.models import Contact, Partner
from kopgroep.rooms.programme.models import Deal
from kopgroep.rooms.programme.queries.words import in_both_languages
from kopgroep.rooms.tools.models import Ownership, Tool
from kopgroep.rooms.tools.models.tools import ToolQuerySet


@dataclass(frozen=True, slots=True)
class Sight:
    """How much of a deal's tools somebody sees: all, what the deal sees and the own ones, or what everybody sees."""

    wholly: bool = False
    inside: bool = False
    partners: tuple[int, ...] = ()


def sight_of(user: Any, deal: Deal, on: date) -> Sight:
    permissions = permissions_on(user, deal)
    if Permission.TOOL_KEEP in permissions:
        return Sight(wholly=True, inside=True)
    if Permission.TOOL_PROPOSE not in permissions:
        return Sight()
    return Sight(inside=True, partners=tuple(spoken_for(user, deal, on).values_list("pk", flat=True)))


def spoken_for(user: Any, deal: Deal, on: date) -> Any:
    """The partners of a deal that somebody speaks for on a day, by name."""
    if not getattr(user, "is_authenticated", False):
        return Partner.objects.none()
    mine = Contact.objects.speaking_for(on).filter(person__user=user)
    rows = Partner.objects.taking_part(on).filter(deal=deal)
    rows = rows.filter(organisation__contacts__in=mine.filter(deal=None)) | rows.filter(
        organisation__contacts__in=mine.filter(deal=deal)
    )
    return rows.select_related("organisation").distinct().order_by("organisation__name", "pk")


def seen_tools(deal: Deal, sight: Sight, on: date) -> ToolQuerySet:
    """Each with its status and owner of the day."""
    tools = Tool.objects.filter(deal=deal).standing_on(on)
    if sight.inside:
        return tools.seen_by_deal(sight.partners, wholly=sight.wholly, on=on)
    return tools.seen_by_all(on)


def longlist(deal: Deal, on: date) -> ToolQuerySet:
    """Every tool that got onto the longlist by a day, whatever was decided about it later; not what was withdrawn."""
    return Tool.objects.filter(deal=deal).on_longlist(on)


def owners_on(deal: Deal, on: date) -> dict[int, Partner]:
    """The owner of each tool on a day."""
    rows = Ownership.objects.in_force(on).filter(tool__deal=deal).select_related("partner__organisation")
    return {row.tool_id: row.partner for row in rows.order_by("from_on", "pk")}


def told_name(tool: Tool, on: date) -> Any:
    """What the deal's history calls it: not by its name before its release."""
    if tool.is_released(on):
        return tool.name
    return in_both_languages(lambda: _("a tool that is not released yet"))
