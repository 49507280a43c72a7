"""The network by JSON: the same actions, rules and rights as on the pages."""

import pytest

from kopgroep.rooms.partners.models import Helix, Organisation, OrganisationKind, Partner, Stage
from tests.api.conftest import token_for
from tests.factories.partners import make_contact, make_organisation, make_partner, make_person

__all__ = ["token_for"]

ALL = ["deals:read", "network:read", "network:write", "contacts:read", "gates:write", "webhooks:write"]


@pytest.fixture
def manager(alice, token_for):
    return token_for(alice, ALL)


def post(client, address, body, headers):
    return client.post(f"/api/v1/{address}", body, content_type="application/json", headers=headers)


def test_a_program_adds_an_organisation_and_lets_it_take_part(client, deal, manager):
    added = post(
        client, "organisations", {"name": "Waag", "kind": "civil_organisation", "helix": "society"}, manager
    )
    body = {"organisation": added.json()["uid"], "stage": "partner", "sinceOn": "2026-01-15"}

    partner = post(client, f"deals/{deal.code}/partners", body, manager)

    assert (added.status_code, partner.status_code) == (201, 201)
    assert partner.json()["stage"] == "partner"
    assert partner.json()["sinceOn"] == "2026-01-15"
    assert partner.json()["organisation"]["name"] == "Waag"


def test_what_is_wrong_is_named_field_by_field(client, deal, manager):
    response = post(client, "organisations", {"kind": "castle", "helix": "society"}, manager)

    pointers = sorted(mistake["location"]["pointer"] for mistake in response.json()["errors"])
    assert response.status_code == 400
    assert pointers == ["#/kind", "#/name"]


def test_a_rule_of_the_room_is_a_conflict_with_its_reason(client, deal, manager):
    make_organisation("One", kvk="12345678")

    body = {"name": "Two", "kind": OrganisationKind.COMPANY, "helix": Helix.BUSINESS, "kvk": "12345678"}
    response = post(client, "organisations", body, manager)

    assert response.status_code == 409
    assert response.json()["obstacles"][0]["why"]
    assert Organisation.objects.filter(kvk="12345678").count() == 1


def test_the_second_editor_is_told(client, deal, manager, partner):
    organisation = partner.organisation
    address = f"/api/v1/organisations/{organisation.uid}"
    first = {"revision": organisation.revision, "name": "First"}
    second = {"revision": organisation.revision, "name": "Second"}

    answers = [
        client.patch(address, body, content_type="application/json", headers=manager).status_code
        for body in (first, second)
    ]

    organisation.refresh_from_db()
    assert answers == [200, 409]
    assert organisation.name == "First"


def test_a_partner_moves_with_a_date(client, deal, manager, partner):
    response = post(
        client, f"partners/{partner.uid}/standings", {"stage": "signatory", "sinceOn": "2026-03-01"}, manager
    )

    assert response.status_code == 201
    assert Partner.objects.standing_on(partner.standings.latest("since_on").since_on).get(
        pk=partner.pk
    ).stage == (Stage.SIGNATORY)


def test_contacts_are_for_participants_only(client, deal, manager, partner, charlie, token_for):
    make_contact(partner.organisation, make_person("Dora"))
    address = f"/api/v1/partners/{partner.uid}/contacts"

    assert [contact["name"] for contact in client.get(address, headers=manager).json()] == ["Dora"]
    assert client.get(address, headers=token_for(charlie, ALL)).status_code == 403
    assert client.get(address).status_code == 401


def test_a_token_without_the_scope_to_write_only_reads(client, deal, alice, token_for):
    headers = token_for(alice, ["network:read"])

    assert client.get("/api/v1/organisations", headers=headers).status_code == 200
    assert post(client, "organisations", {}, headers).status_code == 403


@pytest.mark.parametrize("partners", [1, 30])
def test_the_list_of_partners_costs_the_same_for_any_number(
    client, deal, manager, partners, django_assert_num_queries
):
    for _ in range(partners):
        make_partner(deal)
    client.get(f"/api/v1/deals/{deal.code}/partners", headers=manager)

    with django_assert_num_queries(6):
        response = client.get(f"/api/v1/deals/{deal.code}/partners", headers=manager)

    assert response.json()["count"] == partners


# Enquiries


def test_a_program_records_an_enquiry_and_reads_what_became_of_it(client, deal, alice, token_for):
    headers = token_for(alice, ["enquiries:read", "enquiries:write"])
    body = {"organisationName": "Waag", "name": "Wies", "email": "wies@example.org", "wish": "join"}

    made = post(client, f"deals/{deal.code}/enquiries", body, headers)
    read = client.get(f"/api/v1/enquiries/{made.json()['uid']}", headers=headers)
    listed = client.get(f"/api/v1/deals/{deal.code}/enquiries?state=open", headers=headers)

    assert (made.status_code, made.json()["state"], made.json()["channel"]) == (201, "open", "program")
    assert read.json() == made.json()
    assert [row["uid"] for row in listed.json()["results"]] == [made.json()["uid"]]


def test_a_token_that_reads_enquiries_records_none_and_one_of_the_network_sees_none(
    client, deal, alice, token_for
):
    reader, other = token_for(alice, ["enquiries:read"]), token_for(alice, ["network:read", "network:write"])
    body = {"organisationName": "Waag", "name": "Wies"}

    assert post(client, f"deals/{deal.code}/enquiries", body, reader).status_code == 403
    assert client.get(f"/api/v1/deals/{deal.code}/enquiries", headers=other).status_code == 403
    assert client.get(f"/api/v1/deals/{deal.code}/enquiries", headers=reader).status_code == 200


def test_a_partners_contact_reads_no_enquiries(client, deal, bob, token_for):
    headers = token_for(bob, ["enquiries:read"])

    assert client.get(f"/api/v1/deals/{deal.code}/enquiries", headers=headers).status_code == 403


def test_an_unknown_state_of_enquiries_is_refused(client, deal, alice, token_for):
    headers = token_for(alice, ["enquiries:read"])

    assert client.get(f"/api/v1/deals/{deal.code}/enquiries?state=gone", headers=headers).status_code == 400


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "data:text/html,<script>", "JaVaScRiPt:x", " javascript:x", "vbscript:x"],
)
def test_an_address_that_runs_is_refused_wherever_a_program_sends_one(
    client, deal, manager, partner, address
):
    organisation = partner.organisation
    new = {"name": "Nieuw", "kind": "company", "helix": "business", "website": address}

    answers = [
        post(client, "organisations", new, manager),
        client.patch(
            f"/api/v1/organisations/{organisation.uid}",
            {"revision": organisation.revision, "website": address},
            content_type="application/json",
            headers=manager,
        ),
        post(client, f"deals/{deal.code}/webhooks", {"name": "Intranet", "url": address}, manager),
    ]

    assert [answer.status_code for answer in answers] == [400, 400, 400]
    organisation.refresh_from_db()
    assert (organisation.website, Organisation.objects.filter(name="Nieuw").exists()) == ("", False)
