"""Meetings as JSON: the calendar, decisions, tasks, and who was there."""

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
from kopgroep.rooms.meetings import actions
from kopgroep.rooms.meetings.models import Decision, Meeting, MeetingKind, Task
from kopgroep.rooms.meetings.queries import decisions_in_force, open_tasks
from kopgroep.rooms.partners.models import Partner
from kopgroep.rooms.programme.models import Deal

TAGS = ["meetings"]


class MeetingOut(serializers.ModelSerializer[Meeting]):
    kind = serializers.ChoiceField(choices=MeetingKind.choices)

    class Meta:
        model = Meeting
        fields = [
            "uid",
            "revision",
            "kind",
            "title",
            "about",
            "starts_at",
            "ends_at",
            "place",
            "cancelled_at",
        ]


class MeetingIn(serializers.Serializer[Any]):
    title = serializers.CharField(max_length=200)
    kind = serializers.ChoiceField(choices=MeetingKind.choices, default=MeetingKind.MEETING)
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    place = serializers.CharField(max_length=300, required=False, allow_blank=True)
    about = serializers.CharField(max_length=3000, required=False, allow_blank=True)


class DecisionOut(serializers.ModelSerializer[Decision]):
    class Meta:
        model = Decision
        fields = ["uid", "text", "decided_on", "ended_on", "end_reason"]


class DecisionIn(serializers.Serializer[Any]):
    text = serializers.CharField(max_length=3000)
    on = serializers.DateField()


class TaskOut(serializers.ModelSerializer[Task]):
    partner = serializers.UUIDField(source="partner.uid", allow_null=True, default=None)

    class Meta:
        model = Task
        fields = ["uid", "text", "partner", "made_on", "due_on", "done_on"]


class TaskIn(serializers.Serializer[Any]):
    text = serializers.CharField(max_length=500)
    partner = serializers.UUIDField(required=False, help_text="De uid van de partner die het doet.")
    due_on = serializers.DateField(required=False)


def deal_for(request: Request, code: str, permission: Permission) -> tuple[Deal, Any]:
    deal = get_object_or_404(Deal, code=code)
    return deal, require(request, permission, about=deal)


def checked(serializer: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    form = serializer(data=request.data)
    form.is_valid(raise_exception=True)
    values: dict[str, Any] = form.validated_data
    return values


def created(serializer: type[serializers.Serializer[Any]], row: Any) -> Response:
    return Response(serializer(row).data, status=status.HTTP_201_CREATED)


@extend_schema(tags=TAGS)
class Meetings(APIView):
    @extend_schema(
        summary="Bijeenkomsten van een deal",
        description="De laatste vijfhonderd, de nieuwste eerst.",
        responses=MeetingOut(many=True),
    )
    def get(self, request: Request, deal: str) -> Response:
        found, _by = deal_for(request, deal, Permission.MEETING_VIEW)
        rows = Meeting.objects.filter(deal=found).order_by("-starts_at", "-pk")[:500]
        return Response(MeetingOut(rows, many=True).data)

    @extend_schema(
        operation_id="meetings_call",
        summary="Plan een bijeenkomst",
        description="Een bijeenkomst of evenement.",
        request=MeetingIn,
        responses={201: MeetingOut},
    )
    def post(self, request: Request, deal: str) -> Response:
        found, by = deal_for(request, deal, Permission.MEETING_CALL)
        made = actions.call_meeting(deal=found, **checked(MeetingIn, request), by=by, at=clock.now())
        return created(MeetingOut, made)


@extend_schema(tags=TAGS)
class Decisions(APIView):
    @extend_schema(
        summary="Besluiten die gelden", description="De nieuwste eerst.", responses=DecisionOut(many=True)
    )
    def get(self, request: Request, deal: str) -> Response:
        found, _by = deal_for(request, deal, Permission.MEETING_VIEW)
        return Response(DecisionOut(decisions_in_force(found, clock.today())[:500], many=True).data)

    @extend_schema(
        operation_id="decisions_record",
        summary="Leg een besluit vast",
        description="Met of zonder bijeenkomst.",
        request=DecisionIn,
        responses={201: DecisionOut},
    )
    def post(self, request: Request, deal: str) -> Response:
        found, by = deal_for(request, deal, Permission.MEETING_CALL)
        made = actions.record_decision(deal=found, **checked(DecisionIn, request), by=by, at=clock.now())
        return created(DecisionOut, made)


@extend_schema(tags=TAGS)
class Tasks(APIView):
    @extend_schema(
        summary="Open acties", description="Wat het langst wacht eerst.", responses=TaskOut(many=True)
    )
    def get(self, request: Request, deal: str) -> Response:
        found, _by = deal_for(request, deal, Permission.MEETING_VIEW)
        return Response(TaskOut(open_tasks(found, clock.today())[:500], many=True).data)

    @extend_schema(
        operation_id="tasks_add",
        summary="Leg een actie vast",
        description="Komt op elke agenda terug tot hij klaar is.",
        request=TaskIn,
        responses={201: TaskOut},
    )
    def post(self, request: Request, deal: str) -> Response:
        found, by = deal_for(request, deal, Permission.MEETING_CALL)
        values = checked(TaskIn, request)
        key = values.pop("partner", None)
        partner = get_object_or_404(Partner, uid=key, deal=found) if key else None
        made = actions.add_task(deal=found, partner=partner, **values, by=by, at=clock.now())
        return created(TaskOut, made)


@extend_schema(tags=TAGS)
class TaskDone(APIView):
    @extend_schema(
        summary="Een actie is klaar",
        description="Daarna staat hij niet meer open.",
        request=None,
        responses=TaskOut,
    )
    def post(self, request: Request, uid: UUID) -> Response:
        rows = Task.objects.select_related("deal", "partner__deal", "partner__organisation")
        task = get_object_or_404(rows, uid=uid)
        by = require(request, Permission.TASK_FINISH, about=task)
        return Response(TaskOut(actions.finish_task(task=task, by=by, at=clock.now())).data)


urlpatterns = [
    path("deals/<slug:deal>/meetings", Meetings.as_view()),
    path("deals/<slug:deal>/decisions", Decisions.as_view()),
    path("deals/<slug:deal>/tasks", Tasks.as_view()),
    path("tasks/<uuid:uid>/done", TaskDone.as_view()),
]
