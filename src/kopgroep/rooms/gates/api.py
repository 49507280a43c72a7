"""Gates as JSON: the norms of a phase on a day with their evidence, and the decisions about it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import path
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from kopgroep.kernel import clock
from kopgroep.kernel.access import Permission, may, require
from kopgroep.rooms.gates.actions import review_gate
from kopgroep.rooms.gates.models import Decision, Review
from kopgroep.rooms.gates.queries import GateState, State, for_public, gate, state_of
from kopgroep.rooms.programme.models import Deal, Phase, Strength

ON = OpenApiParameter("on", date, description="De dag waarvan je de stand wilt; leeg is vandaag.")


class ItemOut(serializers.Serializer[Any]):
    label = serializers.CharField()  # type: ignore[assignment]
    detail = serializers.CharField()
    url = serializers.CharField(help_text="De pagina waar je het ziet of oplost.")


class NormStateOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    sentence = serializers.CharField()
    strength = serializers.ChoiceField(choices=Strength.choices)
    measure = serializers.CharField(source="norm.measure")
    per = serializers.CharField(source="norm.per")
    state = serializers.ChoiceField(choices=[(state.value, state.value) for state in State])
    value = serializers.DecimalField(max_digits=14, decimal_places=2, allow_null=True)
    asked = serializers.DecimalField(max_digits=14, decimal_places=2, allow_null=True)
    evidence = ItemOut(many=True)
    missing = ItemOut(many=True)


class ReviewOut(serializers.ModelSerializer[Review]):
    decision = serializers.ChoiceField(choices=Decision.choices)

    class Meta:
        model = Review
        fields = [
            "uid",
            "decision",
            "reason",
            "conditions",
            "exceptions",
            "state_on",
            "reviewed_at",
            "evidence",
        ]


class GateOut(serializers.Serializer[Any]):
    phase = serializers.CharField(source="phase.code")
    on = serializers.DateField()
    met = serializers.IntegerField(help_text="Aantal eisen dat gehaald is.")
    asked = serializers.IntegerField(help_text="Aantal eisen.")
    is_open = serializers.BooleanField(help_text="Alle eisen zijn gehaald.")
    norms = NormStateOut(many=True)
    reviews = serializers.SerializerMethodField()

    def get_reviews(self, state: GateState) -> list[dict[str, Any]]:
        return list(ReviewOut(state.reviews, many=True).data)


class ReviewIn(serializers.Serializer[Any]):
    decision = serializers.ChoiceField(choices=Decision.choices)
    reason = serializers.CharField(max_length=5000)
    conditions = serializers.CharField(max_length=5000, required=False, allow_blank=True)
    exceptions = serializers.DictField(
        child=serializers.CharField(max_length=2000),
        required=False,
        help_text="Code van een eis die niet gehaald is, met waarom de deal toch door mag.",
    )
    state_on = serializers.DateField(required=False)


def day_asked(request: Request) -> date:
    """The day in the query, today when there is none; a wrong one is a mistake like any other."""
    text = request.query_params.get("on")
    if text is None:
        return clock.today()
    day: date = serializers.DateField().run_validation(text)
    return day


def deal_asked(request: Request, code: str) -> Deal:
    deal = get_object_or_404(Deal, code=code)
    require(request, Permission.DEAL_VIEW, about=deal)
    return deal


def shown_to(request: Request, deal: Deal, states: Any, *, many: bool) -> Any:
    """Gates as JSON; what was decided, and with whom the deal still talks, is for who may see its history."""
    takes_part = may(request, Permission.HISTORY_VIEW, about=deal)
    if not takes_part:
        states = [for_public(state) for state in states] if many else for_public(states)
    body = GateOut(states, many=many).data
    if not takes_part:
        for gate_body in body if many else [body]:
            gate_body["reviews"] = []
    return body


@extend_schema(tags=["gates"])
class Gates(APIView):
    @extend_schema(
        operation_id="gates_list",
        summary="Faseovergangen van een deal",
        description="Per fase elk doel met waarde, norm, bewijs en wat ontbreekt.",
        parameters=[ON],
        responses=GateOut(many=True),
    )
    def get(self, request: Request, deal: str) -> Response:
        row = deal_asked(request, deal)
        return Response(shown_to(request, row, state_of(row, day_asked(request)).gates, many=True))


@extend_schema(tags=["gates"])
class OneGate(APIView):
    @extend_schema(
        operation_id="gates_retrieve",
        summary="Een faseovergang",
        description="De doelen van een fase op een dag, en de besluiten erover.",
        parameters=[ON],
        responses=GateOut,
    )
    def get(self, request: Request, deal: str, phase: str) -> Response:
        row = deal_asked(request, deal)
        state = gate(row, get_object_or_404(Phase, deal=row, code=phase), day_asked(request))
        return Response(shown_to(request, row, state, many=False))


@extend_schema(tags=["gates"])
class Reviews(APIView):
    @extend_schema(
        operation_id="gates_review",
        summary="Besluit over een faseovergang",
        description="Legt het besluit vast met het bewijs zoals het op die dag is.",
        request=ReviewIn,
        responses={201: ReviewOut},
    )
    def post(self, request: Request, deal: str, phase: str) -> Response:
        row = get_object_or_404(Deal, code=deal)
        by = require(request, Permission.GATE_REVIEW, about=row)
        form = ReviewIn(data=request.data)
        form.is_valid(raise_exception=True)
        asked = {"state_on": clock.today(), **form.validated_data}
        review = review_gate(
            deal=row, phase=get_object_or_404(Phase, deal=row, code=phase), by=by, at=clock.now(), **asked
        )
        return Response(ReviewOut(review).data, status=status.HTTP_201_CREATED)


urlpatterns = [
    path("deals/<slug:deal>/gates", Gates.as_view()),
    path("deals/<slug:deal>/gates/<slug:phase>", OneGate.as_view()),
    path("deals/<slug:deal>/gates/<slug:phase>/reviews", Reviews.as_view()),
]
