"""A deal with twenty partners of all four helices, in the first of its phases."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from kopgroep.kernel.actors import Actor
from kopgroep.rooms.partners.models import Helix
from tests.factories.partners import make_organisation, make_partner
from tests.factories.programme import make_four_phases, make_norm, make_phase_entry

DAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def in_english(english):
    """The messages are compared in the language of the source."""


@pytest.fixture
def on():
    return DAY


@pytest.fixture
def at():
    return datetime(2026, 3, 2, 10, tzinfo=UTC)


@pytest.fixture
def by(alice):
    return Actor.of(alice)


@pytest.fixture
def phases(deal):
    """The four phases; the deal is in the first."""
    found = make_four_phases(deal)
    make_phase_entry(found[0], entered_on=date(2026, 1, 1))
    return found


@pytest.fixture
def network(phases):
    """The first phase, with its three norms."""
    phase = phases[0]
    make_norm(phase, "helix-cover", measure="helix_cover", per="helix", threshold=1)
    make_norm(phase, "partners-20", threshold=20)
    make_norm(
        phase, "motivation", measure="partners_with_motivation", per="partner", threshold=100, strength="aim"
    )
    return phase


@pytest.fixture
def twenty(deal):
    helices = list(Helix)
    return [
        make_partner(deal, make_organisation(f"Party {number:02}", helix=helices[number % 4]))
        for number in range(20)
    ]


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
