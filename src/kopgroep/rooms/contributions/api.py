"""Contributions as JSON: promise, give, invoice, book; and the sheet of a partner."""

from __future__ import annotations

from decimal import Decimal
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
from kopgroep.kernel.money import Hours
from kopgroep.rooms.contributions import actions
from kopgroep.rooms.contributions.models import Commitment, HoursEntry, HoursSuggestion, Invoice, Payment
from kopgroep.rooms.contributions.queries import Sheet, sheet_of
from kopgroep.rooms.partners.models import Partner
from kopgroep.rooms.programme.models import Phase

TAGS = ["contributions"]


class MoneyField(serializers.DecimalField):
    """Euros with two decimals."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_digits=12, decimal_places=2, **options)


class CommitmentOut(serializers.ModelSerializer[Commitment]):
    phase = serializers.SlugField(source="phase.code")

    class Meta:
        model = Commitment
        fields = [
            *("uid", "phase", "days_per_month", "euros", "in_kind", "in_kind_euros", "purchase_order"),
            *("is_exempt", "reason", "from_on", "until_on"),
        ]


class CommitmentIn(serializers.Serializer[Any]):
    phase = serializers.SlugField(help_text="De code van een fase van de deal.")
    days_per_month = serializers.DecimalField(
        max_digits=5, decimal_places=2, min_value=Decimal(0), max_value=Decimal(31), required=False
    )
    euros = MoneyField(min_value=Decimal(0), required=False)
    in_kind = serializers.CharField(max_length=300, required=False, allow_blank=True)
    in_kind_euros = MoneyField(min_value=Decimal(0), required=False)
    purchase_order = serializers.CharField(max_length=60, required=False, allow_blank=True)
    reason = serializers.CharField(
        max_length=500,
        required=False,
        allow_blank=True,
        help_text="Nodig als het minder is dan de deal vraagt.",
    )


class HoursIn(serializers.Serializer[Any]):
    month_from = serializers.DateField(help_text="De eerste dag van de maand.")
    minutes = serializers.IntegerField(min_value=0, max_value=44640)
    note = serializers.CharField(max_length=300, required=False, allow_blank=True)


class HoursOut(serializers.ModelSerializer[HoursEntry]):
    class Meta:
        model = HoursEntry
        fields = ["uid", "month_from", "minutes", "how", "note", "given_on"]


class SuggestionIn(serializers.Serializer[Any]):
    accept = serializers.BooleanField()


class SuggestionOut(serializers.ModelSerializer[HoursSuggestion]):
    class Meta:
        model = HoursSuggestion
        fields = ["uid", "month_from", "minutes", "why", "suggested_on", "answered_on"]


class InvoiceIn(serializers.Serializer[Any]):
    phase = serializers.SlugField(help_text="De code van een fase van de deal.")
    number = serializers.CharField(max_length=40)
    euros = MoneyField(min_value=Decimal("0.01"))
    invoiced_on = serializers.DateField()
    due_on = serializers.DateField()


class InvoiceOut(serializers.ModelSerializer[Invoice]):
    class Meta:
        model = Invoice
        fields = ["uid", "number", "euros", "invoiced_on", "due_on", "cancelled_on"]


class PaymentIn(serializers.Serializer[Any]):
    euros = MoneyField(min_value=Decimal("0.01"))
    paid_on = serializers.DateField()


class PaymentOut(serializers.ModelSerializer[Payment]):
    class Meta:
        model = Payment
        fields = ["uid", "euros", "paid_on", "undone_on"]


class MonthOut(serializers.Serializer[Any]):
    month_from = serializers.DateField()
    asked_minutes = serializers.IntegerField(source="asked.units")
    given_minutes = serializers.IntegerField(source="given.units")
    missing_minutes = serializers.IntegerField(source="missing.units")
    carried_minutes = serializers.IntegerField(source="carried.units")


class SheetOut(serializers.Serializer[Any]):
    partner = serializers.UUIDField(source="partner.uid")
    is_exempt = serializers.BooleanField()
    asked_minutes = serializers.IntegerField(source="asked.units")
    given_minutes = serializers.IntegerField(source="given.units")
    expected_euros = MoneyField(source="expected.euros")
    invoiced_euros = MoneyField(source="invoiced.euros")
    paid_euros = MoneyField(source="paid.euros")
    overdue_euros = MoneyField(source="overdue.euros")
    commitments = CommitmentOut(many=True)
    months = MonthOut(many=True)


def partner_for(request: Request, uid: UUID, permission: Permission) -> tuple[Partner, Any]:
    partner = get_object_or_404(Partner.objects.select_related("deal", "organisation"), uid=uid)
    return partner, require(request, permission, about=partner)


def checked(serializer: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    form = serializer(data=request.data)
    form.is_valid(raise_exception=True)
    values: dict[str, Any] = form.validated_data
    return values


def phase_of(partner: Partner, code: str) -> Phase:
    return get_object_or_404(Phase, deal=partner.deal, code=code)


def created(serializer: type[serializers.Serializer[Any]], row: Any) -> Response:
    return Response(serializer(row).data, status=status.HTTP_201_CREATED)


@extend_schema(tags=TAGS)
class OneSheet(APIView):
    @extend_schema(
        summary="Toegezegd, gegeven, nog te doen",
        description="Van één partner: toezeggingen, uren per maand en geld, op de dag van vandaag.",
        responses=SheetOut,
    )
    def get(self, request: Request, uid: UUID) -> Response:
        partner, _by = partner_for(request, uid, Permission.CONTRIBUTION_VIEW)
        sheet: Sheet = sheet_of(partner, clock.today())
        return Response(SheetOut(sheet).data)


@extend_schema(tags=TAGS)
class Commitments(APIView):
    @extend_schema(
        operation_id="commitments_make",
        summary="Doe een toezegging",
        description="Komt in de plaats van wat voor die fase eerder was toegezegd.",
        request=CommitmentIn,
        responses={201: CommitmentOut},
    )
    def post(self, request: Request, uid: UUID) -> Response:
        partner, by = partner_for(request, uid, Permission.CONTRIBUTION_GIVE)
        values = checked(CommitmentIn, request)
        phase = phase_of(partner, values.pop("phase"))
        made = actions.commit(partner=partner, phase=phase, **values, by=by, at=clock.now())
        return created(CommitmentOut, made)


@extend_schema(tags=TAGS)
class HoursOfPartner(APIView):
    @extend_schema(
        operation_id="hours_give",
        summary="Geef de uren van een maand",
        description="Een later antwoord over dezelfde maand komt in de plaats van het eerdere.",
        request=HoursIn,
        responses={201: HoursOut},
    )
    def post(self, request: Request, uid: UUID) -> Response:
        partner, by = partner_for(request, uid, Permission.CONTRIBUTION_GIVE)
        values = checked(HoursIn, request)
        time = Hours(values.pop("minutes"))
        entry = actions.give_hours(partner=partner, time=time, **values, by=by, at=clock.now())
        return created(HoursOut, entry)


@extend_schema(tags=TAGS)
class OneSuggestion(APIView):
    @extend_schema(
        summary="Antwoord op een voorstel voor uren",
        description="Telt het, of telt het niet.",
        request=SuggestionIn,
        responses=SuggestionOut,
    )
    def post(self, request: Request, uid: UUID) -> Response:
        rows = HoursSuggestion.objects.select_related("partner__deal", "partner__organisation", "activity")
        suggestion = get_object_or_404(rows, uid=uid)
        by = require(request, Permission.CONTRIBUTION_GIVE, about=suggestion)
        values = checked(SuggestionIn, request)
        answered = actions.answer_suggestion(suggestion=suggestion, **values, by=by, at=clock.now())
        return Response(SuggestionOut(answered).data)


@extend_schema(tags=TAGS)
class Invoices(APIView):
    @extend_schema(
        operation_id="invoices_add",
        summary="Leg een factuur vast",
        description="Een nummer dat de deal al kent, wordt geweigerd.",
        request=InvoiceIn,
        responses={201: InvoiceOut},
    )
    def post(self, request: Request, uid: UUID) -> Response:
        partner, by = partner_for(request, uid, Permission.CONTRIBUTION_KEEP)
        values = checked(InvoiceIn, request)
        phase = phase_of(partner, values.pop("phase"))
        made = actions.invoice_partner(partner=partner, phase=phase, **values, by=by, at=clock.now())
        return created(InvoiceOut, made)


@extend_schema(tags=TAGS)
class Payments(APIView):
    @extend_schema(
        operation_id="payments_book",
        summary="Boek een betaling",
        description="Meer dan er nog openstaat, wordt geweigerd.",
        request=PaymentIn,
        responses={201: PaymentOut},
    )
    def post(self, request: Request, uid: UUID) -> Response:
        rows = Invoice.objects.select_related("partner__deal", "partner__organisation")
        invoice = get_object_or_404(rows, uid=uid)
        by = require(request, Permission.CONTRIBUTION_KEEP, about=invoice)
        payment = actions.book_payment(invoice=invoice, **checked(PaymentIn, request), by=by, at=clock.now())
        return created(PaymentOut, payment)


urlpatterns = [
    path("partners/<uuid:uid>/contributions", OneSheet.as_view()),
    path("partners/<uuid:uid>/commitments", Commitments.as_view()),
    path("partners/<uuid:uid>/hours", HoursOfPartner.as_view()),
    path("partners/<uuid:uid>/invoices", Invoices.as_view()),
    path("hours-suggestions/<uuid:uid>", OneSuggestion.as_view()),
    path("invoices/<uuid:uid>/payments", Payments.as_view()),
]
