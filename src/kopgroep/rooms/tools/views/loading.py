"""What a page of this room is about, and who may see it."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from kopgroep.kernel import clock
from kopgroep.kernel.access import Permission, may, require
from kopgroep.kernel.actors import Actor
from kopgroep.rooms.partners.models import Partner
from kopgroep.rooms.programme.models import Deal
from kopgroep.rooms.tools.models import ExistingTool, Need, Tool
from kopgroep.rooms.tools.queries.tools import spoken_for


def load_deal(request: HttpRequest, code: str, permission: Permission) -> tuple[Deal, Actor]:
    deal = get_object_or_404(Deal, code=code)
    return deal, require(request, permission, about=deal)


def load_need(request: HttpRequest, need_id: int, permission: Permission) -> tuple[Need, Actor]:
    rows = Need.objects.select_related("deal", "asked_by_partner__organisation", "merged_into")
    need = get_object_or_404(rows, pk=need_id)
    return need, require(request, permission, about=need)


def load_tool(request: HttpRequest, tool_id: int, permission: Permission) -> tuple[Tool, Actor]:
    """With the status and owner of today."""
    rows = Tool.objects.standing_on(clock.today()).select_related("deal", "source")
    tool = get_object_or_404(rows, pk=tool_id)
    return tool, require(request, permission, about=tool)


def load_existing(
    request: HttpRequest, existing_id: int, permission: Permission
) -> tuple[ExistingTool, Actor]:
    tool = get_object_or_404(ExistingTool.objects.select_related("deal"), pk=existing_id)
    return tool, require(request, permission, about=tool)


def acts_for(request: HttpRequest, deal: Deal) -> QuerySet[Partner]:
    """The partners that somebody may act for: the own ones; the office for all."""
    on = clock.today()
    if may(request, Permission.TOOL_KEEP, about=deal):
        return partners_of(deal)
    found: QuerySet[Partner] = spoken_for(request.user, deal, on)
    return found


def partners_of(deal: Deal) -> QuerySet[Partner]:
    rows = Partner.objects.taking_part(clock.today()).filter(deal=deal).select_related("organisation")
    return rows.order_by("organisation__name", "pk")


def crumbs_of(deal: Deal, *more: tuple[str, str]) -> list[dict[str, Any]]:
    """Exploring, and what is above a page in it: label and address."""
    above = [(_("Exploring"), reverse("tools:exploring", args=[deal.code])), *more]
    return [{"label": label, "url": url} for label, url in above]


def below_needs(deal: Deal, need: Need | None = None) -> list[dict[str, Any]]:
    more = [(_("Needs"), reverse("tools:needs", args=[deal.code]))]
    if need is not None:
        more.append((need.process_question, need.get_absolute_url()))
    return crumbs_of(deal, *more)


def below_tools(deal: Deal, tool: Tool | None = None) -> list[dict[str, Any]]:
    more = [(_("Tools"), reverse("tools:tools", args=[deal.code]))]
    if tool is not None:
        more.append((tool.name, tool.get_absolute_url()))
    return crumbs_of(deal, *more)


def below_existing(deal: Deal, tool: ExistingTool | None = None) -> list[dict[str, Any]]:
    more = [(_("What exists already"), reverse("tools:existing", args=[deal.code]))]
    if tool is not None:
        more.append((tool.name, tool.get_absolute_url()))
    return crumbs_of(deal, *more)
