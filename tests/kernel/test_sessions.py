"""Where somebody is signed in: seen, ended one by one, ended all; and what else ends them."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from kopgroep.kernel.accounts.models import User
from kopgroep.kernel.accounts.sessions import KEY, NO_ADDRESS, NOTE_EVERY, device_of
from kopgroep.kernel.clock import now

pytestmark = pytest.mark.django_db
PASSWORD = "four words that fit"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1 Version/19.0 Mobile Safari/604.1"
LAPTOP = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def eve():
    return User.objects.create_user("eve@example.org", PASSWORD, name="Eve", language="en")


def signed_in(user, agent):
    client = Client(HTTP_USER_AGENT=agent)
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(user.pk)
    return client


def is_in(client):
    return client.get("/desk/").status_code == 200


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (PHONE, "Safari on iPhone"),
        (LAPTOP, "Firefox on Windows"),
        (LAPTOP.replace("Firefox", "Chrome") + " Edg/140.0", "Edge on Windows"),
        ("curl/8.0", "An unknown device"),
        ("", "An unknown device"),
    ],
)
def test_a_device_is_told_in_words(agent, words):
    with override("en"):
        assert device_of(agent) == words


def test_one_sees_the_devices_on_which_one_is_signed_in(eve):
    laptop, _phone = signed_in(eve, LAPTOP), signed_in(eve, PHONE)

    rows = laptop.get(reverse("sessions")).context["sessions"]

    assert [(row.device, row.is_here) for row in rows] == [
        ("Firefox on Windows", True),
        ("Safari on iPhone", False),
    ]


def test_the_address_from_which_somebody_came_is_not_kept(eve):
    signed_in(eve, LAPTOP)

    assert list(UserSession.objects.values_list("ip", flat=True)) == [NO_ADDRESS]


def test_another_device_is_signed_out(eve):
    laptop, phone = signed_in(eve, LAPTOP), signed_in(eve, PHONE)
    other = next(row for row in laptop.get(reverse("sessions")).context["sessions"] if not row.is_here)

    laptop.post(reverse("session-end", args=[other.number]))

    assert (is_in(laptop), is_in(phone)) == (True, False)


def test_all_other_devices_are_signed_out_at_once(eve):
    laptop, *others = signed_in(eve, LAPTOP), signed_in(eve, PHONE), signed_in(eve, PHONE)

    laptop.post(reverse("sessions-end-others"))

    assert [is_in(client) for client in (laptop, *others)] == [True, False, False]


def test_nobody_ends_somebody_elses_session(eve, client, charlie):
    laptop = signed_in(eve, LAPTOP)
    number = UserSession.objects.get().pk
    client.force_login(charlie)

    assert client.post(reverse("session-end", args=[number])).status_code == 404
    assert is_in(laptop)


def test_changing_the_password_signs_out_everywhere_else(eve):
    laptop, phone = signed_in(eve, LAPTOP), signed_in(eve, PHONE)
    new = "five other words fit too"

    laptop.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )

    assert (is_in(laptop), is_in(phone)) == (True, False)
    assert len(laptop.get(reverse("sessions")).context["sessions"]) == 1


def test_last_use_is_noted_now_and_then(eve):
    laptop = signed_in(eve, LAPTOP)
    before = now() - 2 * NOTE_EVERY
    UserSession.objects.update(last_seen_at=before)

    laptop.get("/desk/")
    assert UserSession.objects.get().last_seen_at == before

    session = laptop.session
    session[KEY] = before.isoformat()
    session.save()
    laptop.get("/desk/")
    assert now() - UserSession.objects.get().last_seen_at < timedelta(minutes=1)


def test_the_account_page_counts_them(eve):
    laptop = signed_in(eve, LAPTOP)
    signed_in(eve, PHONE)

    assert laptop.get(reverse("account")).context["session_count"] == 2
