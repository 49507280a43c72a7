"""Tools as JSON; one that somebody may not see is not there."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from kopgroep.kernel import clock
from kopgroep.kernel.access import Permission, require
from kopgroep.rooms.tools import actions
from kopgroep.rooms.tools.api.loading import (
    TAGS,
    checked,
    created,
    deal_for,
    linked,
    partner_of,
    tool_for,
)
from kopgroep.rooms.tools.api.shapes import (
    CheckOut,
    OwnerIn,
    StatusIn,
    StatusOut,
    ToolIn,
    ToolOut,
    WishIn,
    WishOut,
)
from kopgroep.rooms.tools.models import (
    Tool,
)
from kopgroep.rooms.tools.queries import checks_of, seen_tools, sight_of


@extend_schema(tags=TAGS)
class Tools(ListAPIView[Tool]):
    serializer_class = ToolOut

    def get_queryset(self) -> QuerySet[Tool]:
        if getattr(self, "swagger_fake_view", False):
            return Tool.objects.none()
        deal, _by = deal_for(self.request, self.kwargs["deal"], Permission.TOOL_VIEW)
        on = clock.today()
        rows = seen_tools(deal, sight_of(self.request.user, deal, on), on)
        return rows.prefetch_related("principles").order_by("name", "pk")

    @extend_schema(
        operation_id="tools_list",
        summary="Tools van een deal die je mag zien",
        description="Wat nog alleen voor de makers is, zie je alleen als je maker of eigenaar bent.",
        responses=ToolOut(many=True),
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="tools_propose",
        summary="Stel een tool voor",
        description="Een naam is genoeg; de tool begint als idee.",
        request=ToolIn,
        responses={201: ToolOut},
    )
    def post(self, request: Request, deal: str) -> Response:
        found, by = deal_for(request, deal, Permission.TOOL_PROPOSE)
        values = linked(found, checked(ToolIn, request))
        values["makers"] = [partner_of(found, uid) for uid in values.get("makers", [])]
        tool = actions.propose_tool(deal=found, **values, by=by, at=clock.now())
        return created(ToolOut, Tool.objects.standing_on(clock.today()).get(pk=tool.pk))


@extend_schema(tags=TAGS)
class OneTool(APIView):
    @extend_schema(
        operation_id="tools_read",
        summary="Een tool",
        description="De kaart van de tool, met stand en eigenaar van vandaag.",
        responses=ToolOut,
    )
    def get(self, request: Request, uid: UUID) -> Response:
        tool, _by = tool_for(request, uid, Permission.TOOL_VIEW)
        return Response(ToolOut(tool).data)


@extend_schema(tags=TAGS)
class Checks(APIView):
    @extend_schema(
        operation_id="tools_admission",
        summary="Voldoet een tool aan de toelatingsregels",
        description="Per regel of eraan is voldaan, en wat ontbreekt.",
        responses=CheckOut(many=True),
    )
    def get(self, request: Request, uid: UUID) -> Response:
        tool, _by = tool_for(request, uid, Permission.TOOL_VIEW)
        return Response(CheckOut(checks_of(tool, clock.today()), many=True).data)


@extend_schema(tags=TAGS)
class Standings(APIView):
    @extend_schema(
        operation_id="tools_note_status",
        summary="Leg de stand van een tool vast",
        description="Wat eerder gold, blijft bewaard.",
        request=StatusIn,
        responses={201: StatusOut},
    )
    def post(self, request: Request, uid: UUID) -> Response:
        tool, by = tool_for(request, uid, Permission.TOOL_KEEP)
        standing = actions.note_status(tool=tool, **checked(StatusIn, request), by=by, at=clock.now())
        return created(StatusOut, standing)


@extend_schema(tags=TAGS)
class Owner(APIView):
    @extend_schema(
        operation_id="tools_name_owner",
        summary="Leg de eigenaar vast",
        description="De eigenaar ervoor blijft staan met zijn dagen.",
        request=OwnerIn,
        responses=ToolOut,
    )
    def post(self, request: Request, uid: UUID) -> Response:
        tool, by = tool_for(request, uid, Permission.TOOL_EDIT)
        values = checked(OwnerIn, request)
        partner = partner_of(tool.deal, values["partner"]) if values["partner"] else None
        actions.name_owner(tool=tool, partner=partner, on=values.get("on"), by=by, at=clock.now())
        return Response(ToolOut(Tool.objects.standing_on(clock.today()).get(pk=tool.pk)).data)


@extend_schema(tags=TAGS)
class Wishes(APIView):
    @extend_schema(
        operation_id="test_wishes_state",
        summary="Zeg dat een gemeente een tool wil testen",
        description="Eén wens per gemeente en tool; een latere komt ervoor in de plaats.",
        request=WishIn,
        responses={201: WishOut},
    )
    def post(self, request: Request, uid: UUID) -> Response:
        tool, _by = tool_for(request, uid, Permission.TOOL_VIEW)
        values = checked(WishIn, request)
        partner = partner_of(tool.deal, values.pop("partner"))
        by = require(request, Permission.TOOL_SUPPORT, about=partner)
        wish = actions.wish_to_test(tool=tool, partner=partner, **values, by=by, at=clock.now())
        return created(WishOut, wish)


urlpatterns = [
    path("deals/<slug:deal>/tools", Tools.as_view()),
    path("tools/<uuid:uid>", OneTool.as_view()),
    path("tools/<uuid:uid>/admission", Checks.as_view()),
    path("tools/<uuid:uid>/standings", Standings.as_view()),
    path("tools/<uuid:uid>/owner", Owner.as_view()),
    path("tools/<uuid:uid>/test-wishes", Wishes.as_view()),
]
