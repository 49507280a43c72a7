"""Webhooks as JSON: which programs listen to a deal, and what they were told. Secrets are given once, when made."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import path
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from kopgroep.kernel import clock
from kopgroep.kernel.access import Permission, require
from kopgroep.kernel.actors import Actor
from kopgroep.kernel.journal.verbs import Verb
from kopgroep.kernel.webhooks import actions
from kopgroep.kernel.webhooks.models import SUBJECTS, Delivery, DeliveryState, Webhook
from kopgroep.rooms.programme.models import Deal

TAGS = ["webhooks"]
VERBS = [*(f"{name}.*" for name in SUBJECTS), *(verb.value for verb in Verb)]


class WebhookOut(serializers.ModelSerializer[Webhook]):
    is_on = serializers.SerializerMethodField(help_text="Of de webhook hoort wat er gebeurt.")
    verbs = serializers.ListField(child=serializers.CharField(), help_text="Leeg: alles.")

    class Meta:
        model = Webhook
        fields = [
            "uid",
            "revision",
            "name",
            "url",
            "verbs",
            "is_on",
            "failures",
            "switched_off_why",
            "made_at",
        ]

    def get_is_on(self, webhook: Webhook) -> bool:
        return webhook.switched_off_at is None


class WebhookMade(WebhookOut):
    secret = serializers.SerializerMethodField(help_text="Het geheim; je krijgt het alleen nu.")

    class Meta(WebhookOut.Meta):
        fields = [*WebhookOut.Meta.fields, "secret"]

    def get_secret(self, webhook: Webhook) -> str:
        return str(self.context["secret"])


class WebhookIn(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=100)
    url = serializers.URLField(max_length=500, help_text="Begint met https:// en is openbaar bereikbaar.")
    verbs = serializers.ListField(
        child=serializers.CharField(max_length=40),
        max_length=len(VERBS),
        required=False,
        default=list,
        help_text="Wat de webhook hoort, zoals partner.added of partner.*; leeg: alles.",
    )

    def validate_verbs(self, verbs: list[str]) -> list[str]:
        known = serializers.ChoiceField(choices=VERBS)
        return [known.run_validation(verb) for verb in verbs]


class DeliveryOut(serializers.ModelSerializer[Delivery]):
    state = serializers.ChoiceField(choices=DeliveryState.choices)

    class Meta:
        model = Delivery
        fields = ["uid", "number", "verb", "state", "attempts", "made_at", "delivered_at", "answer", "error"]


def _deal(request: Request, code: str) -> tuple[Deal, Actor]:
    deal = get_object_or_404(Deal, code=code)
    return deal, require(request, Permission.WEBHOOK_MANAGE, about=deal)


def _webhook(request: Request, code: str, uid: UUID) -> tuple[Deal, Webhook, Actor]:
    deal, by = _deal(request, code)
    return deal, get_object_or_404(Webhook, uid=uid, on=deal.address), by


def _checked(request: Request) -> dict[str, Any]:
    form = WebhookIn(data=request.data)
    form.is_valid(raise_exception=True)
    values: dict[str, Any] = form.validated_data
    return values


@extend_schema(tags=TAGS)
class Webhooks(ListAPIView[Webhook]):
    serializer_class = WebhookOut

    def get_queryset(self) -> QuerySet[Webhook]:
        if getattr(self, "swagger_fake_view", False):
            return Webhook.objects.none()
        deal, _by = _deal(self.request, self.kwargs["deal"])
        return Webhook.objects.filter(on=deal.address).order_by("name", "pk")

    @extend_schema(summary="Webhooks van een deal", description="Welke programma's horen wat er gebeurt.")
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="webhooks_add",
        summary="Voeg een webhook toe",
        description="Het antwoord heeft het geheim; je krijgt het alleen nu.",
        request=WebhookIn,
        responses={201: WebhookMade},
    )
    def post(self, request: Request, deal: str) -> Response:
        found, by = _deal(request, deal)
        made, secret = actions.add_webhook(deal=found, by=by, at=clock.now(), **_checked(request))
        body = WebhookMade(made, context={"secret": secret}).data
        return Response(body, status=status.HTTP_201_CREATED)


@extend_schema(tags=TAGS)
class OneWebhook(APIView):
    @extend_schema(summary="Een webhook", description="Wat hij hoort, en of hij werkt.", responses=WebhookOut)
    def get(self, request: Request, deal: str, uid: UUID) -> Response:
        _deal_of, webhook, _by = _webhook(request, deal, uid)
        return Response(WebhookOut(webhook).data)

    @extend_schema(
        summary="Verander een webhook",
        description="Naam, adres en wat hij hoort, alle drie opnieuw.",
        request=WebhookIn,
        responses=WebhookOut,
    )
    def put(self, request: Request, deal: str, uid: UUID) -> Response:
        _deal_of, webhook, by = _webhook(request, deal, uid)
        changed = actions.change_webhook(webhook=webhook, by=by, at=clock.now(), **_checked(request))
        return Response(WebhookOut(changed).data)

    @extend_schema(
        summary="Verwijder een webhook", description="Met de lijst van wat hij hoorde.", responses={204: None}
    )
    def delete(self, request: Request, deal: str, uid: UUID) -> Response:
        found, webhook, by = _webhook(request, deal, uid)
        actions.remove_webhook(webhook=webhook, deal=found, by=by, at=clock.now())
        return Response(status=status.HTTP_204_NO_CONTENT)


@extend_schema(
    tags=TAGS,
    parameters=[OpenApiParameter("state", str, enum=DeliveryState.values, description="Alleen deze stand.")],
)
class Deliveries(ListAPIView[Delivery]):
    serializer_class = DeliveryOut

    def get_queryset(self) -> QuerySet[Delivery]:
        if getattr(self, "swagger_fake_view", False):
            return Delivery.objects.none()
        _deal_of, webhook, _by = _webhook(self.request, self.kwargs["deal"], self.kwargs["uid"])
        rows = Delivery.objects.filter(webhook=webhook)
        if state := self.request.query_params.get("state"):
            serializers.ChoiceField(choices=DeliveryState.choices).run_validation(state)
            rows = rows.filter(state=state)
        return rows.order_by("-made_at", "-pk")

    @extend_schema(summary="Leveringen van een webhook", description="Wat hij hoorde, het nieuwste eerst.")
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


urlpatterns = [
    path("deals/<slug:deal>/webhooks", Webhooks.as_view()),
    path("deals/<slug:deal>/webhooks/<uuid:uid>", OneWebhook.as_view()),
    path("deals/<slug:deal>/webhooks/<uuid:uid>/deliveries", Deliveries.as_view()),
]
