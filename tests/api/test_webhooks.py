"""Programs add and remove webhooks with a token that was made for it."""

import pytest

from kopgroep.kernel.webhooks.models import Webhook
from kopgroep.kernel.webhooks.signing import secret_of
from tests.factories.webhooks import make_delivery, make_webhook
from tests.house.rights import token_of

pytestmark = pytest.mark.django_db
HEARS = {"name": "Intranet", "url": "https://example.org/hear", "verbs": ["partner.*", "deal.changed"]}


def ask(client, user, method, path, body=None):
    headers = {"authorization": f"Bearer {token_of(user)}"}
    call = getattr(client, method)
    if body is None:
        return call(f"/api/v1{path}", headers=headers)
    return call(f"/api/v1{path}", body, content_type="application/json", headers=headers)


def test_a_manager_adds_a_webhook_and_gets_its_secret_once(client, alice, deal):
    made = ask(client, alice, "post", "/deals/our-deal/webhooks", HEARS)

    webhook = Webhook.objects.get()
    assert made.status_code == 201
    assert made.json()["secret"] == secret_of(webhook.salt)
    assert webhook.verbs == ["deal.changed", "partner.*"]
    seen = ask(client, alice, "get", f"/deals/our-deal/webhooks/{webhook.uid}").json()
    assert "secret" not in seen
    assert seen["isOn"] is True
    assert ask(client, alice, "get", "/deals/our-deal/webhooks").json()["count"] == 1


@pytest.mark.parametrize(
    "wrong", [{"verbs": ["partner.flown"]}, {"verbs": "partner.added"}, {"url": "nowhere"}, {"name": ""}]
)
def test_what_cannot_be_is_refused_with_its_field(client, alice, deal, wrong):
    answer = ask(client, alice, "post", "/deals/our-deal/webhooks", HEARS | wrong)

    assert answer.status_code == 400
    assert answer.json()["errors"]


def test_a_private_address_is_an_obstacle(client, alice, deal):
    answer = ask(client, alice, "post", "/deals/our-deal/webhooks", HEARS | {"url": "https://10.0.0.1/"})

    assert (answer.status_code, answer.json()["obstacles"][0]["code"]) == (409, "private")


def test_a_webhook_is_changed_and_removed_by_the_manager_of_its_deal_only(client, alice, bob, charlie, deal):
    webhook = make_webhook(deal)
    make_delivery(webhook)
    path = f"/deals/our-deal/webhooks/{webhook.uid}"

    for person in (bob, charlie):
        assert ask(client, person, "get", path).status_code == 403
        assert ask(client, person, "delete", path).status_code == 403
    assert ask(client, alice, "put", path, HEARS | {"name": "Other"}).json()["name"] == "Other"
    assert ask(client, alice, "get", f"{path}/deliveries?state=waiting").json()["count"] == 1
    assert ask(client, alice, "get", f"{path}/deliveries?state=odd").status_code == 400
    assert ask(client, alice, "delete", path).status_code == 204
    assert not Webhook.objects.exists()


def test_a_webhook_of_another_deal_is_not_found(client, alice, deal):
    elsewhere = make_webhook()

    assert ask(client, alice, "get", f"/deals/our-deal/webhooks/{elsewhere.uid}").status_code == 404
