"""A program that listens to a deal hears of its organisations and their people too, and of nobody else's."""

import json
from datetime import date

import pytest

from kopgroep.kernel.actors import Actor
from kopgroep.kernel.clock import now
from kopgroep.kernel.webhooks.actions import add_webhook, switch_webhook
from kopgroep.kernel.webhooks.fan_out import make_deliveries
from kopgroep.kernel.webhooks.models import Delivery
from kopgroep.rooms.partners.actions import add_contact, change_organisation, end_contact
from kopgroep.rooms.partners.actions.invitations import invite_contact
from tests.factories.partners import make_organisation, make_partner
from tests.factories.programme import make_deal

pytestmark = pytest.mark.django_db
BY = Actor.system("test")
LONG_AGO = date(2020, 1, 1)


@pytest.fixture
def organisation(deal):
    return make_partner(deal).organisation


def listening(deal, *verbs):
    return add_webhook(deal=deal, name="CRM", url="https://example.org/", verbs=verbs, by=BY, at=now())[0]


def told(webhook):
    while make_deliveries(webhook, at=now()):
        webhook.refresh_from_db()
    rows = Delivery.objects.filter(webhook=webhook).exclude(verb__startswith="webhook.")
    return list(rows.order_by("pk").values_list("verb", flat=True))


def contact_of(organisation, **more):
    return add_contact(organisation=organisation, name="Els", since_on=LONG_AGO, by=BY, at=now(), **more)


def renamed(organisation):
    return change_organisation(
        organisation=organisation, name="Anders", kind="company", helix="business",
        seen_revision=organisation.revision, by=BY, at=now(),
    )  # fmt: skip


def test_it_hears_of_contacts_and_facts_of_its_organisations_in_the_order_in_which_they_happened(
    deal, organisation
):
    contact_of(organisation)
    webhook = listening(deal)
    contact = contact_of(organisation, email="els@example.org")
    invite_contact(contact=contact, by=BY, at=now())
    organisation.refresh_from_db()
    renamed(organisation)
    end_contact(contact=contact, until_on=date(2026, 1, 1), by=BY, at=now())

    assert told(webhook) == ["contact.added", "invitation.sent", "organisation.changed", "contact.ended"]
    body = Delivery.objects.get(webhook=webhook, verb="contact.added").body
    assert json.loads(body)["data"]["journal"] == "registry"
    assert {"kind": "partners.organisation", "uid": str(organisation.uid)} in json.loads(body)["data"][
        "about"
    ]
    assert "Els" not in body


def test_it_hears_only_of_what_it_asked_for(deal, organisation):
    webhook = listening(deal, "contact.*")
    renamed(organisation)
    organisation.refresh_from_db()
    contact_of(organisation)

    assert told(webhook) == ["contact.added"]


def test_it_hears_nothing_of_organisations_of_other_deals_nor_of_people_for_another_deal_only(
    deal, organisation
):
    other = make_deal("other-deal")
    make_partner(other, organisation)
    ours, theirs = listening(deal, "contact.*"), listening(other, "contact.*")
    contact_of(make_partner(other).organisation)
    contact_of(make_organisation())
    contact_of(organisation, email="els@example.org", deal=other)

    assert told(ours) == []
    assert told(theirs) == ["contact.added"] * 2


def test_what_happened_while_it_was_off_is_not_told_later(deal, organisation):
    webhook = listening(deal, "contact.*")
    switch_webhook(webhook=webhook, on=False, by=BY, at=now())
    contact_of(organisation)
    switch_webhook(webhook=webhook, on=True, by=BY, at=now())
    organisation.refresh_from_db()
    contact_of(organisation)

    assert told(webhook) == ["contact.added"]
