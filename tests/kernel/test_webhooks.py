"""Other programs hear what happens in a deal: signed, in order, at least once, and only where they may."""

import base64
import hashlib
import hmac
import ipaddress
import json
import socket
from datetime import timedelta

import pytest

from kopgroep.kernel.access import Role
from kopgroep.kernel.actors import Actor
from kopgroep.kernel.clock import now
from kopgroep.kernel.journal.models import Mail
from kopgroep.kernel.journal.record import record
from kopgroep.kernel.journal.verbs import Verb
from kopgroep.kernel.obstacles import Obstructed
from kopgroep.kernel.webhooks import actions
from kopgroep.kernel.webhooks.addresses import NotAllowed, addresses_to_try, is_public, obstacles_to_address
from kopgroep.kernel.webhooks.deliver import WAITS, deliver, look_after_webhooks
from kopgroep.kernel.webhooks.models import Delivery, DeliveryState, Webhook
from kopgroep.kernel.webhooks.post import NotDelivered, post
from kopgroep.kernel.webhooks.signing import secret_of
from tests.factories.accounts import make_grant, make_user
from tests.factories.webhooks import make_delivery, make_webhook
from tests.kernel.listener import Listener
from tests.kernel.post_office import make_certificate

pytestmark = pytest.mark.django_db
BY = Actor.system("test")


@pytest.fixture
def listener(settings):
    settings.WEBHOOKS_TO_PRIVATE = True
    listener = Listener()
    yield listener
    listener.close()


def happens(deal, verb=Verb.DEAL_CHANGED, **words):
    return record(verb, about=deal, by=BY, at=now(), **words)


def test_what_happens_after_it_was_added_is_told_signed_and_without_names(deal, alice, listener):
    happens(deal)
    webhook, secret = actions.add_webhook(
        deal=deal, name="Intranet", url=listener.url, verbs=[], by=Actor.of(alice), at=now()
    )
    entry = record(
        Verb.PARTNER_ADDED,
        about=deal,
        by=Actor.of(alice),
        at=now(),
        facts={"partner": "Gemeente Één"},
        private={"person": "Alice"},
    )

    deliver(webhook.uid)

    heard = {json.loads(body)["data"]["number"]: (path, head, body) for path, head, body in listener.heard}
    path, head, body = heard[entry.number]
    said = json.loads(body)
    assert path == "/hear?deal=1"
    assert said["type"] == "partner.added"
    assert said["data"]["deal"] == {"code": deal.code, "uid": str(deal.uid)}
    assert said["data"]["about"] == [{"kind": "programme.deal", "uid": str(deal.uid)}]
    assert said["data"]["actor"] == {"kind": "user", "uid": str(alice.uid)}
    assert b"Alice" not in body
    assert b"Gemeente" not in body
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{head['webhook-id']}.{head['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert head["webhook-signature"] == f"v1,{expected}"
    assert min(heard) > 1


def test_the_secret_stands_nowhere_in_the_database(deal, listener):
    webhook, secret = actions.add_webhook(deal=deal, name="x", url=listener.url, verbs=[], by=BY, at=now())

    values = [str(value) for value in Webhook.objects.values_list().get()]

    assert secret not in values
    assert secret == secret_of(webhook.salt)
    assert actions.renew_secret(webhook=webhook, by=BY, at=now()) != secret


def test_it_hears_only_what_it_asked_for_and_nothing_of_another_deal(deal, listener):
    webhook = make_webhook(deal, url=listener.url, verbs=["partner.*"])
    happens(deal)
    happens(deal, Verb.PARTNER_MOVED)

    deliver(webhook.uid)

    assert [json.loads(body)["type"] for _path, _head, body in listener.heard] == ["partner.moved"]


def test_a_receiver_that_fails_is_asked_again_later_with_the_same_number(deal, listener):
    listener.answers = [500]
    webhook = make_webhook(deal, url=listener.url)
    delivery = make_delivery(webhook)

    deliver(webhook.uid)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.answer, delivery.error) == ("waiting", 500, "It answered 500.")
    assert WAITS[0] - timedelta(seconds=5) < delivery.next_at - now() <= WAITS[0]
    deliver(webhook.uid)
    assert len(listener.heard) == 1

    Delivery.objects.update(next_at=now())
    Webhook.objects.update(paused_until_at=None)
    deliver(webhook.uid)

    delivery.refresh_from_db()
    webhook.refresh_from_db()
    assert (delivery.state, delivery.answer, webhook.failures) == ("delivered", 204, 0)
    [first, second] = [head["webhook-id"] for _path, head, _body in listener.heard]
    assert first == second == str(delivery.uid)


def test_what_happened_first_is_told_first_and_one_failure_holds_the_rest_back(deal, listener):
    listener.answers = [204, 503]
    webhook = make_webhook(deal, url=listener.url)
    for _ in range(4):
        happens(deal)

    deliver(webhook.uid)

    numbers = [json.loads(body)["data"]["number"] for _path, _head, body in listener.heard]
    assert numbers == [1, 2]
    assert Delivery.objects.filter(state=DeliveryState.WAITING).count() == 3


def test_after_days_of_failing_it_is_switched_off_and_the_manager_is_told(deal, alice, listener):
    make_grant(make_user("Olga"), Role.OFFICE, deal)
    listener.answers = [500]
    long_ago = now() - timedelta(days=3, minutes=1)
    webhook = make_webhook(deal, url=listener.url, failures=9, failing_since_at=long_ago)
    make_delivery(webhook)

    deliver(webhook.uid)

    webhook.refresh_from_db()
    assert webhook.switched_off_at is not None
    assert [mail.to_email for mail in Mail.objects.all()] == [alice.email]
    assert "Het antwoord was 500." in Mail.objects.get().text
    happens(deal)
    deliver(webhook.uid)
    assert len(listener.heard) == 1


def test_the_page_says_in_the_language_of_the_reader_why_it_was_switched_off(deal, alice, client):
    webhook = make_webhook(deal, switched_off_at=now(), switched_off_why="It answered 500.")

    client.force_login(alice)
    page = client.get(f"/deals/{deal.code}/webhooks/{webhook.uid}/").content.decode()

    assert "Het antwoord was 500." in page
    assert "It answered" not in page


def test_a_receiver_that_says_it_is_gone_is_switched_off_at_once(deal, listener):
    listener.answers = [410]
    webhook = make_webhook(deal, url=listener.url)
    make_delivery(webhook)

    deliver(webhook.uid)

    webhook.refresh_from_db()
    assert webhook.switched_off_at is not None


def test_switched_on_again_it_hears_from_then_on(deal, listener):
    webhook = make_webhook(deal, url=listener.url, switched_off_at=now())
    happens(deal)

    actions.switch_webhook(webhook=webhook, on=True, by=BY, at=now())
    deliver(webhook.uid)

    assert [json.loads(body)["type"] for _path, _head, body in listener.heard] == ["webhook.switched_on"]


def test_redirects_are_not_followed(deal, listener):
    other = Listener()
    listener.answers, listener.headers = [302], {"Location": other.url}
    webhook = make_webhook(deal, url=listener.url)
    make_delivery(webhook)

    deliver(webhook.uid)

    other.close()
    assert other.heard == []
    assert Delivery.objects.get().error == "It answered 302."


def test_a_receiver_that_drips_keeps_nobody_busy(settings, listener, monkeypatch):
    monkeypatch.setattr("kopgroep.kernel.webhooks.post.WHOLE_SECONDS", 1.0)
    listener.drips = 50

    with pytest.raises(NotDelivered, match="No answer in time"):
        post(listener.url, body=b"{}", headers={})


def test_it_goes_over_tls_and_only_to_a_certificate_that_is_right(settings, tmp_path, monkeypatch):
    settings.WEBHOOKS_TO_PRIVATE = True
    context, certificate = make_certificate(tmp_path)
    listener = Listener(tls=context)

    with pytest.raises(NotDelivered, match="certificate verify failed|CERTIFICATE_VERIFY_FAILED"):
        post(listener.url, body=b"{}", headers={})
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    assert post(listener.url, body=b"{}", headers={"webhook-id": "1"}) == 204

    listener.close()
    assert [body for _path, _head, body in listener.heard] == [b"{}"]


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "198.18.0.1",
        "192.0.2.1",
        "::1",
        "::",
        "fe80::1",
        "fd00:ec2::254",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::a9fe:a9fe",
        "2002:7f00:1::",
        "::7f00:1",
        "ff02::1",
        "2001:db8::1",
        "fec0::1",
        "2001:0:7f00:1::1",
    ],
)
def test_an_address_of_our_own_network_is_not_public(address):
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "1.1.1.1", "2a00:1450:400e:80e::200e", "::ffff:1.1.1.1"]
)
def test_an_address_of_the_internet_is(address):
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/",
        "https://localhost/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://10.0.0.1:8443/x",
        "https://user:pw@example.org/",
        "https://example.org/#x",
        "ftp://example.org/",
        "https:///x",
        "https://h:99999/",
        "https://db.internal/",
        "https://[::ffff:7f00:1]/",
    ],
)
def test_odd_addresses_are_refused_when_they_are_typed(url):
    assert list(obstacles_to_address(url))


def test_a_name_that_leads_home_is_refused_and_never_connected_to(monkeypatch):
    listener = Listener()

    with pytest.raises(NotAllowed):
        addresses_to_try("localhost", listener.port)
    with pytest.raises(NotDelivered, match="private network"):
        post(f"https://localhost:{listener.port}/", body=b"{}", headers={})

    listener.close()
    assert listener.heard == []


def test_a_name_that_answers_differently_the_second_time_gains_nothing(monkeypatch):
    asked = []

    def answers(host, port, **_more):
        asked.append(host)
        address = "93.184.216.34" if len(asked) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    connected = []

    def connect(address, timeout=None):
        connected.append(address)
        raise OSError("no network here")

    monkeypatch.setattr(socket, "getaddrinfo", answers)
    monkeypatch.setattr(socket, "create_connection", connect)

    with pytest.raises(NotDelivered):
        post("https://rebinding.example.org/", body=b"{}", headers={})

    assert (asked, connected) == (["rebinding.example.org"], [("93.184.216.34", 443)])


def test_one_private_address_among_public_ones_is_enough_to_refuse(monkeypatch):
    both = [(2, 1, 6, "", ("93.184.216.34", 443)), (2, 1, 6, "", ("10.0.0.1", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: both)

    with pytest.raises(NotAllowed):
        addresses_to_try("mixed.example.org", 443)


def test_what_a_killed_worker_was_sending_is_sent_again(deal, listener):
    webhook = make_webhook(deal, url=listener.url)
    make_delivery(webhook, state=DeliveryState.SENDING, next_at=now() - timedelta(minutes=6))

    look_after_webhooks(at=now())
    deliver(webhook.uid)

    assert Delivery.objects.get().state == DeliveryState.DELIVERED


def test_a_webhook_that_a_worker_is_at_is_left_to_it(deal, listener):
    webhook = make_webhook(deal, url=listener.url, busy_until_at=now() + timedelta(minutes=1))
    make_delivery(webhook)

    deliver(webhook.uid)

    assert listener.heard == []


def test_a_deal_has_so_many_webhooks_and_no_more(deal):
    for _ in range(actions.MOST_PER_DEAL):
        make_webhook(deal)

    with pytest.raises(Obstructed):
        actions.add_webhook(deal=deal, name="x", url="https://example.org/", verbs=[], by=BY, at=now())
