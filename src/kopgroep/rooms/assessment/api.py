"""Assessment as JSON: the framework, handing in an assessment, and the ranking."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from kopgroep.kernel import clock
from kopgroep.kernel.access import Permission, may, require
from kopgroep.kernel.accounts.models import User
from kopgroep.rooms.assessment import actions
from kopgroep.rooms.assessment.advice import judged, ranking_of
from kopgroep.rooms.assessment.models import HIGHEST, LOWEST, Assessment, Criterion, Framework, Given
from kopgroep.rooms.assessment.queries import framework_on, sees_results
from kopgroep.rooms.assessment.queries.conflicts import partners_of
from kopgroep.rooms.programme.models import Deal
from kopgroep.rooms.tools.models import Tool

TAGS = ["assessment"]


class CriterionOut(serializers.ModelSerializer[Criterion]):
    name = serializers.CharField()
    question = serializers.CharField()

    class Meta:
        model = Criterion
        fields = ["code", "name", "question", "weight", "knock_out_below"]


class FrameworkOut(serializers.ModelSerializer[Framework]):
    criteria = serializers.SerializerMethodField()

    class Meta:
        model = Framework
        fields = ["uid", "number", "adopted_on", "criteria"]

    def get_criteria(self, framework: Framework) -> list[dict[str, Any]]:
        return list(CriterionOut(framework.criteria.order_by("order", "pk"), many=True).data)


class AnswerIn(serializers.Serializer[Any]):
    criterion = serializers.SlugField()
    given = serializers.ChoiceField(choices=Given.choices, default=Given.SCORE)
    value = serializers.IntegerField(min_value=LOWEST, max_value=HIGHEST, required=False, allow_null=True)


class AssessmentIn(serializers.Serializer[Any]):
    answers = AnswerIn(many=True)
    remark = serializers.CharField(max_length=3000, required=False, allow_blank=True)
    submit = serializers.BooleanField(default=True, help_text="false bewaart een concept dat niemand ziet.")


class AssessmentOut(serializers.ModelSerializer[Assessment]):
    tool = serializers.UUIDField(source="tool.uid")

    class Meta:
        model = Assessment
        fields = ["uid", "tool", "submitted_on", "remark"]


class RankedOut(serializers.Serializer[Any]):
    tool = serializers.CharField(help_text="De naam van de tool.")
    rank = serializers.IntegerField()
    best_rank = serializers.IntegerField()
    worst_rank = serializers.IntegerField()
    score = serializers.FloatField(help_text="Van 0 tot 1.")


def checked(serializer: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    form = serializer(data=request.data)
    form.is_valid(raise_exception=True)
    values: dict[str, Any] = form.validated_data
    return values


@extend_schema(tags=TAGS)
class TheFramework(APIView):
    @extend_schema(
        summary="Het toetsingskader dat geldt",
        description="Met de criteria, hun vraag en hun gewicht.",
        responses=FrameworkOut,
    )
    def get(self, request: Request, deal: str) -> Response:
        found = get_object_or_404(Deal, code=deal)
        require(request, Permission.FRAMEWORK_VIEW, about=found)
        held = framework_on(found, clock.today())
        return Response(FrameworkOut(held).data if held else {}, status=200 if held else 404)


@extend_schema(tags=TAGS)
class Assessments(APIView):
    @extend_schema(
        operation_id="assessments_make",
        summary="Beoordeel een tool",
        description="Namens de organisatie waarvoor je in de deal werkt. Een tool van jezelf wordt geweigerd.",
        request=AssessmentIn,
        responses={201: AssessmentOut},
    )
    def post(self, request: Request, uid: UUID) -> Response:
        tool = get_object_or_404(Tool.objects.select_related("deal"), uid=uid)
        by = require(request, Permission.TOOL_ASSESS, about=tool)
        user = request.user
        partners = partners_of(user, tool.deal, on=clock.today()) if isinstance(user, User) else []
        if not partners or not isinstance(user, User):
            raise PermissionDenied
        values = checked(AssessmentIn, request)
        answers = {each["criterion"]: (each["given"], each.get("value")) for each in values.pop("answers")}
        made = actions.assess_tool(
            tool=tool, partner=partners[0], assessor=user, answers=answers, **values, by=by, at=clock.now()
        )
        return Response(AssessmentOut(made).data, status=status.HTTP_201_CREATED)


@extend_schema(tags=TAGS)
class TheRanking(APIView):
    @extend_schema(
        summary="De rangorde van de tools",
        description="Met de gewichten van het kader; pas als je eigen beoordelingen binnen zijn.",
        responses=RankedOut(many=True),
    )
    def get(self, request: Request, deal: str) -> Response:
        found = get_object_or_404(Deal, code=deal)
        require(request, Permission.FRAMEWORK_VIEW, about=found)
        on = clock.today()
        held = framework_on(found, on)
        runs_it = may(request, Permission.FRAMEWORK_EDIT, about=found)
        if held is None or not sees_results(request.user, found, held, on, runs_it=runs_it):
            raise PermissionDenied
        rows = judged(held, on)
        ranking = ranking_of(rows)
        tools = ranking.tools if ranking else ()
        lines = [
            {
                "tool": rows.tools[int(one.tool)],
                "rank": one.rank,
                "best_rank": one.best_rank,
                "worst_rank": one.worst_rank,
                "score": one.score,
            }
            for one in tools
        ]
        return Response(RankedOut(lines, many=True).data)


urlpatterns = [
    path("deals/<slug:deal>/framework", TheFramework.as_view()),
    path("deals/<slug:deal>/ranking", TheRanking.as_view()),
    path("tools/<uuid:uid>/assessments", Assessments.as_view()),
]
