"""A deal whose network has something of everything."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from kopgroep.kernel.actors import Actor


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
