"""Gates by JSON."""

import pytest

from kopgroep.rooms.gates.models import Review
from tests.api.conftest import token_for
from tests.factories.partners import make_partner
from tests.factories.programme import make_norm, make_phase

__all__ = ["token_for"]


@pytest.fixture
def phase(deal):
    phase = make_phase(deal)
    make_norm(phase, threshold=2)
    return phase


@pytest.fixture
def manager(alice, token_for):
    return token_for(alice, ["deals:read", "gates:write"])


def test_a_gate_tells_value_threshold_and_evidence(client, deal, phase, manager):
    partner = make_partner(deal)

    body = client.get(f"/api/v1/deals/{deal.code}/gates/{phase.code}", headers=manager).json()

    norm = body["norms"][0]
    assert (body["met"], body["asked"], body["isOpen"]) == (0, 1, False)
    assert (norm["value"], norm["asked"], norm["state"]) == ("1.00", "2.00", "not_yet")
    assert [item["label"] for item in norm["evidence"]] == [partner.organisation.name]


def test_a_gate_on_a_past_day_shows_what_was(client, deal, phase, manager):
    make_partner(deal)

    body = client.get(f"/api/v1/deals/{deal.code}/gates/{phase.code}?on=2019-01-01", headers=manager).json()

    assert body["norms"][0]["value"] == "0.00"


def test_a_day_that_is_none_is_a_mistake(client, deal, phase, manager):
    response = client.get(f"/api/v1/deals/{deal.code}/gates?on=yesterday", headers=manager)

    assert response.status_code == 400


def test_a_gate_with_an_unmet_must_passes_only_with_an_exception(client, deal, phase, manager):
    address = f"/api/v1/deals/{deal.code}/gates/{phase.code}/reviews"
    body = {"decision": "pass", "reason": "We go on."}
    excused = body | {"exceptions": {"partners-20": "The second partner signs on Friday."}}

    refused = client.post(address, body, content_type="application/json", headers=manager)
    passed = client.post(address, excused, content_type="application/json", headers=manager)

    assert (refused.status_code, passed.status_code) == (409, 201)
    assert refused.json()["obstacles"][0]["code"] == "exception-missing"
    assert Review.objects.get().evidence["norms"][0]["value"] == "0"


def test_a_visitor_of_an_open_deal_does_not_read_with_whom_it_talks(client, deal, phase, manager):
    deal.is_open = True
    deal.save()
    talking = make_partner(deal, stage="talk").organisation.name
    address = f"/api/v1/deals/{deal.code}/gates/{phase.code}"

    pages = [
        client.get(address),
        client.get(f"/deals/{deal.code}/gates/{phase.code}/"),
        client.get(f"/deals/{deal.code}/"),
    ]

    assert [page.status_code for page in pages] == [200, 200, 200]
    assert [page for page in pages if talking in page.content.decode()] == []
    assert talking in client.get(address, headers=manager).content.decode()
