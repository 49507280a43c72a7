"""Needs and tools by JSON: the same actions, rules and rights as on the pages."""

import pytest

from kopgroep.rooms.tools.models import Seen, Tool, ToolStatus
from tests.api.conftest import token_for
from tests.factories.partners import make_partner
from tests.factories.programme import make_design_principle
from tests.factories.tools import make_existing_tool, make_need, make_tool

__all__ = ["token_for"]

pytestmark = pytest.mark.django_db
ALL = ["deals:read", "tools:read", "tools:write"]


@pytest.fixture
def manager(alice, token_for):
    return token_for(alice, ALL)


@pytest.fixture
def contact(bob, token_for):
    return token_for(bob, ALL)


def post(client, address, body, headers):
    return client.post(f"/api/v1/{address}", body, content_type="application/json", headers=headers)


def test_a_program_states_supports_merges_and_parts_needs(client, deal, partner, contact, manager):
    principle = make_design_principle(deal)
    body = {"processQuestion": "How?", "partner": str(partner.uid), "principles": [principle.code]}
    stated = post(client, f"deals/{deal.code}/needs", body, contact)
    other = make_need(deal)
    supported = post(client, f"needs/{other.uid}/supports", {"partner": str(partner.uid)}, contact)
    uid = stated.json()["uid"]

    merged = post(client, f"needs/{uid}/merger", {"into": str(other.uid)}, manager)
    listed = client.get(f"/api/v1/deals/{deal.code}/needs", headers=contact)
    parted = client.delete(f"/api/v1/needs/{uid}/merger", headers=manager)

    assert (stated.status_code, stated.json()["voices"]) == (201, 1)
    assert stated.json()["principles"] == [principle.code]
    assert (supported.status_code, supported.json()["voices"]) == (200, 1)
    assert merged.json()["voices"] == 1
    assert [row["uid"] for row in listed.json()["results"]] == [str(other.uid)]
    assert (parted.status_code, parted.json()["voices"]) == (200, 1)


def test_a_program_logs_a_search_and_what_it_brought_up(client, deal, contact):
    need = make_need(deal)
    search = post(
        client, f"needs/{need.uid}/searches", {"place": "There", "words": "this", "hits": 4}, contact
    )

    hit = post(client, f"searches/{search.json()['uid']}/hits", {"title": "It", "isIncluded": True}, contact)
    refused = post(
        client, f"searches/{search.json()['uid']}/hits", {"title": "No", "isIncluded": False}, contact
    )
    gap = client.get(f"/api/v1/needs/{need.uid}/gap", headers=contact)

    assert (search.status_code, hit.status_code, refused.status_code) == (201, 201, 409)
    assert gap.json() == {"atHome": 1, "abroad": 0, "follows": "develop", "verdict": "develop"}


def test_a_program_notes_an_existing_tool_with_a_claim(client, deal, contact):
    body = {"name": "Counter", "source": "A catalogue", "status": "tested", "country": "be"}
    noted = post(client, f"deals/{deal.code}/existing-tools", body, contact)
    again = post(client, f"deals/{deal.code}/existing-tools", body, contact)
    claim = {"statement": "In use in Ghent", "source": "Its site", "claimedOn": "2026-01-05"}
    claimed = post(client, f"existing-tools/{noted.json()['uid']}/claims", claim, contact)

    assert (noted.status_code, noted.json()["country"]) == (201, "BE")
    assert (again.status_code, claimed.status_code) == (409, 201)


def test_a_program_proposes_a_tool_and_the_office_notes_how_far_it_is(
    client, deal, partner, contact, manager
):
    body = {"name": "Counter", "makers": [str(partner.uid)], "visibility": "team"}
    proposed = post(client, f"deals/{deal.code}/tools", body, contact)
    uid = proposed.json()["uid"]

    owned = post(client, f"tools/{uid}/owner", {"partner": str(partner.uid)}, contact)
    not_theirs = post(client, f"tools/{uid}/standings", {"status": "longlist"}, contact)
    listed = post(client, f"tools/{uid}/standings", {"status": "longlist"}, manager)

    assert (proposed.status_code, proposed.json()["status"]) == (201, "idea")
    assert owned.json()["ownerName"] == partner.organisation.name
    assert (not_theirs.status_code, listed.status_code) == (403, 201)
    assert client.get(f"/api/v1/tools/{uid}", headers=contact).json()["status"] == "longlist"
    assert client.get(f"/api/v1/tools/{uid}/admission", headers=contact).json() == []


def test_a_program_sees_no_more_than_its_user(client, deal, contact):
    hidden = make_tool(deal, "Secret", visibility=Seen.TEAM)
    hidden.makers.add(make_partner(deal))
    make_tool(deal, "Shown")
    make_existing_tool(deal)

    listed = client.get(f"/api/v1/deals/{deal.code}/tools", headers=contact)

    assert [row["name"] for row in listed.json()["results"]] == ["Shown"]
    assert client.get(f"/api/v1/tools/{hidden.uid}", headers=contact).status_code == 403
    refused = post(client, f"tools/{hidden.uid}/test-wishes", {"partner": str(hidden.uid)}, contact)
    assert refused.status_code == 403
    assert Tool.objects.standing_on(hidden.standings.get().since_on).first().status == ToolStatus.LONGLIST
