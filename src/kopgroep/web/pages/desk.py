"""Vandaag: what waits for you, your deals and organisations, and what changed since you were here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kopgroep.kernel import clock
from kopgroep.kernel.access import Permission, SignInFirst, may
from kopgroep.kernel.accounts.models import User
from kopgroep.kernel.journal.history import lately
from kopgroep.kernel.measures import Item
from kopgroep.rooms.assessment import faces as assessment
from kopgroep.rooms.contributions import faces as contributions
from kopgroep.rooms.gates import faces as gates
from kopgroep.rooms.gates.queries import SmallRoute, small_routes
from kopgroep.rooms.meetings import faces as meetings
from kopgroep.rooms.partners import faces as partners
from kopgroep.rooms.partners.models import Contact
from kopgroep.rooms.partners.queries.roles import deals_of_people
from kopgroep.rooms.programme import faces as programme
from kopgroep.rooms.programme.models import Deal
from kopgroep.rooms.selection import faces as selection
from kopgroep.rooms.signing import faces as signing
from kopgroep.rooms.teams import faces as teams
from kopgroep.rooms.tools import faces as tools
from kopgroep.web.pages.welcome import welcome_of

# The rooms in which something can wait for somebody, most urgent first.
WAITING: tuple[Callable[[Any, date], list[Item]], ...] = (
    programme.waiting_for,
    gates.waiting_for,
    partners.waiting_for,
    contributions.waiting_for,
    tools.waiting_for,
    meetings.waiting_for,
    assessment.waiting_for,
    selection.waiting_for,
    teams.waiting_for,
    signing.waiting_for,
)
# What an administrator looks after; whoever works on a deal finds the same pages at the deal.
UPKEEP: tuple[tuple[Promise, str], ...] = (
    (_("Set up a new deal"), "archive:new"),
    (_("Restore a deal from its archive"), "archive:restore"),
    (_("Long jobs"), "jobs"),
    (_("Outbox"), "outbox"),
    (_("Somebody asks for their data"), "people-data"),
    (_("Removed because its time was past"), "retention"),
    (_("Search synonyms"), "synonyms"),
)
LOOK_BACK = timedelta(days=30)
NEWS_SHOWN = 25


@dataclass(frozen=True, slots=True)
class MyDeal:
    deal: Deal
    route: SmallRoute


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    if not isinstance(request.user, User):
        raise SignInFirst
    user, today, now = request.user, clock.today(), clock.now()
    deals = my_deals(user)
    routes = small_routes(deals, today)
    seen = last_visit(request, user, now)
    since = max(seen, now - LOOK_BACK) if seen else now - LOOK_BACK
    told = [deal.journal_chain for deal in deals if may(request, Permission.HISTORY_VIEW, about=deal)]
    waiting = [item for waiting_for in WAITING for item in waiting_for(user, today)]
    context = {
        "on": today,
        "welcome": welcome_of(request, user, deals, waiting, today),
        "waiting": waiting,
        "calls": [
            deal
            for deal in deals
            if not deal.is_read_only and may(request, Permission.ENQUIRY_HANDLE, about=deal)
        ],
        "deals": [MyDeal(deal, routes[deal.pk]) for deal in deals],
        "organisations": my_organisations(user, today),
        "news": lately(told, since=since, most=NEWS_SHOWN),
        "since": seen and since,
        "upkeep": [(label, reverse(view)) for label, view in UPKEEP] if user.is_superuser else [],
    }
    return render(request, "pages/desk.html", context)


def my_deals(user: User) -> list[Deal]:
    """The deals that a user has a role in, by grant or through an organisation."""
    start = f"{Deal._meta.label_lower}:"
    grants = user.grants.in_force(clock.today()).filter(on__startswith=start)
    uids = [address.removeprefix(start) for address in grants.values_list("on", flat=True)]
    mine = Deal.objects.filter(uid__in=uids) | Deal.objects.filter(
        pk__in=deals_of_people(user).values("deal")
    )
    return sorted(mine.distinct(), key=lambda deal: (str(deal.name).lower(), deal.pk))


def my_organisations(user: User, on: date) -> list[Item]:
    contacts = Contact.objects.current(on).filter(person__user=user).select_related("organisation")
    return [
        Item(
            str(contact.organisation), contact.organisation.get_absolute_url(), contact.get_capacity_display()
        )
        for contact in contacts.order_by("organisation__name", "pk")
    ]


def last_visit(request: HttpRequest, user: User, now: datetime) -> datetime | None:
    """When the reader was here before this session; the same for the whole session, so that nothing slips away."""
    kept = request.session.get("desk_since")
    if kept is not None:
        return datetime.fromisoformat(kept) if kept else None
    before = user.seen_at
    request.session["desk_since"] = before.isoformat() if before else ""
    User.objects.filter(pk=user.pk).update(seen_at=now)
    return before
