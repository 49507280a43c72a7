"""A deal whose network has something of everything."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from kopgroep.kernel.actors import Actor
from kopgroep.rooms.partners.actions import register_enquiry
from tests.factories.programme import make_deal


@pytest.fixture
def at():
    return datetime(2026, 1, 2, 10, tzinfo=UTC)


@pytest.fixture
def by(alice):
    return Actor.of(alice)


@pytest.fixture
def as_alice(alice):
    return signed_in(alice)


@pytest.fixture
def as_bob(bob):
    return signed_in(bob)


@pytest.fixture
def as_charlie(charlie):
    return signed_in(charlie)


def signed_in(user):
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


@pytest.fixture
def open_deal(db):
    return make_deal("open-deal", is_open=True)


@pytest.fixture
def visitor():
    return Client(headers={"accept-language": "en"})


def register(deal, at, **changes):
    facts = {"organisation_name": "Stichting Groene Stoep", "name": "Ella Bloem", "email": "ella@example.org"}
    return register_enquiry(deal=deal, **facts | changes, by=Actor.public(), at=at)
