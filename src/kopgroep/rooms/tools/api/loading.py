"""What an address names, and what was sent."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from kopgroep.kernel import clock
from kopgroep.kernel.access import Permission, require
from kopgroep.rooms.partners.models import Partner
from kopgroep.rooms.programme.models import Deal, DesignPrinciple
from kopgroep.rooms.tools.models import (
    Need,
    Tool,
)

TAGS = ["tools"]


def deal_for(request: Request, code: str, permission: Permission) -> tuple[Deal, Any]:
    deal = get_object_or_404(Deal, code=code)
    return deal, require(request, permission, about=deal)


def need_for(request: Request, uid: UUID, permission: Permission) -> tuple[Need, Any]:
    need = get_object_or_404(Need.objects.select_related("deal", "merged_into"), uid=uid)
    return need, require(request, permission, about=need)


def tool_for(request: Request, uid: UUID, permission: Permission) -> tuple[Tool, Any]:
    tool = get_object_or_404(Tool.objects.standing_on(clock.today()).select_related("deal"), uid=uid)
    return tool, require(request, permission, about=tool)


def checked(serializer: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    form = serializer(data=request.data)
    form.is_valid(raise_exception=True)
    values: dict[str, Any] = form.validated_data
    return values


def linked(deal: Deal, values: dict[str, Any]) -> dict[str, Any]:
    """Codes of principles become the deal's own; one that it does not have is not found."""
    if "principles" in values:
        values["principles"] = [
            get_object_or_404(DesignPrinciple, deal=deal, code=code) for code in values["principles"]
        ]
    return values


def partner_of(deal: Deal, uid: UUID) -> Partner:
    return get_object_or_404(Partner.objects.select_related("organisation", "deal"), deal=deal, uid=uid)


def created(serializer: type[serializers.Serializer[Any]], row: Any) -> Response:
    return Response(serializer(row).data, status=status.HTTP_201_CREATED)
