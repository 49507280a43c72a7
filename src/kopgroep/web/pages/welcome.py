"""For who has just come in: one person worth knowing, and one thing to do, on the own page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from kopgroep.kernel.access import Permission, may
from kopgroep.kernel.accounts.models import User
from kopgroep.kernel.measures import Item
from kopgroep.kernel.obstacles import Words
from kopgroep.rooms.partners.models import Capacity, Contact, Organisation, OrganisationKind, Partner
from kopgroep.rooms.partners.views.coming_in import NEWCOMER
from kopgroep.rooms.programme.models import Deal

NEW_FOR = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Peer:
    """Somebody in the same deal with the same task (vakgenoot), and why this one."""

    contact: Contact
    why: Words


@dataclass(frozen=True, slots=True)
class Welcome:
    """What the own page says to a newcomer; `step` is what this person could do first."""

    deal: Deal | None
    story_url: str
    peer: Peer | None
    step: Item | None


def welcome_of(
    request: HttpRequest, user: User, deals: Sequence[Deal], waiting: Sequence[Item], on: date
) -> Welcome | None:
    """Only in the first two weeks of the session in which somebody came in; nobody else pays for it."""
    came_in_on = request.session.get(NEWCOMER)
    if came_in_on is None or on > date.fromisoformat(came_in_on) + NEW_FOR:
        return None
    seen = [deal for deal in deals if may(request, Permission.CONTACTS_VIEW, about=deal)]
    deal = deals[0] if deals else None
    return Welcome(
        deal=deal,
        story_url=_story_of(deal, user, on) if deal else "",
        peer=peer_of(user, seen, on),
        step=waiting[0] if waiting else None,
    )


def _story_of(deal: Deal, user: User, on: date) -> str:
    """Where the deal is and what is asked now, told to the own organisation; else what the deal is about."""
    mine = Contact.objects.in_its_deals(on).filter(person__user=user).values("organisation")
    partner = Partner.objects.taking_part(on).filter(deal=deal, organisation__in=mine).order_by("pk").first()
    if partner is not None:
        return reverse("onboarding", args=[partner.pk])
    return reverse("deal-about", args=[deal.code])


def peer_of(user: User, deals: Sequence[Deal], on: date) -> Peer | None:
    """Nearest first: the same kind of organisation, the same helix, the same task; who signs in before who does not."""
    mine = list(Contact.objects.current(on).filter(person__user=user).select_related("organisation"))
    places = [contact.organisation for contact in mine]
    partners = Partner.objects.taking_part(on).filter(deal__in=deals, organisation=OuterRef("organisation"))
    order = [
        _first(Q(organisation__kind__in={place.kind for place in places})),
        _first(Q(organisation__helix__in={place.helix for place in places})),
        _first(Q(capacity__in={contact.capacity for contact in mine} or {Capacity.CONTACT})),
        _first(Q(person__user__isnull=False)),
        F("person__name").asc(),
        F("pk").asc(),
    ]
    others = (
        Contact.objects.in_its_deals(on)
        .filter(Exists(partners), Q(deal=None) | Q(deal__in=deals))
        .exclude(person__user=user)
        .exclude(organisation__in=places)
        .exclude(person__email="")
        .select_related("person", "organisation")
    )
    found = others.order_by(*order).first()
    return Peer(found, _why(found, places)) if found else None


def _first(wish: Q) -> Case:
    return Case(When(wish, then=Value(0)), default=Value(1))


def _why(peer: Contact, places: Sequence[Organisation]) -> str:
    kind, helix = peer.organisation.kind, peer.organisation.helix
    if any(place.kind == kind for place in places) and kind != OrganisationKind.OTHER:
        return _("also from a %(kind)s") % {"kind": peer.organisation.get_kind_display()}
    if any(place.helix == helix for place in places):
        return _("also from the helix %(helix)s") % {"helix": peer.organisation.get_helix_display()}
    return _("in the same deal as you")
