"""Rounds, votes and choices as JSON."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from kopgroep.kernel import clock
from kopgroep.kernel.access import Permission, require
from kopgroep.kernel.actors import Actor
from kopgroep.kernel.obstacles import clear
from kopgroep.rooms.partners.models import Partner
from kopgroep.rooms.programme.models import Deal
from kopgroep.rooms.selection import actions
from kopgroep.rooms.selection.models import Choice, Method, Rejection, Round
from kopgroep.rooms.selection.queries import chosen_tools, result_of, shown_name, turnout_of
from kopgroep.rooms.selection.rules import obstacles_to_seeing
from kopgroep.rooms.tools.models import Tool

TAGS = ["selection"]
WHY = "Waarom; dit wordt vastgelegd."


class ChosenOut(serializers.Serializer[Any]):
    tool = serializers.UUIDField()
    name = serializers.CharField()
    status = serializers.CharField()
    owner = serializers.CharField(allow_null=True, help_text="De organisatie die de tool houdt.")


class ChoiceOut(serializers.ModelSerializer[Choice]):
    tool = serializers.UUIDField(source="tool.uid")

    class Meta:
        model = Choice
        fields = ["uid", "tool", "reason", "chosen_on", "revoked_on", "revoke_reason"]


class ToolsIn(serializers.Serializer[Any]):
    tools = serializers.ListField(child=serializers.UUIDField(), max_length=1000)
    reason = serializers.CharField(max_length=1000, help_text=WHY)
    on = serializers.DateField(required=False)


class ChoicesIn(ToolsIn):
    round = serializers.UUIDField(required=False, help_text="De keuzeronde waaruit dit volgt.")


class RejectionsIn(ToolsIn):
    way_back = serializers.CharField(max_length=500, required=False, allow_blank=True)
    on_reserve = serializers.BooleanField(default=False)


class RejectionOut(serializers.ModelSerializer[Rejection]):
    tool = serializers.UUIDField(source="tool.uid")

    class Meta:
        model = Rejection
        fields = ["uid", "tool", "reason", "way_back", "reserve", "rejected_on", "reconsidered_on"]


class BackIn(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=1000, help_text=WHY)
    on = serializers.DateField(required=False)


class RoundIn(serializers.Serializer[Any]):
    title = serializers.CharField(max_length=200)
    tools = serializers.ListField(child=serializers.UUIDField(), max_length=1000)
    method = serializers.ChoiceField(choices=Method.choices, default=Method.DOTS)
    dots = serializers.IntegerField(min_value=1, max_value=100, default=6)
    quorum = serializers.IntegerField(min_value=0, max_value=10_000, default=0)
    closes_on = serializers.DateField(required=False)


class RoundOut(serializers.ModelSerializer[Round]):
    tools: Any = serializers.SlugRelatedField(slug_field="uid", many=True, read_only=True)

    class Meta:
        model = Round
        fields = [
            "uid",
            "title",
            "method",
            "dots",
            "quorum",
            "code",
            "tools",
            "opened_at",
            "closes_on",
            "closed_at",
        ]


class VoteIn(serializers.Serializer[Any]):
    tool = serializers.UUIDField()
    points = serializers.IntegerField(min_value=0, max_value=100)
    reason = serializers.CharField(max_length=500, required=False, allow_blank=True)


class BallotIn(serializers.Serializer[Any]):
    partner = serializers.UUIDField(help_text="De partner wiens stem dit is.")
    votes = VoteIn(many=True)


class TurnoutOut(serializers.Serializer[Any]):
    voted = serializers.IntegerField()
    asked = serializers.IntegerField()
    quorum = serializers.IntegerField()


class LineOut(serializers.Serializer[Any]):
    tool = serializers.UUIDField(source="tool.uid")
    name = serializers.CharField(source="tool.name")
    place = serializers.IntegerField(help_text="Gelijke aantallen hebben dezelfde plaats.")
    points = serializers.IntegerField()
    voices = serializers.IntegerField(help_text="Hoeveel organisaties iets gaven.")
    by_helix = serializers.DictField(child=serializers.IntegerField())


class ResultOut(serializers.Serializer[Any]):
    ballots = serializers.IntegerField()
    has_quorum = serializers.BooleanField()
    lines = LineOut(many=True)


def checked(serializer: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    form = serializer(data=request.data)
    form.is_valid(raise_exception=True)
    values: dict[str, Any] = form.validated_data
    return values


def deal_for(request: Request, code: str, permission: Permission) -> tuple[Deal, Actor]:
    deal = get_object_or_404(Deal, code=code)
    return deal, require(request, permission, about=deal)


def round_for(request: Request, uid: UUID, permission: Permission) -> tuple[Round, Actor]:
    within = get_object_or_404(Round.objects.select_related("deal").prefetch_related("tools"), uid=uid)
    return within, require(request, permission, about=within)


def tools_of(deal: Deal, uids: list[UUID]) -> list[Tool]:
    """In the order in which they were sent; one of another deal is not found."""
    return [get_object_or_404(Tool.objects.select_related("deal"), deal=deal, uid=uid) for uid in uids]


@extend_schema(tags=TAGS)
class Choices(APIView):
    @extend_schema(
        operation_id="choices_list",
        summary="Met welke tools de deal verdergaat",
        responses=ChosenOut(many=True),
    )
    def get(self, request: Request, deal: str) -> Response:
        found, _by = deal_for(request, deal, Permission.SELECTION_VIEW)
        on = clock.today()
        rows = [
            {
                "tool": tool.uid,
                "name": shown_name(tool, found, on),
                "status": tool.status,
                "owner": tool.owner_name,
            }
            for tool in chosen_tools(found, on)
        ]
        return Response(ChosenOut(rows, many=True).data)

    @extend_schema(
        operation_id="choices_make",
        summary="Kies tools",
        description="Alle genoemde tools, of, als er één niet kan, geen.",
        request=ChoicesIn,
        responses={201: ChoiceOut(many=True)},
    )
    def post(self, request: Request, deal: str) -> Response:
        found, by = deal_for(request, deal, Permission.SELECTION_KEEP)
        values = checked(ChoicesIn, request)
        uid = values.pop("round", None)
        within = get_object_or_404(Round, deal=found, uid=uid) if uid else None
        values["tools"] = tools_of(found, values["tools"])
        made = actions.choose_tools(deal=found, **values, within=within, by=by, at=clock.now())
        return Response(ChoiceOut(made, many=True).data, status=status.HTTP_201_CREATED)


@extend_schema(tags=TAGS)
class Revocation(APIView):
    @extend_schema(
        operation_id="choices_revoke",
        summary="Trek een keuze in",
        description="Dat de tool gekozen was, blijft staan.",
        request=BackIn,
        responses=ChoiceOut,
    )
    def post(self, request: Request, uid: UUID) -> Response:
        choice = get_object_or_404(Choice.objects.select_related("tool__deal"), uid=uid)
        by = require(request, Permission.SELECTION_KEEP, about=choice)
        ended = actions.revoke_choice(choice=choice, **checked(BackIn, request), by=by, at=clock.now())
        return Response(ChoiceOut(ended).data)


@extend_schema(tags=TAGS)
class Rejections(APIView):
    @extend_schema(
        operation_id="rejections_make",
        summary="Laat tools afvallen",
        description="Met de reden, de plaats op de reservelijst en de weg terug.",
        request=RejectionsIn,
        responses={201: RejectionOut(many=True)},
    )
    def post(self, request: Request, deal: str) -> Response:
        found, by = deal_for(request, deal, Permission.SELECTION_KEEP)
        values = checked(RejectionsIn, request)
        values["tools"] = tools_of(found, values["tools"])
        made = actions.reject_tools(deal=found, **values, by=by, at=clock.now())
        return Response(RejectionOut(made, many=True).data, status=status.HTTP_201_CREATED)


@extend_schema(tags=TAGS)
class Reconsideration(APIView):
    @extend_schema(
        operation_id="rejections_reconsider",
        summary="Breng een afgevallen tool terug op de longlist",
        request=BackIn,
        responses=RejectionOut,
    )
    def post(self, request: Request, uid: UUID) -> Response:
        rejection = get_object_or_404(Rejection.objects.select_related("tool__deal"), uid=uid)
        by = require(request, Permission.SELECTION_KEEP, about=rejection)
        back = actions.reconsider_tool(rejection=rejection, **checked(BackIn, request), by=by, at=clock.now())
        return Response(RejectionOut(back).data)


@extend_schema(tags=TAGS)
class Rounds(APIView):
    @extend_schema(
        operation_id="rounds_list", summary="De keuzerondes van een deal", responses=RoundOut(many=True)
    )
    def get(self, request: Request, deal: str) -> Response:
        found, _by = deal_for(request, deal, Permission.SELECTION_VIEW)
        rows = Round.objects.filter(deal=found).prefetch_related("tools").order_by("-opened_at", "-pk")
        return Response(RoundOut(rows, many=True).data)

    @extend_schema(
        operation_id="rounds_open",
        summary="Open een keuzeronde",
        request=RoundIn,
        responses={201: RoundOut},
    )
    def post(self, request: Request, deal: str) -> Response:
        found, by = deal_for(request, deal, Permission.SELECTION_KEEP)
        values = checked(RoundIn, request)
        values["tools"] = tools_of(found, values["tools"])
        made = actions.open_round(deal=found, **values, by=by, at=clock.now())
        return Response(RoundOut(made).data, status=status.HTTP_201_CREATED)


@extend_schema(tags=TAGS)
class Ballots(APIView):
    @extend_schema(
        operation_id="ballots_cast",
        summary="Breng de stem van een organisatie uit",
        description="Elke organisatie heeft één stem; wat zij eerder zei, maakt plaats.",
        request=BallotIn,
        responses={201: TurnoutOut},
    )
    def post(self, request: Request, uid: UUID) -> Response:
        within, _by = round_for(request, uid, Permission.SELECTION_VIEW)
        values = checked(BallotIn, request)
        rows = Partner.objects.select_related("deal", "organisation")
        partner = get_object_or_404(rows, deal=within.deal, uid=values["partner"])
        by = require(request, Permission.VOTE_CAST, about=partner)
        tools = {vote["tool"]: vote for vote in values["votes"]}
        found = {tool.uid: tool.pk for tool in tools_of(within.deal, list(tools))}
        actions.cast_vote(
            within=within,
            partner=partner,
            points={found[each]: vote["points"] for each, vote in tools.items()},
            reasons={found[each]: vote.get("reason", "") for each, vote in tools.items()},
            by=by,
            at=clock.now(),
        )
        turnout = turnout_of(within, clock.today())
        return Response(TurnoutOut(turnout).data, status=status.HTTP_201_CREATED)


@extend_schema(tags=TAGS)
class Closing(APIView):
    @extend_schema(
        operation_id="rounds_close", summary="Sluit een keuzeronde", request=None, responses=RoundOut
    )
    def post(self, request: Request, uid: UUID) -> Response:
        within, by = round_for(request, uid, Permission.SELECTION_KEEP)
        return Response(RoundOut(actions.close_round(within=within, by=by, at=clock.now())).data)


@extend_schema(tags=TAGS)
class TheResult(APIView):
    @extend_schema(
        operation_id="rounds_result",
        summary="De uitslag van een keuzeronde",
        description="Zolang er gestemd wordt, ziet niemand de stand.",
        responses=ResultOut,
    )
    def get(self, request: Request, uid: UUID) -> Response:
        within, _by = round_for(request, uid, Permission.SELECTION_VIEW)
        clear(obstacles_to_seeing(within, clock.today()))
        return Response(ResultOut(result_of(within)).data)


urlpatterns = [
    path("deals/<slug:deal>/choices", Choices.as_view()),
    path("choices/<uuid:uid>/revocation", Revocation.as_view()),
    path("deals/<slug:deal>/rejections", Rejections.as_view()),
    path("rejections/<uuid:uid>/reconsideration", Reconsideration.as_view()),
    path("deals/<slug:deal>/rounds", Rounds.as_view()),
    path("rounds/<uuid:uid>/ballots", Ballots.as_view()),
    path("rounds/<uuid:uid>/closing", Closing.as_view()),
    path("rounds/<uuid:uid>/result", TheResult.as_view()),
]
