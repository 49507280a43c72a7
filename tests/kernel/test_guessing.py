"""Guessing a way in takes too long, and no answer tells who has an account here."""

import re

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from kopgroep.kernel.accounts.models import User
from kopgroep.kernel.journal.models import Mail
from tests.house.rights import token_of

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough password"
ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example",
    "/\\evil.example",
    "https:evil.example",
    "javascript:alert(1)",
    " //evil.example",
    "http://testserver@evil.example/",
]


@pytest.fixture
def eve():
    cache.clear()
    return User.objects.create_user("eve@example.org", PASSWORD, name="Eve")


def sign_in(client, email="eve@example.org", password=PASSWORD, **more):
    return client.post(reverse("account_login"), {"login": email, "password": password, **more})


def last_code(email):
    text = Mail.objects.filter(to_email=email).order_by("pk").last().text
    return re.search(r"\b[A-Z0-9]{3,4}-[A-Z0-9]{3,4}\b", text)[0]


def is_slowed_down(answer):
    """A page that says so, in the house's own words."""
    return answer.status_code == 429 and "429.html" in [each.name for each in answer.templates]


def without_what_differs(answer, email):
    """The page without the address that was typed, and without what every page makes anew."""
    text = answer.content.decode().replace(email, "")
    return re.sub(r'csrfmiddlewaretoken" value="[^"]*"|nonce-?="?[^"\s]*', "", text)


# How often


def test_after_five_wrong_passwords_even_the_right_one_waits(client, eve):
    for _ in range(5):
        sign_in(client, password="wrong")

    late = sign_in(client)

    assert "_auth_user_id" not in client.session
    assert late.status_code == 200
    assert late.context["form"].errors


def test_many_passwords_from_one_place_are_slowed_down_whosever_they_are(client, eve):
    answers = [sign_in(client, email=f"somebody{number}@example.org") for number in range(31)]

    assert is_slowed_down(answers[-1])
    assert [answer.status_code for answer in answers[:10]] == [200] * 10


def test_a_code_by_mail_is_guessed_three_times(client, eve):
    client.post(reverse("account_request_login_code"), {"email": eve.email})
    code, confirm = last_code(eve.email), reverse("account_confirm_login_code")

    for _ in range(3):
        client.post(confirm, {"code": "AAA-AAA"})
    client.post(confirm, {"code": code})

    assert "_auth_user_id" not in client.session


def test_a_code_is_mailed_three_times_a_minute_from_however_many_browsers(eve):
    ask = reverse("account_request_login_code")
    answers = [Client().post(ask, {"email": eve.email}) for _number in range(5)]

    assert [answer.status_code for answer in answers] == [302] * 3 + [200] * 2
    assert answers[-1].context["form"].errors["email"]
    assert Mail.objects.count() == 3


def test_a_code_that_did_not_come_is_mailed_again_twice(client, eve):
    client.post(reverse("account_request_login_code"), {"email": eve.email})
    confirm, first = reverse("account_confirm_login_code"), last_code(eve.email)
    offered = []
    for _ in range(3):
        offered.append(b'value="resend"' in client.get(confirm).content)
        client.post(confirm, {"action": "resend"})

    client.post(confirm, {"code": last_code(eve.email)})

    assert offered == [True, True, False]
    assert Mail.objects.count() == 3
    assert last_code(eve.email) != first
    assert "_auth_user_id" in client.session


def test_a_new_password_is_asked_for_five_times_a_minute(client, eve):
    answers = [client.post(reverse("account_reset_password"), {"email": eve.email}) for _number in range(6)]

    assert [answer.status_code for answer in answers[:5]] == [302] * 5
    assert is_slowed_down(answers[5])


@pytest.mark.parametrize("address", ["/l/guess-{}/", "/invitations/guess-{}/", "/mail/guess-{}/"])
def test_links_in_mails_are_guessed_thirty_times_a_minute(client, address):
    cache.clear()
    answers = [client.get(address.format(number)).status_code for number in range(32)]

    assert answers == [404] * 30 + [429] * 2


def test_tokens_are_guessed_thirty_times_a_minute_and_a_good_one_goes_on_working(client, eve):
    def ask(secret):
        return client.get("/api/v1/deals", headers={"authorization": f"Bearer {secret}"})

    answers = [ask(f"guess-{number}") for number in range(32)]

    assert [answer.status_code for answer in answers] == [401] * 30 + [429] * 2
    assert answers[-1].headers["Content-Type"] == "application/problem+json"
    assert answers[-1].json()["status"] == 429
    assert int(answers[-1].headers["Retry-After"]) == 60
    assert ask(token_of(eve)).status_code == 200


# Who has an account


@pytest.mark.parametrize("page", ["account_request_login_code", "account_reset_password"])
def test_who_asks_for_a_mail_is_not_told_whether_there_is_an_account(eve, page):
    known, unknown = (
        Client().post(reverse(page), {"email": email}, follow=True)
        for email in (eve.email, "nobody@example.org")
    )

    assert known.redirect_chain == unknown.redirect_chain
    assert without_what_differs(known, eve.email) == without_what_differs(unknown, "nobody@example.org")


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(eve):
    wrong, unknown = (
        sign_in(Client(), email=email, password="wrong") for email in (eve.email, "nobody@example.org")
    )

    assert wrong.status_code == unknown.status_code == 200
    assert without_what_differs(wrong, eve.email) == without_what_differs(unknown, "nobody@example.org")


# Sessions


def test_signing_in_gives_a_session_of_another_name(client, eve):
    session = client.session
    session["of_before"] = True
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = before = session.session_key

    sign_in(client)

    assert client.cookies[settings.SESSION_COOKIE_NAME].value != before
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = before
    assert thief.get("/desk/").status_code == 302


def test_signing_out_ends_the_session_also_for_who_kept_its_name(client, eve):
    sign_in(client)
    kept = Client()
    kept.cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value
    before = kept.get("/desk/").status_code

    client.post(reverse("account_logout"))

    assert (before, kept.get("/desk/").status_code) == (200, 302)


# The way on


@pytest.mark.parametrize("address", ELSEWHERE)
def test_the_way_on_never_leads_elsewhere(eve, address):
    client = Client()
    ways = [
        sign_in(client, next=address),
        client.post("/i18n/setlang/", {"language": "en", "next": address}),
        client.post("/i18n/setlang/", {"language": "en"}, headers={"referer": address}),
        client.post("/lists/views/", {"page": address, "name": "Mine", "query": ""}),
        client.get(reverse("account_login") + "?next=" + address),
        client.post(reverse("account_logout"), {"next": address}),
        client.get(f"{reverse('account_login')}?next={address}"),
    ]

    assert ways[0].status_code == 302
    for answer in ways:
        assert "evil" not in answer.headers.get("Location", "")
        assert not answer.headers.get("Location", "/").lower().startswith(("javascript", " "))
