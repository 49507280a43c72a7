"""Whatever goes wrong in the API, the answer has one shape."""

import pytest

from kopgroep.kernel.access import Role
from tests.factories.accounts import make_grant, make_user


def assert_problem(response, status):
    assert response.status_code == status
    assert response.headers["Content-Type"] == "application/problem+json"
    body = response.json()
    assert body["status"] == status
    assert body["title"]
    assert body["detail"]
    assert response.headers["API-Version"] == "1.0.0"
    assert response.headers["Cache-Control"] == "no-store"
    return body


@pytest.mark.parametrize(
    "address", ["/api/", "/api/v1", "/api/v1/", "/api/v1/nothing", "/api/v1/deals/", "/api/v2/deals"]
)
def test_an_unknown_address_is_a_problem_and_no_page(client, address):
    assert_problem(client.get(address), 404)


def test_a_deal_that_does_not_exist_is_a_problem(client, db):
    assert_problem(client.get("/api/v1/deals/nowhere"), 404)


def test_a_closed_deal_asks_a_visitor_for_a_token(client, deal):
    response = client.get(f"/api/v1/deals/{deal.code}")

    assert_problem(response, 401)
    assert response.headers["WWW-Authenticate"] == "Bearer"


def test_a_wrong_token_is_refused_even_where_none_is_needed(client, db):
    assert_problem(client.get("/api/v1/deals", headers={"authorization": "Bearer wrong"}), 401)


def test_a_session_in_a_browser_does_not_count(client, deal, alice):
    client.force_login(alice)

    assert_problem(client.get(f"/api/v1/deals/{deal.code}"), 401)


def test_a_method_that_is_not_there_is_a_problem(client, deal):
    assert_problem(client.delete("/api/v1/deals"), 405)


def test_a_form_of_answer_that_is_not_there_is_a_problem(client, deal):
    assert_problem(client.get("/api/v1/deals", headers={"accept": "text/csv"}), 406)


def test_a_token_without_the_scope_is_told_which_one(client, deal, token_for):
    user = make_user()
    make_grant(user, Role.MANAGER, deal)

    body = assert_problem(
        client.get(f"/api/v1/deals/{deal.code}", headers=token_for(user, ["network:read"])), 403
    )

    assert "deals:read" in body["detail"]


def test_a_token_never_may_more_than_its_user(client, deal, charlie, token_for):
    assert_problem(client.get(f"/api/v1/deals/{deal.code}", headers=token_for(charlie, ["deals:read"])), 403)


def test_a_token_of_the_manager_reads_the_deal(client, deal, alice, token_for):
    response = client.get(f"/api/v1/deals/{deal.code}", headers=token_for(alice, ["deals:read"]))

    assert response.status_code == 200
    assert response.json()["code"] == deal.code


def test_an_ended_token_is_refused(client, deal, alice, token_for):
    headers = token_for(alice, ["deals:read"])
    alice.api_tokens.update(ended_at=alice.date_joined)

    assert_problem(client.get(f"/api/v1/deals/{deal.code}", headers=headers), 401)


@pytest.mark.parametrize("address", ["/api/v1/deals?q=%00", "/api/v1/deals/%00"])
def test_a_null_byte_is_refused_as_a_problem(client, address):
    answer = client.get(address)

    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
