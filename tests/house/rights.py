"""One of everything, and everybody who may knock on its door."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from kopgroep.kernel import clock
from kopgroep.kernel.access import SCOPES, Role
from kopgroep.kernel.accounts.models import ApiToken
from kopgroep.rooms.partners.models import Capacity
from tests.factories import accounts, comments, gates, imports, jobs, links, partners, programme, webhooks

# allauth's own pages have their own guards; unknown addresses under /api/ answer 404 to everybody; health is
# for everybody, and says 503 where no worker runs.
SKIPPED = re.compile(r"^(account/(?!tokens)|i18n/|api/\(|static|health)")


@dataclass
class World:
    """A deal with one of everything, another deal, and the people."""

    people: dict[str, Any] = field(default_factory=dict)
    arguments: dict[str, Any] = field(default_factory=dict)
    # The same for the other deal.
    elsewhere: dict[str, Any] = field(default_factory=dict)


def make_world() -> World:
    deal, other = programme.make_deal("our-deal"), programme.make_deal("other-deal")
    phase = programme.make_phase(deal)
    programme.make_norm(phase)
    programme.make_planned_phase(phase)
    partner = partners.make_partner(deal)
    contact = partners.make_contact(partner.organisation)
    enquiry = partners.make_enquiry(deal)
    elsewhere = partners.make_partner(other)
    people: dict[str, Any] = {"visitor": None, "stranger": accounts.make_user("Charlie")}
    for place, where, organisation in (("other", other, elsewhere), ("own", deal, partner)):
        for role in (Role.INITIATOR, Role.OFFICE, Role.MANAGER):
            user = accounts.make_user(f"{place} {role}")
            accounts.make_grant(user, role, where)
            people[f"{role} of {place} deal"] = user
        for capacity in (Capacity.MEMBER, Capacity.DEPUTY, Capacity.CONTACT):
            user = accounts.make_user(f"{place} {capacity}")
            person = partners.make_person(f"{place} {capacity}", user=user)
            partners.make_contact(organisation.organisation, person, capacity=capacity)
            people[f"{capacity} of {place} partner"] = user
    administrator = accounts.make_user("Ada")
    administrator.is_superuser = True
    administrator.save()
    people["administrator"] = administrator
    world = World(people, _arguments(deal, phase, partner, contact, enquiry))
    there = programme.make_phase(other)
    programme.make_planned_phase(there)
    called = partners.make_contact(elsewhere.organisation)
    world.elsewhere = _arguments(other, there, elsewhere, called, partners.make_enquiry(other))
    return world


def _arguments(deal: Any, phase: Any, partner: Any, contact: Any, enquiry: Any) -> dict[str, Any]:
    """What stands between the slashes of the addresses of one deal."""
    webhook, mail = webhooks.make_webhook(deal), links.make_mail()
    mail.chain = deal.journal_chain
    mail.save()
    return {
        "deal": deal.code,
        "phase": phase.code,
        "partner_id": partner.pk,
        "organisation_id": partner.organisation_id,
        "contact_id": contact.pk,
        "enquiry_id": enquiry.pk,
        "moment_id": partners.make_contact_moment(partner).pk,
        "review_id": gates.make_review(phase).pk,
        "merger_id": 1,
        "synonym_id": 1,
        "number": 1,
        "lock": "frozen-text",
        "token": "a" * 43,
        "delivery": webhooks.make_delivery(webhook).uid,
        "uid": {
            "jobs": jobs.make_job().uid,
            "organisations": partner.organisation.uid,
            "partners": partner.uid,
            "invitations": partners.make_invitation(contact).uid,
            "enquiries": enquiry.uid,
            "webhooks": webhook.uid,
            "outbox": mail.uid,
            "archive": jobs.make_archive_job(deal).uid,
            "restore": jobs.make_looked_job(deal).uid,
            "imports": imports.make_import(deal).uid,
            "comments": comments.make_comment(partner).uid,
        },
    }


def routes(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address of the site as it is written in urls.py."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, route)
        elif not SKIPPED.search(route):
            yield route, pattern


def address_of(route: str, world: World, *, elsewhere: bool = False) -> str:
    """The route with one of everything filled in, of the own deal or of the other one."""
    arguments = world.elsewhere if elsewhere else world.arguments

    def fill(found: re.Match[str]) -> str:
        name = found[1]
        value = arguments.get(name, "00000000-0000-4000-8000-000000000000")
        if isinstance(value, dict):
            kind = next((part for part in route.split("/") if part in value), None)
            value = value[kind] if kind else "00000000-0000-4000-8000-000000000000"
        return str(value)

    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", fill, route)


def token_of(user: Any) -> str:
    """A token with every scope: what a program may is then what its user may."""
    secret = f"token of {user.uid}".replace(" ", "-")
    ApiToken.objects.get_or_create(
        user=user,
        digest=hashlib.sha256(secret.encode()).hexdigest(),
        defaults={
            "name": "walk",
            "scopes": list(SCOPES),
            "made_at": clock.now(),
            "expires_on": date(2099, 1, 1),
            "used_at": clock.now(),
        },
    )
    return secret


def answer(user: Any, address: str, *, method: str = "get") -> int | str:
    """What somebody gets: a status, or 'sign in' where the site asks who one is."""
    client = Client(raise_request_exception=False)
    headers = {}
    if user is not None and address.startswith("/api/"):
        headers = {"authorization": f"Bearer {token_of(user)}"}
    elif user is not None:
        client.force_login(user)
    response = getattr(client, method)(address, headers=headers)
    if response.status_code == 302 and response.headers["Location"].startswith("/account/login/"):
        return "sign in"
    if response.streaming:
        # Read to its end, a file closes itself; close() would end the test's own connection with PostgreSQL.
        b"".join(response)
    return int(response.status_code)
