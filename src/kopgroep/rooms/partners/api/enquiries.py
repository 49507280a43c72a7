"""Enquiries as JSON: read who turned to a deal, and record what came in by a form elsewhere."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import path
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from kopgroep.kernel import clock
from kopgroep.kernel.access import Permission, require
from kopgroep.rooms.partners import actions
from kopgroep.rooms.partners.api.network import checked, created
from kopgroep.rooms.partners.models import Channel, Enquiry, EnquiryState, Helix, OrganisationKind, Wish
from kopgroep.rooms.programme.models import Deal

TAGS = ["enquiries"]


class EnquiryOut(serializers.ModelSerializer[Enquiry]):
    wish = serializers.ChoiceField(choices=Wish.choices)
    kind = serializers.ChoiceField(choices=OrganisationKind.choices, allow_blank=True)
    helix = serializers.ChoiceField(choices=Helix.choices, allow_blank=True)
    channel = serializers.ChoiceField(choices=Channel.choices)
    state = serializers.ChoiceField(choices=EnquiryState.choices)
    due_on = serializers.DateField(help_text="De laatste dag waarop het antwoord op tijd is.")
    partner = serializers.UUIDField(
        source="partner.uid", allow_null=True, default=None, help_text="De partner die het werd."
    )

    class Meta:
        model = Enquiry
        fields = [
            *("uid", "revision", "organisation_name", "kind", "helix", "wish", "name", "email", "phone"),
            *("message", "language", "channel", "state", "received_at", "due_on", "closed_at", "partner"),
        ]


class EnquiryIn(serializers.Serializer[Any]):
    organisation_name = serializers.CharField(max_length=200)
    kind = serializers.ChoiceField(choices=OrganisationKind.choices, required=False)
    wish = serializers.ChoiceField(choices=Wish.choices, default=Wish.KNOW)
    name = serializers.CharField(max_length=150)
    email = serializers.EmailField(
        max_length=254, required=False, help_text="Krijgt meteen een mail dat het bericht binnen is."
    )
    phone = serializers.CharField(max_length=30, required=False)
    message = serializers.CharField(max_length=4000, required=False)
    language = serializers.ChoiceField(choices=[("nl", "nl"), ("en", "en")], default="nl")


@extend_schema(tags=TAGS)
class Enquiries(ListAPIView[Enquiry]):
    serializer_class = EnquiryOut

    def get_queryset(self) -> QuerySet[Enquiry]:
        deal = get_object_or_404(Deal, code=self.kwargs["deal"])
        require(self.request, Permission.ENQUIRY_VIEW, about=deal)
        rows = Enquiry.objects.filter(deal=deal).select_related("partner")
        if (state := self.request.query_params.get("state")) is not None:
            rows = rows.filter(
                state=serializers.ChoiceField(choices=EnquiryState.choices).run_validation(state)
            )
        return rows.order_by("-received_at", "-pk")

    @extend_schema(
        summary="Aanmeldingen bij een deal",
        description="Wie wil meedoen of meer wil weten, de nieuwste eerst. Alleen voor het bureau van de deal.",
        parameters=[
            OpenApiParameter("state", str, enum=EnquiryState.values, description="Alleen deze staat.")
        ],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="enquiries_record",
        summary="Leg een aanmelding vast",
        description="Uit een formulier op een andere site of uit een ander programma; met dezelfde termijn en mail.",
        request=EnquiryIn,
        responses={201: EnquiryOut},
    )
    def post(self, request: Request, deal: str) -> Response:
        row = get_object_or_404(Deal, code=deal)
        by = require(request, Permission.ENQUIRY_HANDLE, about=row)
        values = checked(EnquiryIn, request)
        enquiry = actions.register_enquiry(deal=row, channel=Channel.PROGRAM, **values, by=by, at=clock.now())
        return created(EnquiryOut, enquiry)


@extend_schema(tags=TAGS)
class OneEnquiry(APIView):
    @extend_schema(
        summary="Een aanmelding",
        description="Met termijn en staat; en met de partner als het er een werd.",
        responses=EnquiryOut,
    )
    def get(self, request: Request, uid: UUID) -> Response:
        enquiry = get_object_or_404(Enquiry.objects.select_related("deal", "partner"), uid=uid)
        require(request, Permission.ENQUIRY_VIEW, about=enquiry)
        return Response(EnquiryOut(enquiry).data)


urlpatterns = [
    path("deals/<slug:deal>/enquiries", Enquiries.as_view()),
    path("enquiries/<uuid:uid>", OneEnquiry.as_view()),
]
