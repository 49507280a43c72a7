"""The network as JSON: organisations, and partners with their standings, motivation, role and contacts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import path
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from kopgroep.kernel import clock
from kopgroep.kernel.access import Permission, may, require
from kopgroep.rooms.partners import actions
from kopgroep.rooms.partners.models import (
    PIPELINE,
    Capacity,
    Contact,
    Helix,
    Organisation,
    OrganisationKind,
    Partner,
    Relation,
    Stage,
    Standing,
)
from kopgroep.rooms.partners.models.partners import PartnerQuerySet
from kopgroep.rooms.partners.queries.organisations import sight_of, visible_organisations
from kopgroep.rooms.programme.models import Deal, ParticipationRole

TAGS = ["network"]
REVISION = "De revisie die je las; is die intussen veranderd, dan volgt 409."


class OrganisationOut(serializers.ModelSerializer[Organisation]):
    kind = serializers.ChoiceField(choices=OrganisationKind.choices)
    helix = serializers.ChoiceField(choices=Helix.choices)

    class Meta:
        model = Organisation
        fields = [
            *("uid", "revision", "name", "kind", "helix", "kvk", "oin", "cbs_code", "website"),
            *("valid_from", "valid_until"),
        ]


class OrganisationIn(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=200)
    kind = serializers.ChoiceField(choices=OrganisationKind.choices)
    helix = serializers.ChoiceField(choices=Helix.choices)
    kvk = serializers.CharField(max_length=8, required=False, allow_blank=True)
    oin = serializers.CharField(max_length=20, required=False, allow_blank=True)
    cbs_code = serializers.CharField(max_length=6, required=False, allow_blank=True)
    website = serializers.URLField(max_length=300, required=False, allow_blank=True)
    valid_from = serializers.DateField(required=False, allow_null=True)
    valid_until = serializers.DateField(required=False, allow_null=True)


class OrganisationChange(OrganisationIn):
    revision = serializers.IntegerField(min_value=1, help_text=REVISION)


class PartnerOut(serializers.ModelSerializer[Partner]):
    organisation = OrganisationOut()
    stage = serializers.ChoiceField(choices=Stage.choices)
    relation = serializers.ChoiceField(choices=Relation.choices)
    since_on = serializers.DateField(help_text="Sinds wanneer de partner op deze stap staat.")

    class Meta:
        model = Partner
        fields = ["uid", "revision", "organisation", "stage", "relation", "since_on", "intends_next_phases"]


class PartnerIn(serializers.Serializer[Any]):
    organisation = serializers.UUIDField(help_text="De uid van de organisatie.")
    stage = serializers.ChoiceField(choices=Stage.choices, default=Stage.APPROACHED)
    relation = serializers.ChoiceField(choices=Relation.choices, default=Relation.PARTNER)
    since_on = serializers.DateField(required=False)


class StandingIn(serializers.Serializer[Any]):
    stage = serializers.ChoiceField(choices=Stage.choices)
    since_on = serializers.DateField()
    note = serializers.CharField(max_length=500, required=False, allow_blank=True)
    revision = serializers.IntegerField(min_value=1, required=False, help_text=REVISION)


class StandingOut(serializers.ModelSerializer[Standing]):
    stage = serializers.ChoiceField(choices=Stage.choices)
    relation = serializers.ChoiceField(choices=Relation.choices)

    class Meta:
        model = Standing
        fields = ["uid", "stage", "relation", "since_on", "note"]


class MotivationIn(serializers.Serializer[Any]):
    text = serializers.CharField(max_length=5000)
    given_on = serializers.DateField(required=False)


class ParticipationIn(serializers.Serializer[Any]):
    role = serializers.SlugField(help_text="De code van een rol uit de spelregels van de deal.")
    days_per_month = serializers.DecimalField(max_digits=5, decimal_places=2, min_value=0, required=False)
    from_on = serializers.DateField()


class ContactOut(serializers.ModelSerializer[Contact]):
    name = serializers.CharField(source="person.name")
    email = serializers.EmailField(source="person.email")
    phone = serializers.CharField(source="person.phone")
    capacity = serializers.ChoiceField(choices=Capacity.choices)

    class Meta:
        model = Contact
        fields = ["uid", "name", "email", "phone", "capacity", "position", "since_on"]


def partners_on_today() -> PartnerQuerySet:
    return Partner.objects.standing_on(clock.today()).select_related("organisation", "deal")


def partner_for(request: Request, uid: UUID, permission: Permission) -> tuple[Partner, Any]:
    """A partner of an address and the actor; a stranger is not told that it is there."""
    partner = get_object_or_404(partners_on_today(), uid=uid)
    return partner, require(request, permission, about=partner)


def checked(
    serializer: type[serializers.Serializer[Any]], request: Request, **options: Any
) -> dict[str, Any]:
    form = serializer(data=request.data, **options)
    form.is_valid(raise_exception=True)
    values: dict[str, Any] = form.validated_data
    return values


def created(serializer: type[serializers.Serializer[Any]], row: Any) -> Response:
    return Response(serializer(row).data, status=status.HTTP_201_CREATED)


@extend_schema(tags=TAGS)
class Organisations(ListAPIView[Organisation]):
    serializer_class = OrganisationOut

    def get_queryset(self) -> QuerySet[Organisation]:
        return visible_organisations(sight_of(self.request.user)).order_by("name", "pk")

    @extend_schema(summary="Organisaties", description="De organisaties die je mag zien, op naam.")
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        require_scope(request, Permission.NETWORK_VIEW)
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="organisations_add",
        summary="Voeg een organisatie toe",
        description="Een code die al bekend is, wordt geweigerd.",
        request=OrganisationIn,
        responses={201: OrganisationOut},
    )
    def post(self, request: Request) -> Response:
        by = require(request, Permission.ORGANISATION_EDIT)
        organisation = actions.add_organisation(**checked(OrganisationIn, request), by=by, at=clock.now())
        return created(OrganisationOut, organisation)


@extend_schema(tags=TAGS)
class OneOrganisation(APIView):
    @extend_schema(
        summary="Een organisatie",
        description="Wat bekend is over een organisatie.",
        responses=OrganisationOut,
    )
    def get(self, request: Request, uid: UUID) -> Response:
        require_scope(request, Permission.NETWORK_VIEW)
        rows = visible_organisations(sight_of(request.user))
        return Response(OrganisationOut(get_object_or_404(rows, uid=uid)).data)

    @extend_schema(
        summary="Verander een organisatie",
        description="Alleen de velden die je stuurt veranderen.",
        request=OrganisationChange,
        responses=OrganisationOut,
    )
    def patch(self, request: Request, uid: UUID) -> Response:
        organisation = get_object_or_404(Organisation, uid=uid)
        by = require(request, Permission.ORGANISATION_EDIT, about=organisation)
        values = checked(OrganisationChange, request, partial=True)
        if "revision" not in values:
            raise serializers.ValidationError(
                {"revision": [serializers.Field.default_error_messages["required"]]}
            )
        seen = values.pop("revision")
        actions.change_organisation(
            organisation=organisation, seen_revision=seen, **values, by=by, at=clock.now()
        )
        return Response(OrganisationOut(organisation).data)


@extend_schema(tags=TAGS)
class Partners(ListAPIView[Partner]):
    serializer_class = PartnerOut

    def get_queryset(self) -> QuerySet[Partner]:
        deal = get_object_or_404(Deal, code=self.kwargs["deal"])
        require(self.request, Permission.NETWORK_VIEW, about=deal)
        rows = partners_on_today().filter(deal=deal)
        if not may(self.request, Permission.HISTORY_VIEW, about=deal):
            rows = rows.not_at_stage(*PIPELINE)
        if (stage := self.request.query_params.get("stage")) is not None:
            rows = rows.at_stage(serializers.ChoiceField(choices=Stage.choices).run_validation(stage))
        return rows.order_by("organisation__name", "pk")

    @extend_schema(
        summary="Partners van een deal",
        description="Met hun stap en relatie van vandaag. Wie nog in gesprek is, zien alleen deelnemers.",
        parameters=[OpenApiParameter("stage", str, enum=Stage.values, description="Alleen deze stap.")],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        operation_id="partners_add",
        summary="Voeg een partner toe",
        description="Een organisatie doet mee aan de deal, op de stap die je noemt.",
        request=PartnerIn,
        responses={201: PartnerOut},
    )
    def post(self, request: Request, deal: str) -> Response:
        row = get_object_or_404(Deal, code=deal)
        by = require(request, Permission.PARTNER_ADMIT, about=row)
        values = checked(PartnerIn, request)
        organisation = get_object_or_404(Organisation, uid=values.pop("organisation"))
        partner = actions.add_partner(deal=row, organisation=organisation, **values, by=by, at=clock.now())
        return created(
            PartnerOut, get_object_or_404(Partner.objects.standing_on(clock.today()), pk=partner.pk)
        )


@extend_schema(tags=TAGS)
class OnePartner(APIView):
    @extend_schema(
        summary="Een partner", description="Met stap en relatie van vandaag.", responses=PartnerOut
    )
    def get(self, request: Request, uid: UUID) -> Response:
        partner, _by = partner_for(request, uid, Permission.NETWORK_VIEW)
        if partner.stage in PIPELINE:
            require(request, Permission.HISTORY_VIEW, about=partner)
        return Response(PartnerOut(partner).data)


@extend_schema(tags=TAGS)
class Standings(APIView):
    @extend_schema(
        summary="Stappen van een partner",
        description="Alle stappen met hun datum, de laatste eerst.",
        responses=StandingOut(many=True),
    )
    def get(self, request: Request, uid: UUID) -> Response:
        partner, _by = partner_for(request, uid, Permission.HISTORY_VIEW)
        return Response(StandingOut(partner.standings.order_by("-since_on", "-pk"), many=True).data)

    @extend_schema(
        operation_id="partners_move",
        summary="Zet een partner op een andere stap",
        description="Vanaf een dag; uittreden vraagt een reden.",
        request=StandingIn,
        responses={201: PartnerOut},
    )
    def post(self, request: Request, uid: UUID) -> Response:
        partner, by = partner_for(request, uid, Permission.PARTNER_ADMIT)
        values = checked(StandingIn, request)
        seen = values.pop("revision", None)
        actions.move_partner(partner=partner, seen_revision=seen, **values, by=by, at=clock.now())
        return created(PartnerOut, get_object_or_404(partners_on_today(), pk=partner.pk))


@extend_schema(tags=TAGS)
class Motivations(APIView):
    @extend_schema(
        operation_id="partners_motivate",
        summary="Leg de motivatie van een partner vast",
        description="Waarom de organisatie meedoet, in eigen woorden.",
        request=MotivationIn,
        responses={201: PartnerOut},
    )
    def post(self, request: Request, uid: UUID) -> Response:
        partner, by = partner_for(request, uid, Permission.PARTNER_EDIT)
        values = {"given_on": clock.today(), **checked(MotivationIn, request)}
        actions.give_motivation(partner=partner, **values, by=by, at=clock.now())
        return created(PartnerOut, partner)


@extend_schema(tags=TAGS)
class Participations(APIView):
    @extend_schema(
        operation_id="partners_take_role",
        summary="Leg rol en inzet van een partner vast",
        description="Vanaf een dag; de vorige rol eindigt dan.",
        request=ParticipationIn,
        responses={201: PartnerOut},
    )
    def post(self, request: Request, uid: UUID) -> Response:
        partner, by = partner_for(request, uid, Permission.PARTNER_EDIT)
        values = checked(ParticipationIn, request)
        role = get_object_or_404(ParticipationRole, deal=partner.deal, code=values.pop("role"))
        actions.take_role(partner=partner, role=role, **values, by=by, at=clock.now())
        return created(PartnerOut, partner)


@extend_schema(tags=TAGS)
class Contacts(APIView):
    @extend_schema(
        summary="Contactpersonen van een partner",
        description="Alleen voor wie de mensen van de deal mag zien.",
        responses=ContactOut(many=True),
    )
    def get(self, request: Request, uid: UUID) -> Response:
        partner, _by = partner_for(request, uid, Permission.CONTACTS_VIEW)
        rows = partner.organisation.contacts.current(clock.today()).select_related("person")
        rows = rows.filter(Q(deal=None) | Q(deal=partner.deal)).order_by("person__name", "pk")
        return Response(ContactOut(rows, many=True).data)


def require_scope(request: Request, permission: Permission) -> None:
    """Who asks by token must hold the scope; what is seen depends on the deals one is in."""
    if request.auth is not None:
        require(request, permission)


urlpatterns = [
    path("organisations", Organisations.as_view()),
    path("organisations/<uuid:uid>", OneOrganisation.as_view()),
    path("deals/<slug:deal>/partners", Partners.as_view()),
    path("partners/<uuid:uid>", OnePartner.as_view()),
    path("partners/<uuid:uid>/standings", Standings.as_view()),
    path("partners/<uuid:uid>/motivations", Motivations.as_view()),
    path("partners/<uuid:uid>/participations", Participations.as_view()),
    path("partners/<uuid:uid>/contacts", Contacts.as_view()),
]
