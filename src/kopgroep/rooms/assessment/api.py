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
from kopgroep.kernel.actors import Actor
from kopgroep.kernel.texts import Text
from kopgroep.rooms.assessment import actions
from kopgroep.rooms.assessment.actions.assessing import log_conflict
from kopgroep.rooms.assessment.advice import judged, ranking_of
from kopgroep.rooms.assessment.models import HIGHEST, LOWEST, Assessment, Criterion, Framework, Given
from kopgroep.rooms.assessment.queries import framework_on, judgements_of, sees_scores_of, tools_seen
from kopgroep.rooms.assessment.queries.conflicts import partners_of
from kopgroep.rooms.programme.models import Deal
from kopgroep.rooms.tools.models import Tool

TAGS = ["assessment"]
SCORES = [str(score) for score in range(LOWEST, HIGHEST + 1)]


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


class JudgementOut(serializers.Serializer[Any]):
    organisation = serializers.CharField()
    submitted_on = serializers.DateField()
    remark = serializers.CharField(allow_blank=True)
    answers = AnswerIn(many=True)


class TextIn(serializers.Serializer[Any]):
    nl = serializers.CharField(max_length=500)
    en = serializers.CharField(max_length=500, required=False, allow_blank=True)


class CriterionIn(serializers.Serializer[Any]):
    name = TextIn()
    question = TextIn(required=False)
    sub_questions = TextIn(many=True, required=False)
    anchors = serializers.DictField(
        child=TextIn(), required=False, help_text="Wat een score betekent: '1' tot '5' -> tekst."
    )
    weight = serializers.IntegerField(min_value=0, max_value=100, default=1)
    knock_out_below = serializers.IntegerField(
        min_value=LOWEST + 1, max_value=HIGHEST, required=False, allow_null=True
    )

    def validate_anchors(self, anchors: dict[str, Any]) -> dict[str, Any]:
        wrong = [score for score in anchors if score not in SCORES]
        if wrong:
            raise serializers.ValidationError(f"'{wrong[0]}' is geen score van 1 tot 5.")
        return anchors


class RankedOut(serializers.Serializer[Any]):
    tool = serializers.CharField(help_text="De naam van de tool.")
    rank = serializers.IntegerField()
    best_rank = serializers.IntegerField()
    worst_rank = serializers.IntegerField()
    score = serializers.FloatField(help_text="Van 0 tot 1.")


def text_of(said: dict[str, str] | None) -> Text:
    """Where only Dutch is said, that stands in both languages."""
    return Text(nl=said["nl"], en=said.get("en") or said["nl"]) if said else Text()


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

    @extend_schema(
        summary="Begin een nieuwe versie",
        description="Een concept met de criteria van de versie die geldt.",
        request=None,
        responses={201: FrameworkOut},
    )
    def post(self, request: Request, deal: str) -> Response:
        found = get_object_or_404(Deal, code=deal)
        by = require(request, Permission.FRAMEWORK_EDIT, about=found)
        made = actions.draft_framework(deal=found, by=by, at=clock.now())
        return Response(FrameworkOut(made).data, status=status.HTTP_201_CREATED)


def load_framework(request: Request, uid: UUID) -> tuple[Framework, Actor]:
    found = get_object_or_404(Framework.objects.select_related("deal"), uid=uid)
    return found, require(request, Permission.FRAMEWORK_EDIT, about=found)


@extend_schema(tags=TAGS)
class TheCriterion(APIView):
    @extend_schema(
        summary="Zet een criterium in het concept",
        description="Een nieuw criterium, of dat met deze code opnieuw.",
        request=CriterionIn,
        responses=CriterionOut,
    )
    def put(self, request: Request, uid: UUID, code: str) -> Response:
        found, by = load_framework(request, uid)
        values = checked(CriterionIn, request)
        said = {
            "name": text_of(values["name"]),
            "question": text_of(values.get("question")),
            "sub_questions": [text_of(each) for each in values.get("sub_questions", ())],
            "anchors": {score: text_of(each) for score, each in values.get("anchors", {}).items()},
            "weight": values["weight"],
            "knock_out_below": values.get("knock_out_below"),
        }
        made = actions.change_criterion(framework=found, code=code, **said, by=by, at=clock.now())
        return Response(CriterionOut(made).data)

    @extend_schema(
        summary="Haal een criterium uit het concept",
        description="Uit een vastgestelde versie kan niets weg.",
        responses={204: None},
    )
    def delete(self, request: Request, uid: UUID, code: str) -> Response:
        found, by = load_framework(request, uid)
        criterion = get_object_or_404(found.criteria.select_related("framework__deal"), code=code)
        actions.remove_criterion(criterion=criterion, by=by, at=clock.now())
        return Response(status=status.HTTP_204_NO_CONTENT)


@extend_schema(tags=TAGS)
class Adopting(APIView):
    @extend_schema(
        operation_id="frameworks_adopt",
        summary="Stel een toetsingskader vast",
        description="Vanaf vandaag geldt deze versie; scores onder de versie ervoor blijven daar geldig.",
        request=None,
        responses=FrameworkOut,
    )
    def post(self, request: Request, uid: UUID) -> Response:
        found, by = load_framework(request, uid)
        return Response(FrameworkOut(actions.adopt_framework(framework=found, by=by, at=clock.now())).data)


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
        # Found from the records: written down, then refused with the reason.
        log_conflict(tool=tool, partner=partners[0], assessor=user, by=by, at=clock.now())
        made = actions.assess_tool(
            tool=tool, partner=partners[0], assessor=user, answers=answers, **values, by=by, at=clock.now()
        )
        return Response(AssessmentOut(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(
        operation_id="assessments_list",
        summary="Wat anderen van een tool vinden",
        description="Pas als je eigen beoordeling van deze tool binnen is.",
        responses=JudgementOut(many=True),
    )
    def get(self, request: Request, uid: UUID) -> Response:
        tool = get_object_or_404(Tool.objects.select_related("deal"), uid=uid)
        require(request, Permission.FRAMEWORK_VIEW, about=tool)
        on = clock.today()
        held = framework_on(tool.deal, on)
        runs_it = may(request, Permission.FRAMEWORK_EDIT, about=tool)
        if held is None or not sees_scores_of(request.user, tool, held, on, runs_it=runs_it):
            raise PermissionDenied
        codes = dict(held.criteria.values_list("pk", "code"))
        rows = [
            {
                "organisation": one.organisation,
                "submitted_on": one.submitted_on,
                "remark": one.remark,
                "answers": [
                    {"criterion": codes[key], "given": given, "value": value}
                    for key, (given, value) in one.answers.items()
                ],
            }
            for one in judgements_of(held, on, tool=tool.pk)
        ]
        return Response(JudgementOut(rows, many=True).data)


@extend_schema(tags=TAGS)
class Withdrawing(APIView):
    @extend_schema(
        operation_id="assessments_withdraw",
        summary="Neem je beoordeling terug",
        description="Alleen je eigen beoordeling; vanaf vandaag telt zij niet meer.",
        request=None,
        responses=AssessmentOut,
    )
    def post(self, request: Request, uid: UUID) -> Response:
        rows = Assessment.objects.select_related("tool__deal", "framework__deal", "partner__organisation")
        found = get_object_or_404(rows, uid=uid)
        by = require(request, Permission.TOOL_ASSESS, about=found.tool)
        if found.assessor_id != request.user.pk:
            raise PermissionDenied
        actions.withdraw_assessment(assessment=found, by=by, at=clock.now())
        return Response(AssessmentOut(found).data)


@extend_schema(tags=TAGS)
class TheRanking(APIView):
    @extend_schema(
        summary="De rangorde van de tools",
        description="Met de gewichten van het kader; alleen tools die je zelf beoordeeld hebt, tot je klaar bent.",
        responses=RankedOut(many=True),
    )
    def get(self, request: Request, deal: str) -> Response:
        found = get_object_or_404(Deal, code=deal)
        require(request, Permission.FRAMEWORK_VIEW, about=found)
        on = clock.today()
        held = framework_on(found, on)
        runs_it = may(request, Permission.FRAMEWORK_EDIT, about=found)
        seen = tools_seen(request.user, found, held, on, runs_it=runs_it) if held else set()
        if held is None or (seen is not None and not seen):
            raise PermissionDenied
        rows = judged(held, on, only=seen)
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
    path("frameworks/<uuid:uid>/criteria/<slug:code>", TheCriterion.as_view()),
    path("frameworks/<uuid:uid>/adopt", Adopting.as_view()),
    path("assessments/<uuid:uid>/withdraw", Withdrawing.as_view()),
    path("tools/<uuid:uid>/assessments", Assessments.as_view()),
]
