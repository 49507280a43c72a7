"""Teams as JSON: who sits where, and the programme's budget."""

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
from kopgroep.rooms.partners.models import Partner
from kopgroep.rooms.programme.models import Deal
from kopgroep.rooms.teams import actions
from kopgroep.rooms.teams.models import DesignTeam, Plan, Seat
from kopgroep.rooms.teams.queries import programme_budget, teams_on

TAGS = ["teams"]


class SeatOut(serializers.ModelSerializer[Seat]):
    partner = serializers.UUIDField(source="partner.uid")
    organisation = serializers.CharField(source="partner.organisation.name")

    class Meta:
        model = Seat
        fields = ["uid", "partner", "organisation", "is_lead", "days_per_month", "from_on", "until_on"]


class TeamOut(serializers.ModelSerializer[DesignTeam]):
    seats = SeatOut(source="sitting", many=True)

    class Meta:
        model = DesignTeam
        fields = ["uid", "name", "assignment", "formed_on", "seats"]


class SeatIn(serializers.Serializer[Any]):
    partner = serializers.UUIDField()
    is_lead = serializers.BooleanField(default=False)
    days_per_month = serializers.DecimalField(max_digits=5, decimal_places=2, min_value=0, required=False)


class BudgetOut(serializers.Serializer[Any]):
    minutes = serializers.IntegerField(source="time.units")
    euros = serializers.DecimalField(source="euros.euros", max_digits=14, decimal_places=2)
    gap_minutes = serializers.IntegerField(source="gap_time.units")
    gap_euros = serializers.DecimalField(source="gap_euros.euros", max_digits=14, decimal_places=2)


class PlanOut(serializers.ModelSerializer[Plan]):
    class Meta:
        model = Plan
        fields = ["uid", "number", "drafted_on", "submitted_on", "approved_on", "withdrawn_on"]


@extend_schema(tags=TAGS)
class Teams(APIView):
    @extend_schema(
        summary="Ontwerpteams van een deal",
        description="De teams van vandaag, met wie erin zit.",
        responses=TeamOut(many=True),
    )
    def get(self, request: Request, deal: str) -> Response:
        found = get_object_or_404(Deal, code=deal)
        require(request, Permission.TEAM_VIEW, about=found)
        return Response(TeamOut(teams_on(found, clock.today()), many=True).data)


@extend_schema(tags=TAGS)
class Seats(APIView):
    @extend_schema(
        operation_id="seats_take",
        summary="Zet een partner in een team",
        description="Een partner zit in een team op één plek.",
        request=SeatIn,
        responses={201: SeatOut},
    )
    def post(self, request: Request, uid: UUID) -> Response:
        team = get_object_or_404(DesignTeam.objects.select_related("deal"), uid=uid)
        by = require(request, Permission.TEAM_FORM, about=team)
        form = SeatIn(data=request.data)
        form.is_valid(raise_exception=True)
        values: dict[str, Any] = dict(form.validated_data)
        rows = Partner.objects.select_related("deal", "organisation")
        partner = get_object_or_404(rows, uid=values.pop("partner"), deal=team.deal)
        made = actions.take_seat(team=team, partner=partner, **values, by=by, at=clock.now())
        return Response(SeatOut(made).data, status=status.HTTP_201_CREATED)


@extend_schema(tags=TAGS)
class ProgrammeBudget(APIView):
    @extend_schema(
        summary="Begroting van het programma",
        description="Alle goedgekeurde plannen samen, met wat nog niemand inbrengt.",
        responses=BudgetOut,
    )
    def get(self, request: Request, deal: str) -> Response:
        found = get_object_or_404(Deal, code=deal)
        require(request, Permission.TEAM_VIEW, about=found)
        return Response(BudgetOut(programme_budget(found, clock.today())).data)


@extend_schema(tags=TAGS)
class PlanApproved(APIView):
    @extend_schema(
        summary="Keur een plan van aanpak goed",
        description="De goedgekeurde versie ervoor maakt plaats.",
        request=None,
        responses=PlanOut,
    )
    def post(self, request: Request, uid: UUID) -> Response:
        plan = get_object_or_404(Plan.objects.select_related("team__deal"), uid=uid)
        by = require(request, Permission.PLAN_APPROVE, about=plan)
        return Response(PlanOut(actions.approve_plan(plan=plan, by=by, at=clock.now())).data)


urlpatterns = [
    path("deals/<slug:deal>/teams", Teams.as_view()),
    path("deals/<slug:deal>/budget", ProgrammeBudget.as_view()),
    path("teams/<uuid:uid>/seats", Seats.as_view()),
    path("plans/<uuid:uid>/approval", PlanApproved.as_view()),
]
