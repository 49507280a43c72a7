"""What a deal knows of people is read by nobody outside it: a mark in every personal text, and every page asked."""

import re
from datetime import date

import pytest
from django.core.cache import cache
from django.db import models
from django.test import Client

from kopgroep.kernel.accounts.models import User
from kopgroep.kernel.actors import Actor
from kopgroep.kernel.archives.belongings import Belongings
from kopgroep.kernel.clock import now
from kopgroep.kernel.imports.models import Import
from kopgroep.kernel.jobs.models import Job
from kopgroep.kernel.journal.models import Mail
from kopgroep.kernel.journal.record import record
from kopgroep.kernel.journal.verbs import Verb
from kopgroep.kernel.records import Record
from kopgroep.kernel.search.index import rebuild
from kopgroep.rooms.partners.actions import give_motivation
from kopgroep.rooms.partners.models import Contact, Invitation, Partner, Person
from kopgroep.rooms.programme.models import Deal
from tests.factories.partners import make_contact, make_invitation, make_organisation, make_partner
from tests.house.rights import address_of, make_world, routes, token_of

pytestmark = pytest.mark.proof

MARK = "zwaluwstaart"
LONG_AGO = date(2020, 1, 1)
OUTSIDERS = [
    "visitor",
    "stranger",
    "member of other partner",
    "contact of other partner",
    "initiator of other deal",
    "office of other deal",
    "manager of other deal",
]
# The same page found by a word, and as a file.
ALSO = (f"?q={MARK}", "?export=json")


def mark(model, keys):
    """The mark in every personal text of these rows; which fields that were."""
    marked = set()
    for name in getattr(model, "personal", {}):
        field = model._meta.get_field(name)
        is_text = isinstance(field, models.CharField | models.TextField) and not field.choices
        if not is_text or name == "password":
            continue
        for key in keys:
            is_mail = isinstance(field, models.EmailField)
            value = f"{MARK}{key}@example.org" if is_mail else f"{MARK} {key}"[: field.max_length or 200]
            model._base_manager.filter(pk=key).update(**{name: value})
            marked.add(f"{model.__name__}.{name}")
    return marked


def share_an_organisation(world, deal, other):
    """An organisation in both deals, with somebody for both, and somebody for our deal only; that one is returned."""
    shared = make_organisation("Stichting Beide")
    make_partner(deal, shared)
    there = make_partner(other, shared)
    for_both = make_contact(shared)
    make_invitation(for_both)
    ours = make_contact(shared)
    Contact.objects.filter(pk=ours.pk).update(deal=deal)
    make_invitation(Contact.objects.get(pk=ours.pk))
    world.elsewhere |= {
        "organisation_id": shared.pk,
        "partner_id": there.pk,
        "contact_id": for_both.pk,
        "uid": world.elsewhere["uid"] | {"organisations": shared.uid, "partners": there.uid},
    }
    return for_both, ours


@pytest.fixture
def world(db, settings):
    settings.API_RATE = "100000/min"
    cache.clear()
    world = make_world()
    deal, other = Deal.objects.get(code="our-deal"), Deal.objects.get(code="other-deal")
    partner = Partner.objects.get(pk=world.arguments["partner_id"])
    manager = world.people["manager of own deal"]
    by = Actor.of(manager)
    give_motivation(partner=partner, text=f"Why: {MARK}", given_on=LONG_AGO, by=by, at=now())
    for_both, ours = share_an_organisation(world, deal, other)
    # Somebody for our deal only, of an organisation that is in no deal yet.
    early = make_contact(make_organisation("Stichting Straks"))
    Contact.objects.filter(pk=early.pk).update(deal=deal)
    record(Verb.CONTACT_ADDED, about=partner, by=by, at=now(), private={"person": MARK})
    world.marked = mark_all(world, deal, not_ours=for_both) | mark(Person, [ours.person_id, early.person_id])
    Import.objects.filter(on=deal.address).update(asked_by=manager, file_name=f"{MARK}.csv")
    Job.objects.filter(uid=world.arguments["uid"]["jobs"]).update(asked_by=manager, error=MARK, message=MARK)
    Mail.objects.filter(chain=deal.journal_chain).update(
        to_email=f"{MARK}@example.org", subject=MARK, text=MARK, html=MARK
    )
    rebuild()
    return world


def mark_all(world, deal, *, not_ours):
    """Everything that goes along with the deal, but who belongs to the other one too."""
    theirs = {user.pk for name, user in world.people.items() if user and "other" in name}
    outside = {
        User: theirs,
        Person: {not_ours.person_id, *Person.objects.filter(user__in=theirs).values_list("pk", flat=True)},
        Contact: {not_ours.pk},
        # Who is asked to come in for all deals of an organisation is as well known there as its other people.
        Invitation: set(not_ours.invitations.values_list("pk", flat=True)),
    }
    marked = set()
    for model, keys in Belongings(deal).rows.items():
        # What is kept of an address holds for the whole installation.
        by_address = not issubclass(model, Record) and any(
            field.name == "email" for field in model._meta.fields
        )
        if not by_address:
            marked |= mark(model, set(keys) - outside.get(model, set()))
    return marked


def pages(world, person):
    """Address and text of everything that this person gets, of both deals."""
    user = world.people[person]
    if user is not None:
        user.refresh_from_db()
    for route, _pattern in routes():
        for elsewhere in (False, True):
            address = address_of(route, world, elsewhere=elsewhere)
            status, text = fetched(user, address)
            yield address, text
            if status == 200 and not address.startswith("/api/"):
                for query in ALSO:
                    yield address + query, without_question(fetched(user, address + query)[1])


def fetched(user, address):
    client, headers = Client(raise_request_exception=False), {}
    if user is not None and address.startswith("/api/"):
        headers = {"authorization": f"Bearer {token_of(user)}"}
    elif user is not None:
        client.force_login(user)
    answer = client.get(address, headers=headers)
    body = b"".join(answer) if answer.streaming else answer.content
    return answer.status_code, body.decode(errors="ignore").lower()


def without_question(text):
    """What was asked for is said again, and that tells nothing."""
    said = rf"(?:value|href|content)=\"[^\"]*\"|[“\"«]{MARK}[”\"»]|<title>.*?</title>"
    return re.sub(said, "", text, flags=re.DOTALL)


def test_nobody_outside_a_deal_reads_what_it_knows_of_people(world):
    leaks = [
        (person, page, " ".join(text[max(0, text.index(MARK) - 80) : text.index(MARK) + 40].split()))
        for person in OUTSIDERS
        for page, text in pages(world, person)
        if MARK in text
    ]

    assert leaks == []


def test_the_mark_stands_where_people_of_the_deal_do_read_it(world):
    """Else the test above would prove nothing."""
    seen = {page.partition("?")[0] for page, text in pages(world, "manager of own deal") if MARK in text}
    arguments = world.arguments

    assert {"Person.name", "Person.email", "Enquiry.message", "Comment.text"} <= world.marked
    assert {
        f"/partners/{arguments['partner_id']}/",
        f"/organisations/{arguments['organisation_id']}/",
        f"/organisations/{world.elsewhere['organisation_id']}/",
        f"/enquiries/{arguments['enquiry_id']}/",
        f"/api/v1/partners/{arguments['uid']['partners']}/contacts",
        "/deals/our-deal/invitations/",
        "/search/",
        "/outbox/",
        "/jobs/",
    } <= seen
