"""Deals as JSON: what they are, their phases and planning, principles and norms."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import path
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.request import Request

from kopgroep.kernel.access import Permission, may, require
from kopgroep.rooms.programme.models import Deal, DealKind, DesignPrinciple, Norm, Phase, PhaseKind, Strength


@extend_schema_field({"type": "object", "properties": {"nl": {"type": "string"}, "en": {"type": "string"}}})
class TextField(serializers.Field[Any, Any, Any, Any]):
    """A text in both languages."""

    def to_representation(self, value: Any) -> dict[str, str]:
        plain: dict[str, str] = value.plain()
        return plain


class DealOut(serializers.ModelSerializer[Deal]):
    name = TextField()
    summary = TextField()
    assignment = TextField()
    kind = serializers.ChoiceField(choices=DealKind.choices, help_text="levend, historisch of verzonnen")
    signed = serializers.CharField(help_text="dag, maand of seizoen; leeg als onbekend", allow_null=True)

    class Meta:
        model = Deal
        fields = [
            "code",
            "uid",
            "name",
            "kind",
            "summary",
            "assignment",
            "is_open",
            "hours_per_day",
            "signed",
        ]


class PhaseOut(serializers.ModelSerializer[Phase]):
    name = TextField()
    outcome = TextField()
    kind = serializers.ChoiceField(choices=PhaseKind.choices)

    class Meta:
        model = Phase
        fields = ["code", "uid", "name", "kind", "order", "outcome"]


class PrincipleOut(serializers.ModelSerializer[DesignPrinciple]):
    name = TextField()
    explanation = TextField()

    class Meta:
        model = DesignPrinciple
        fields = ["code", "uid", "name", "explanation", "target_tools"]


class NormOut(serializers.ModelSerializer[Norm]):
    sentence = TextField()
    strength = serializers.ChoiceField(choices=Strength.choices)
    phase = serializers.SlugRelatedField[Phase](slug_field="code", read_only=True)

    class Meta:
        model = Norm
        fields = [
            "code",
            "uid",
            "sentence",
            "strength",
            "measure",
            "per",
            "threshold",
            "phase",
            "requirement",
        ]


def deal_of(request: Request, code: str, permission: Permission = Permission.DEAL_VIEW) -> Deal:
    """The deal of an address, when the asker may see it."""
    deal = get_object_or_404(Deal, code=code)
    require(request, permission, about=deal)
    return deal


@extend_schema(tags=["deals"], summary="City Deals", description="De deals die je mag zien.")
class Deals(ListAPIView[Deal]):
    serializer_class = DealOut

    def get_queryset(self) -> Any:
        deals = Deal.objects.order_by("code")
        return [deal for deal in deals if may(self.request, Permission.DEAL_VIEW, about=deal)]


@extend_schema(tags=["deals"], summary="Een City Deal", description="Wat de deal is.")
class OneDeal(RetrieveAPIView[Deal]):
    serializer_class = DealOut

    def get_object(self) -> Deal:
        return deal_of(self.request, self.kwargs["deal"])


class OfDeal(ListAPIView[Any]):
    """A list that hangs on one deal."""

    related: str
    order: tuple[str, ...] = ("order", "pk")

    def get_queryset(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = getattr(deal_of(self.request, self.kwargs["deal"]), self.related).all()
        return rows.order_by(*self.order)


@extend_schema(tags=["deals"], summary="Fasen van een deal", description="In de volgorde van de deal.")
class Phases(OfDeal):
    serializer_class = PhaseOut
    related = "phases"


@extend_schema(tags=["deals"], summary="Ontwerpprincipes van een deal", description="Geen of meer.")
class Principles(OfDeal):
    serializer_class = PrincipleOut
    related = "principles"


@extend_schema(
    tags=["deals"], summary="Doelen van een deal", description="Wat de deal beloofde: eis, streven, signaal."
)
class Norms(OfDeal):
    serializer_class = NormOut
    related = "norms"

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().select_related("phase")


urlpatterns = [
    path("deals", Deals.as_view()),
    path("deals/<slug:deal>", OneDeal.as_view()),
    path("deals/<slug:deal>/phases", Phases.as_view()),
    path("deals/<slug:deal>/principles", Principles.as_view()),
    path("deals/<slug:deal>/norms", Norms.as_view()),
]
