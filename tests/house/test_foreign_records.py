"""Who is in one deal changes nothing of another: not at its addresses, and not by naming its records elsewhere."""

import json

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from kopgroep.kernel.archives.belongings import Belongings
from kopgroep.kernel.imports.models import Import
from kopgroep.kernel.jobs.models import Job
from kopgroep.kernel.journal.models import Mail
from kopgroep.kernel.webhooks.models import Delivery, Webhook
from kopgroep.rooms.partners.models import Contact, Enquiry, Invitation, Organisation, Partner
from kopgroep.rooms.programme.models import Deal
from tests.factories.accounts import make_saved_view
from tests.factories.programme import make_participation_role
from tests.house.forms import forms_of
from tests.house.rights import address_of, make_world, routes, token_of
from tests.house.test_rights_walk import OUTSIDERS, OWN, PUBLIC, REFUSED, may_outsider

# Thousands of requests, each undone: a long walk.
pytestmark = pytest.mark.proof

# Fields that a careless form would take: none of ours asks for them there.
MORE = (
    "id",
    "pk",
    "uid",
    "deal",
    "organisation",
    "partner",
    "contact",
    "person",
    "phase",
    "user",
    "parent",
    "on",
)
WRITES = ("post", "put", "patch", "delete")
# What changes by looking.
NOTED = {"last_login", "seen_at", "used_at"}


@pytest.fixture
def world(db, settings):
    settings.API_RATE = "100000/min"
    cache.clear()
    world = make_world()
    world.arguments["role_id"] = make_participation_role(Deal.objects.get(code="our-deal")).pk
    make_saved_view(world.people["manager of own deal"])
    return world


def state():
    """Everything that belongs to our deal, row by row; also what does not go along when a deal leaves."""
    deal = Deal.objects.get(code="our-deal")
    found = {
        f"{model.__name__} {row['id']}": {name: value for name, value in row.items() if name not in NOTED}
        for model, keys in Belongings(deal).rows.items()
        for row in model._base_manager.filter(pk__in=keys).values()
    }
    webhooks = Webhook.objects.filter(on=deal.address)
    rows = [
        webhooks,
        Delivery.objects.filter(webhook__in=webhooks),
        Import.objects.filter(on=deal.address),
        Mail.objects.filter(chain=deal.journal_chain),
        Invitation.objects.about_deal(deal),
    ]
    for each in rows:
        found |= {f"{each.model.__name__} {row['id']}": row for row in each.values()}
    return found


def changes(before, after):
    return sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))


def is_open_to(route, person):
    return may_outsider(route, person) or route in PUBLIC | OWN or route.startswith(("l/", "health"))


def client_of(user):
    client = Client(raise_request_exception=False)
    if user is not None:
        client.force_login(user)
    return client


def foreign(world):
    """How a request could name a record of our deal: by its number, its code, its uid or its address."""
    deal = Deal.objects.get(code="our-deal")
    partner = Partner.objects.get(pk=world.arguments["partner_id"])
    contact = Contact.objects.get(pk=world.arguments["contact_id"])
    numbers = {deal.pk, partner.pk, contact.pk, contact.person_id, partner.organisation_id}
    numbers |= {world.arguments["enquiry_id"], world.arguments["role_id"], deal.phases.get().pk}
    return [*map(str, sorted(numbers)), deal.code, str(partner.uid), str(contact.uid), partner.address]


@pytest.mark.parametrize("person", OUTSIDERS)
def test_at_the_addresses_of_another_deal_nothing_is_changed(world, person):
    user = world.people[person]
    headers = {"authorization": f"Bearer {token_of(user)}"} if user else {}
    body = dict.fromkeys(MORE, "1") | {"name": "Other", "text": "Other", "stage": "left", "do": "off"}
    before, let_in, failed = state(), [], []

    for route, _pattern in routes():
        address = address_of(route, world)
        if route.startswith("api/"):
            answers = [
                getattr(Client(raise_request_exception=False), method)(
                    address, json.dumps(body), content_type="application/json", headers=headers
                )
                for method in WRITES
            ]
        else:
            answers = [client_of(user).post(address, body)]
        for answer in answers:
            signs_in = answer.status_code == 302 and "/account/login/" in answer.headers["Location"]
            if answer.status_code >= 500:
                failed.append((route, answer.status_code))
            # A page that an outsider may see takes or refuses by itself; that nothing changed is seen below.
            elif not (answer.status_code in REFUSED or signs_in or is_open_to(route, person)):
                let_in.append((route, answer.status_code))

    assert failed == []
    assert let_in == []
    assert changes(before, state()) == []


@pytest.mark.parametrize("person", ["manager of other deal", "contact of other partner"])
def test_the_forms_of_the_own_deal_take_no_records_of_another(world, person):
    user, before = world.people[person], state()
    named, harmed, failed, sent = foreign(world), [], [], 0

    for route, _pattern in routes():
        page = address_of(route, world, elsewhere=True)
        if route.startswith(("api/", "charters/", "archives/")):
            continue
        answer = client_of(user).get(page)
        if answer.status_code != 200 or "text/html" not in answer.headers["Content-Type"]:
            continue
        for form in forms_of(page, answer.content.decode()):
            if form.action.startswith(("/account/logout", "/i18n/")):
                continue
            with transaction.atomic():
                for record in named:
                    extra = {name: record for name in MORE if name not in form.fields}
                    status = client_of(user).post(form.action, form.filled_in(record) | extra).status_code
                    sent += 1
                    if status >= 500:
                        failed.append((page, form.action, record))
                harmed += [(page, form.action, what) for what in changes(before, state())]
                transaction.set_rollback(True)

    assert sent > 50
    assert failed == []
    assert harmed == []


def test_a_program_of_another_deal_names_no_records_of_ours(world):
    user = world.people["manager of other deal"]
    headers = {"authorization": f"Bearer {token_of(user)}"}
    before, ours, theirs = state(), world.arguments, world.elsewhere
    partner, other = ours["uid"]["partners"], theirs["uid"]["partners"]
    role = Partner.objects.get(uid=partner).deal.participation_roles.get().code
    tries = [
        ("post", "deals/our-deal/partners", {"organisation": str(theirs["uid"]["organisations"])}),
        ("post", f"partners/{partner}/standings", {"stage": "left", "sinceOn": "2026-01-05"}),
        ("post", f"partners/{partner}/motivations", {"text": "Other"}),
        ("post", f"partners/{other}/participations", {"role": role, "fromOn": "2026-01-05"}),
        ("patch", f"organisations/{ours['uid']['organisations']}", {"revision": 1, "name": "Other"}),
        ("post", "deals/our-deal/gates/network/reviews", {"decision": "pass", "reason": "Other"}),
        ("post", "deals/other-deal/gates/explore/reviews", {"decision": "pass", "reason": "Other"}),
        ("post", "deals/our-deal/enquiries", {"organisationName": "Other", "name": "Other"}),
        ("get", f"enquiries/{ours['uid']['enquiries']}", {}),
        ("get", f"deals/other-deal/webhooks/{ours['uid']['webhooks']}", {}),
        (
            "put",
            f"deals/other-deal/webhooks/{ours['uid']['webhooks']}",
            {"name": "x", "url": "https://x.example"},
        ),
        ("delete", f"deals/other-deal/webhooks/{ours['uid']['webhooks']}", {}),
        ("get", f"deals/other-deal/webhooks/{ours['uid']['webhooks']}/deliveries", {}),
    ]

    answers = {
        f"{method} {path}": getattr(Client(), method)(
            f"/api/v1/{path}",
            *([json.dumps(body)] if method != "get" else []),
            content_type="application/json",
            headers=headers,
        ).status_code
        for method, path, body in tries
    }

    assert {path: status for path, status in answers.items() if status not in (403, 404)} == {}
    assert changes(before, state()) == []


def test_a_program_that_sends_more_fields_changes_no_more(world):
    user = world.people["manager of other deal"]
    headers = {"authorization": f"Bearer {token_of(user)}"}
    deal, organisation = (
        Deal.objects.get(code="other-deal"),
        Organisation.objects.create(name="Nieuw", kind="company", helix="business"),
    )
    before = state()
    more = {"deal": world.arguments["deal"], "id": 1, "uid": str(world.arguments["uid"]["partners"])}

    made = Client().post(
        "/api/v1/deals/other-deal/partners",
        json.dumps({"organisation": str(organisation.uid), "revision": 99, **more}),
        content_type="application/json",
        headers=headers,
    )
    sent = Client().post(
        "/api/v1/deals/other-deal/enquiries",
        json.dumps(
            {"organisationName": "Iets", "name": "Ella", "state": "declined", "channel": "form", **more}
        ),
        content_type="application/json",
        headers=headers,
    )

    partner = Partner.objects.get(organisation=organisation)
    enquiry = Enquiry.objects.get(organisation_name="Iets")
    assert (made.status_code, partner.deal, partner.revision) == (201, deal, 1)
    assert str(partner.uid) != more["uid"]
    assert (sent.status_code, enquiry.deal, enquiry.state, enquiry.channel) == (201, deal, "open", "program")
    assert changes(before, state()) == []


def test_the_job_of_a_stranger_is_not_seen_stopped_or_started_again(world):
    Job.objects.update(asked_by=world.people["manager of own deal"])
    job = Job.objects.get(uid=world.arguments["uid"]["jobs"])
    client, colleague = client_of(world.people["manager of other deal"]), world.people["office of own deal"]

    answers = [
        client.get(f"/jobs/{job.uid}/").status_code,
        client.post(f"/jobs/{job.uid}/stop/").status_code,
        client.post(f"/jobs/{job.uid}/again/").status_code,
    ]

    assert answers == [404, 404, 404]
    assert str(job.uid) not in client.get("/jobs/").content.decode()
    assert Job.objects.get(pk=job.pk).revision == job.revision
    assert str(job.uid) in client_of(colleague).get("/jobs/").content.decode()
    assert client_of(world.people["administrator"]).get(f"/jobs/{job.uid}/").status_code == 200
