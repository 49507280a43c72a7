"""Another e-mail address for one's own account: it counts when confirmed, and never when it is somebody else's."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from kopgroep.kernel.accounts.actions import change_address
from kopgroep.kernel.accounts.models import User
from kopgroep.kernel.actors import Actor
from kopgroep.kernel.clock import now
from kopgroep.kernel.journal.models import Entry, Mail
from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db


def link_in_mail(to):
    text = Mail.objects.filter(to_email=to).order_by("pk").last().text
    return re.search(r"/account/email/[^/\s]+/", text)[0]


def test_another_address_counts_from_the_moment_that_it_is_confirmed(client, alice):
    before = alice.email
    client.force_login(alice)

    client.post(reverse("account_email"), {"email": "alice.new@example.org"})
    alice.refresh_from_db()
    assert alice.email == before
    link = link_in_mail("alice.new@example.org")
    client.get(link)
    alice.refresh_from_db()
    assert alice.email == before

    client.post(link)

    alice.refresh_from_db()
    assert alice.email == "alice.new@example.org"
    assert Entry.objects.filter(verb="user.way_in_changed").count() == 1
    assert Mail.objects.filter(to_email=before).exists()


def test_the_address_of_another_account_is_not_taken(client, alice):
    make_user("Zed", email="zed@example.org")
    client.force_login(alice)

    answer = client.post(reverse("account_email"), {"email": "Zed@example.org"})

    assert answer.context["form"].errors["email"]
    assert not Mail.objects.exists()


def test_an_address_that_was_taken_meanwhile_is_refused_at_the_button(client, alice):
    client.force_login(alice)
    client.post(reverse("account_email"), {"email": "zed@example.org"})
    link = link_in_mail("zed@example.org")
    make_user("Zed", email="zed@example.org")

    answer = client.post(link)

    assert answer.status_code == 200
    assert [obstacle.code for obstacle in answer.context["obstacles"]] == ["known"]


def test_the_link_works_once_and_a_false_one_never(client, alice):
    client.force_login(alice)
    client.post(reverse("account_email"), {"email": "alice.new@example.org"})
    link = link_in_mail("alice.new@example.org")
    client.post(link)

    assert client.get(link).status_code == 410
    assert client.post(link[:-4] + "AAA/").status_code == 410


def test_the_old_address_lets_nobody_in_any_more(client, alice):
    before = alice.email
    EmailAddress.objects.create(user=alice, email=before, verified=True, primary=True)
    change_address(user=alice, email="alice.new@example.org", by=Actor.of(alice), at=now())

    client.post(reverse("account_request_login_code"), {"email": before})

    text = Mail.objects.filter(to_email=before).order_by("pk").last().text
    assert not re.search(r"^\s*[A-Z0-9]{3,4}-[A-Z0-9]{3,4}\s*$", text, re.MULTILINE)


def test_a_few_mails_an_hour_are_enough(client, alice):
    client.force_login(alice)
    statuses = [
        client.post(reverse("account_email"), {"email": f"a{number}@example.org"}).status_code
        for number in range(6)
    ]

    assert statuses == [302] * 5 + [429]


def test_who_has_a_password_shows_it_first(client):
    eve = User.objects.create_user("eve@example.org", "four words that fit", name="Eve")
    client.force_login(eve)

    answer = client.post(reverse("account_email"), {"email": "eve2@example.org"})

    assert answer.url.startswith(reverse("account_reauthenticate"))
    assert not Mail.objects.filter(to_email="eve2@example.org").exists()
