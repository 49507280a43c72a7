import pytest
from django.test import Client


@pytest.fixture
def as_alice(alice):
    return signed_in(alice)


@pytest.fixture
def as_bob(bob):
    return signed_in(bob)


@pytest.fixture
def as_charlie(charlie):
    return signed_in(charlie)


@pytest.fixture
def visitor():
    return Client(headers={"accept-language": "en"})


def signed_in(user):
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client
