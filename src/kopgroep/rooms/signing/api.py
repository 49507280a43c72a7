"""Signing as JSON: who signed, and putting a signature."""

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
from kopgroep.rooms.signing import actions
from kopgroep.rooms.signing.models import How, MandateKind, Signatory, Signature, SigningMoment
from kopgroep.rooms.signing.queries import signed_on

TAGS = ["signing"]


class SignatureOut(serializers.ModelSerializer[Signature]):
    partner = serializers.UUIDField(source="partner.uid")
    organisation = serializers.CharField(source="partner.organisation.name")
    moment = serializers.UUIDField(source="moment.uid")

    class Meta:
        model = Signature
        fields = [
            "uid",
            "partner",
            "organisation",
            "moment",
            "signed_on",
            "sha256",
            "authorised_on",
            "withdrawn_on",
        ]


class SignatureIn(serializers.Serializer[Any]):
    partner = serializers.UUIDField(help_text="De uid van de partner die tekende.")
    signed_on = serializers.DateField(required=False)


class WithdrawalIn(serializers.Serializer[Any]):
    on = serializers.DateField()
    reason = serializers.CharField(max_length=500)


class SignatoryIn(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=150)
    capacity = serializers.CharField(max_length=200)
    acts_as = serializers.CharField(max_length=200, required=False, allow_blank=True)
    mandate = serializers.ChoiceField(choices=MandateKind.choices, default=MandateKind.OWN)


class SignatoryOut(serializers.ModelSerializer[Signatory]):
    class Meta:
        model = Signatory
        fields = ["uid", "name", "capacity", "acts_as", "mandate", "checked_at"]


def checked(serializer: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    form = serializer(data=request.data)
    form.is_valid(raise_exception=True)
    values: dict[str, Any] = form.validated_data
    return values


@extend_schema(tags=TAGS)
class Signatures(APIView):
    @extend_schema(
        summary="Wie de deal heeft getekend",
        description="De partijen van vandaag, op naam; wie uittrad, staat er niet bij.",
        responses=SignatureOut(many=True),
    )
    def get(self, request: Request, deal: str) -> Response:
        found = get_object_or_404(Deal, code=deal)
        require(request, Permission.TEXT_READ, about=found)
        return Response(SignatureOut(signed_on(found, clock.today()), many=True).data)


@extend_schema(tags=TAGS)
class SignaturesOfMoment(APIView):
    @extend_schema(
        operation_id="signatures_give",
        summary="Leg een handtekening vast",
        description="Elke organisatie tekent op een moment één keer.",
        request=SignatureIn,
        responses={201: SignatureOut},
    )
    def post(self, request: Request, uid: UUID) -> Response:
        moment = get_object_or_404(SigningMoment.objects.select_related("deal", "text"), uid=uid)
        by = require(request, Permission.SIGNATURE_KEEP, about=moment)
        values = checked(SignatureIn, request)
        rows = Partner.objects.select_related("deal", "organisation")
        partner = get_object_or_404(rows, uid=values["partner"], deal=moment.deal)
        made = actions.sign_deal(
            moment=moment,
            partner=partner,
            how=How.SHEET,
            signed_on=values.get("signed_on"),
            by=by,
            at=clock.now(),
        )
        return Response(SignatureOut(made).data, status=status.HTTP_201_CREATED)


@extend_schema(tags=TAGS)
class Withdrawal(APIView):
    @extend_schema(
        summary="Een partij treedt uit",
        description="Dat zij tekende, blijft staan.",
        request=WithdrawalIn,
        responses=SignatureOut,
    )
    def post(self, request: Request, uid: UUID) -> Response:
        rows = Signature.objects.select_related("partner__deal", "partner__organisation", "moment")
        signature = get_object_or_404(rows, uid=uid)
        by = require(request, Permission.SIGNATURE_KEEP, about=signature)
        ended = actions.withdraw_signature(
            signature=signature, **checked(WithdrawalIn, request), by=by, at=clock.now()
        )
        return Response(SignatureOut(ended).data)


@extend_schema(tags=TAGS)
class TheSignatory(APIView):
    @extend_schema(
        operation_id="signatories_name",
        summary="Noem wie voor een partner tekent",
        description="Een naam en een functie; een account is niet nodig.",
        request=SignatoryIn,
        responses={201: SignatoryOut},
    )
    def post(self, request: Request, uid: UUID) -> Response:
        partner = get_object_or_404(Partner.objects.select_related("deal", "organisation"), uid=uid)
        by = require(request, Permission.SIGNATORY_NAME, about=partner)
        made = actions.name_signatory(partner=partner, **checked(SignatoryIn, request), by=by, at=clock.now())
        return Response(SignatoryOut(made).data, status=status.HTTP_201_CREATED)


urlpatterns = [
    path("deals/<slug:deal>/signatures", Signatures.as_view()),
    path("signing-moments/<uuid:uid>/signatures", SignaturesOfMoment.as_view()),
    path("signatures/<uuid:uid>/withdrawal", Withdrawal.as_view()),
    path("partners/<uuid:uid>/signatory", TheSignatory.as_view()),
]
