"""Needs and desk research as JSON."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
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
    need_for,
    partner_of,
)
from kopgroep.rooms.tools.api.shapes import (
    ClaimIn,
    ClaimOut,
    ExistingToolIn,
    ExistingToolOut,
    GapOut,
    HitIn,
    HitOut,
    MergeIn,
    NeedIn,
    NeedOut,
    SearchIn,
    SearchOut,
    VerdictIn,
    VoiceIn,
)
from kopgroep.rooms.tools.models import (
    ExistingTool,
    Need,
    Search,
)
from kopgroep.rooms.tools.queries import gap_of, needs_with_counts


def with_voices(need: Need) -> Need:
    """As the list shows it; one that was taken into another has its voices there."""
    return needs_with_counts(need.deal, clock.today()).filter(pk=need.pk).first() or _silent(need)


def _silent(need: Need) -> Need:
    need.voices = 0  # type: ignore[attr-defined]
    return need


@extend_schema(tags=TAGS)
class Needs(ListAPIView[Need]):
    serializer_class = NeedOut

    def get_queryset(self) -> QuerySet[Need]:
        if getattr(self, "swagger_fake_view", False):
            return Need.objects.none()
        deal, _by = deal_for(self.request, self.kwargs["deal"], Permission.TOOL_VIEW)
        rows: Any = needs_with_counts(deal, clock.today()).prefetch_related("principles")
        return rows.order_by("-voices", "pk")  # type: ignore[no-any-return]

    @extend_schema(
        operation_id="needs_list",
        summary="Behoeften van een deal",
        description="Wat in een andere behoefte is opgegaan, staat er niet bij.",
        responses=NeedOut(many=True),
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="needs_state",
        summary="Noem een behoefte",
        description="Een vraag uit de praktijk, los van wat haar zou oplossen.",
        request=NeedIn,
        responses={201: NeedOut},
    )
    def post(self, request: Request, deal: str) -> Response:
        found, by = deal_for(request, deal, Permission.NEED_STATE)
        values = linked(found, checked(NeedIn, request))
        partner = partner_of(found, values.pop("partner")) if "partner" in values else None
        if partner is not None:
            by = require(request, Permission.TOOL_SUPPORT, about=partner)
        need = actions.state_need(deal=found, asked_by_partner=partner, **values, by=by, at=clock.now())
        return created(NeedOut, with_voices(need))


@extend_schema(tags=TAGS)
class Voices(APIView):
    @extend_schema(
        operation_id="needs_support",
        summary="Steun een behoefte",
        description="Een stem per organisatie.",
        request=VoiceIn,
        responses=NeedOut,
    )
    def post(self, request: Request, uid: UUID) -> Response:
        need, _by = need_for(request, uid, Permission.TOOL_VIEW)
        partner = partner_of(need.deal, checked(VoiceIn, request)["partner"])
        by = require(request, Permission.TOOL_SUPPORT, about=partner)
        actions.support_need(need=need, partner=partner, by=by, at=clock.now())
        return Response(NeedOut(with_voices(need)).data)


@extend_schema(tags=TAGS)
class Merging(APIView):
    @extend_schema(
        operation_id="needs_merge",
        summary="Voeg een behoefte bij een andere",
        description="Wie haar heeft, telt bij de andere mee; het kan ongedaan worden gemaakt.",
        request=MergeIn,
        responses=NeedOut,
    )
    def post(self, request: Request, uid: UUID) -> Response:
        need, by = need_for(request, uid, Permission.TOOL_KEEP)
        target = get_object_or_404(Need, deal=need.deal, uid=checked(MergeIn, request)["into"])
        actions.merge_needs(need=need, target=target, by=by, at=clock.now())
        return Response(NeedOut(with_voices(target)).data)

    @extend_schema(
        operation_id="needs_part",
        summary="Maak het samenvoegen ongedaan",
        description="Beide behoeften staan er weer met wie ze steunde.",
        request=None,
        responses=NeedOut,
    )
    def delete(self, request: Request, uid: UUID) -> Response:
        need, by = need_for(request, uid, Permission.TOOL_KEEP)
        actions.part_needs(need=need, by=by, at=clock.now())
        return Response(NeedOut(with_voices(need)).data)


@extend_schema(tags=TAGS)
class OneGap(APIView):
    @extend_schema(
        operation_id="needs_gap",
        summary="Wat een behoefte vraagt",
        description="Ontwikkelen, doorontwikkelen en testen, of overnemen; met waar dat op rust.",
        responses=GapOut,
    )
    def get(self, request: Request, uid: UUID) -> Response:
        need, _by = need_for(request, uid, Permission.TOOL_VIEW)
        return Response(GapOut(gap_of(need, clock.today())).data)

    @extend_schema(
        operation_id="needs_decide",
        summary="Besluit anders dan wat volgt",
        description="Met de reden waarom.",
        request=VerdictIn,
        responses=GapOut,
    )
    def post(self, request: Request, uid: UUID) -> Response:
        need, by = need_for(request, uid, Permission.TOOL_KEEP)
        actions.decide_gap(need=need, **checked(VerdictIn, request), by=by, at=clock.now())
        return Response(GapOut(gap_of(need, clock.today())).data)


@extend_schema(tags=TAGS)
class Searches(APIView):
    @extend_schema(
        operation_id="searches_record",
        summary="Leg een zoekactie vast",
        description="Ook een zoekactie die niets vond.",
        request=SearchIn,
        responses={201: SearchOut},
    )
    def post(self, request: Request, uid: UUID) -> Response:
        need, by = need_for(request, uid, Permission.RESEARCH_LOG)
        search = actions.record_search(need=need, **checked(SearchIn, request), by=by, at=clock.now())
        return created(SearchOut, search)


@extend_schema(tags=TAGS)
class Hits(APIView):
    @extend_schema(
        operation_id="search_hits_note",
        summary="Zeg van iets dat is gevonden of het meetelt",
        description="Wat afvalt, heeft een reden.",
        request=HitIn,
        responses={201: HitOut},
    )
    def post(self, request: Request, uid: UUID) -> Response:
        search = get_object_or_404(Search.objects.select_related("need__deal"), uid=uid)
        by = require(request, Permission.RESEARCH_LOG, about=search)
        hit = actions.note_hit(search=search, **checked(HitIn, request), by=by, at=clock.now())
        return created(HitOut, hit)


@extend_schema(tags=TAGS)
class ExistingTools(ListAPIView[ExistingTool]):
    serializer_class = ExistingToolOut

    def get_queryset(self) -> QuerySet[ExistingTool]:
        if getattr(self, "swagger_fake_view", False):
            return ExistingTool.objects.none()
        deal, _by = deal_for(self.request, self.kwargs["deal"], Permission.TOOL_VIEW)
        return ExistingTool.objects.filter(deal=deal).order_by("name", "pk")

    @extend_schema(
        operation_id="existing_tools_list",
        summary="Bestaande instrumenten die de deal kent",
        description="Op naam; met bron, stand en licentie.",
        responses=ExistingToolOut(many=True),
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="existing_tools_note",
        summary="Leg een bestaand instrument vast",
        description="Een naam die de deal al kent, wordt geweigerd.",
        request=ExistingToolIn,
        responses={201: ExistingToolOut},
    )
    def post(self, request: Request, deal: str) -> Response:
        found, by = deal_for(request, deal, Permission.RESEARCH_LOG)
        tool = actions.note_existing_tool(
            deal=found, **checked(ExistingToolIn, request), by=by, at=clock.now()
        )
        return created(ExistingToolOut, tool)


@extend_schema(tags=TAGS)
class Claims(APIView):
    @extend_schema(
        operation_id="claims_note",
        summary="Leg een bewering vast",
        description="Met bron en dag; na de vervaldag waarschuwt de pagina.",
        request=ClaimIn,
        responses={201: ClaimOut},
    )
    def post(self, request: Request, uid: UUID) -> Response:
        tool = get_object_or_404(ExistingTool.objects.select_related("deal"), uid=uid)
        by = require(request, Permission.RESEARCH_LOG, about=tool)
        claim = actions.note_claim(existing_tool=tool, **checked(ClaimIn, request), by=by, at=clock.now())
        return created(ClaimOut, claim)


urlpatterns = [
    path("deals/<slug:deal>/needs", Needs.as_view()),
    path("needs/<uuid:uid>/supports", Voices.as_view()),
    path("needs/<uuid:uid>/merger", Merging.as_view()),
    path("needs/<uuid:uid>/gap", OneGap.as_view()),
    path("needs/<uuid:uid>/searches", Searches.as_view()),
    path("searches/<uuid:uid>/hits", Hits.as_view()),
    path("deals/<slug:deal>/existing-tools", ExistingTools.as_view()),
    path("existing-tools/<uuid:uid>/claims", Claims.as_view()),
]
