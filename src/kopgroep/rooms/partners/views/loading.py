"""What a page of the network is about, and what its visitor may see of it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from kopgroep.kernel import clock
from kopgroep.kernel.access import Permission, SignInFirst, may, require
from kopgroep.rooms.partners.models import PIPELINE, Organisation, Partner
from kopgroep.rooms.partners.queries.organisations import Sight, sight_of
from kopgroep.rooms.programme.models import Deal


def load_deal(request: HttpRequest, code: str) -> Deal:
    """A deal whose network this visitor may see."""
    deal = get_object_or_404(Deal, code=code)
    require(request, Permission.NETWORK_VIEW, about=deal)
    return deal


def load_partner(request: HttpRequest, partner_id: int) -> Partner:
    """A partner that this visitor may see; who is only spoken with is for those in the deal."""
    partner = get_object_or_404(
        Partner.objects.select_related("deal", "organisation", "source"), pk=partner_id
    )
    require(request, Permission.NETWORK_VIEW, about=partner)
    if not may(request, Permission.HISTORY_VIEW, about=partner):
        standing = Partner.objects.standing_on(clock.today()).filter(pk=partner.pk).first()
        if standing is None or standing.stage in PIPELINE:
            refuse(request)
    return partner


def load_organisation(request: HttpRequest, organisation_id: int) -> Organisation:
    organisation = get_object_or_404(Organisation, pk=organisation_id)
    require(request, Permission.NETWORK_VIEW, about=organisation)
    return organisation


def load_sight(request: HttpRequest) -> Sight:
    """How much of the registry this visitor sees; nothing at all is a refusal."""
    sight = sight_of(request.user)
    if not sight.anything:
        refuse(request)
    return sight


def refuse(request: HttpRequest) -> None:
    if not request.user.is_authenticated:
        raise SignInFirst
    raise PermissionDenied
