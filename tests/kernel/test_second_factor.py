"""The second factor: added, asked, obligatory where the setting says so; the secrets are not readable."""

import hmac
import json
import re
import struct
from base64 import b32decode
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.urls import reverse

from kopgroep.kernel.accounts.actions import make_token, reset_second_factor
from kopgroep.kernel.accounts.factors import has_second_factor, lacks_second_factor
from kopgroep.kernel.actors import Actor
from kopgroep.kernel.clock import now, today
from kopgroep.kernel.journal.models import Entry, Mail

pytestmark = pytest.mark.django_db
# A base32 secret that somebody's app would hold.
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code_of(secret, *, steps=0):
    """What an app shows: RFC 6238, written out."""
    counter = struct.pack(">Q", int(now().timestamp()) // 30 + steps)
    digest = hmac.digest(b32decode(secret), counter, "sha1")
    place = digest[-1] & 0xF
    number = int.from_bytes(digest[place : place + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


@pytest.fixture
def add_app(client, django_capture_on_commit_callbacks):
    def add():
        page = client.get(reverse("mfa_activate_totp")).content.decode()
        secret = re.search(r'<code class="kg-code">([A-Z2-7]+)</code>', page)[1]
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
        return secret, answer

    return add


def sign_in_with_mail(client, user):
    client.post(reverse("account_request_login_code"), {"email": user.email})
    text = Mail.objects.filter(to_email=user.email).order_by("pk").last().text
    code = re.search(r"\b[A-Z0-9]{3,4}-[A-Z0-9]{3,4}\b", text)[0]
    return client.post(reverse("account_confirm_login_code"), {"code": code})


@pytest.mark.django_db(transaction=True)
def test_an_app_is_added_with_its_code_and_gives_ten_recovery_codes(client, alice, add_app):
    client.force_login(alice)

    _secret, answer = add_app()

    assert answer.url == reverse("mfa_view_recovery_codes")
    codes = re.findall(r'<li><code class="kg-code">(\d{8})</code>', client.get(answer.url).content.decode())
    assert len(set(codes)) == 10
    assert has_second_factor(alice)


def test_the_picture_for_the_app_is_an_svg_that_says_whose_it_is(client, alice):
    client.force_login(alice)

    page = client.get(reverse("mfa_activate_totp"))

    assert page.context["totp_url"].startswith("otpauth://totp/" + alice.email.replace("@", "%40"))
    assert page.context["totp_svg"].startswith("<svg")
    assert 'src="data:image/svg+xml;base64,' in page.content.decode()


def test_a_wrong_code_adds_nothing(client, alice):
    client.force_login(alice)
    client.get(reverse("mfa_activate_totp"))

    answer = client.post(reverse("mfa_activate_totp"), {"code": "000000"})

    assert answer.status_code == 200
    assert not Authenticator.objects.exists()


def test_secrets_lie_encrypted_in_the_database(client, alice, add_app):
    client.force_login(alice)
    secret, _answer = add_app()

    kept = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))

    assert secret not in kept
    assert Authenticator.objects.get(type="totp").wrap().validate_code(code_of(secret, steps=1))


def test_who_has_an_app_signs_in_with_mail_and_its_code(client, alice, add_app):
    client.force_login(alice)
    secret, _answer = add_app()
    client.logout()

    first = sign_in_with_mail(client, alice)
    assert first.url == reverse("mfa_authenticate")
    assert client.get(reverse("desk")).status_code == 302
    second = client.post(first.url, {"code": code_of(secret, steps=1)})

    assert second.url == reverse("desk")
    assert client.session["_auth_user_id"] == str(alice.pk)


def test_a_code_of_the_app_works_once(client, alice):
    TOTP.activate(alice, SECRET)
    code = code_of(SECRET)
    client.post(sign_in_with_mail(client, alice).url, {"code": code})
    client.logout()

    again = client.post(sign_in_with_mail(client, alice).url, {"code": code})

    assert again.status_code == 200
    assert "_auth_user_id" not in client.session


def test_a_recovery_code_lets_one_in_once(client, alice, add_app):
    client.force_login(alice)
    add_app()
    code = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    client.logout()

    assert client.post(sign_in_with_mail(client, alice).url, {"code": code}).url == reverse("desk")
    client.logout()
    assert client.post(sign_in_with_mail(client, alice).url, {"code": code}).status_code == 200


def test_guessing_codes_of_the_app_is_stopped_and_said(client, alice):
    TOTP.activate(alice, SECRET)
    step = sign_in_with_mail(client, alice).url
    for _ in range(5):
        client.post(step, {"code": "123456"})

    late = client.post(step, {"code": code_of(SECRET)})

    assert late.status_code == 200
    assert "_auth_user_id" not in client.session
    assert late.context["form"].errors["code"]


def test_a_change_is_written_down_and_mailed(client, alice, add_app):
    client.force_login(alice)
    add_app()

    entries = Entry.objects.filter(verb="user.way_in_changed").values_list("facts", flat=True)
    assert {"change": "totp_activated"} in list(entries)
    assert any(
        "app" in text for text in Mail.objects.filter(to_email=alice.email).values_list("text", flat=True)
    )


@pytest.fixture
def asked(settings):
    settings.SECOND_FACTOR = frozenset({"manager", "office", "administrator"})


def test_a_manager_without_second_factor_is_led_there_and_can_do_nothing_else(client, asked, alice, deal):
    client.force_login(alice)

    for path in ("/desk/", "/", f"/deals/{deal.code}/", "/account/", "/account/tokens/", "/account/email/"):
        answer = client.get(path)
        assert (answer.status_code, answer.url) == (302, reverse("mfa_index")), path
    told = client.post("/account/tokens/", {"name": "x", "scopes": ["deals:read"], "days": 3})
    assert told.status_code == 302
    assert not alice.api_tokens.exists()
    page = client.get(reverse("mfa_index")).content.decode()
    assert page.count("utrecht-alert--warning") == 1


def test_after_adding_an_app_the_manager_goes_on(client, asked, alice, add_app):
    client.force_login(alice)

    add_app()

    assert client.get("/desk/").status_code == 200
    assert not lacks_second_factor(alice)


def test_a_partners_contact_is_not_asked(client, asked, bob):
    client.force_login(bob)

    assert client.get("/desk/").status_code == 200


def test_an_administrator_is_asked(asked, charlie):
    charlie.is_superuser = True

    assert lacks_second_factor(charlie)


def test_without_the_setting_nobody_is_asked(client, alice):
    client.force_login(alice)

    assert client.get("/desk/").status_code == 200


def test_one_can_always_sign_out_and_change_the_language(client, asked, alice):
    client.force_login(alice)

    assert client.post(reverse("set_language"), {"language": "en", "next": "/"}).status_code == 302
    alice.refresh_from_db()
    assert alice.language == "en"
    client.post(reverse("account_logout"))
    assert "_auth_user_id" not in client.session


def test_a_token_is_no_way_around_the_second_factor(client, asked, alice):
    _token, secret = make_token(
        user=alice,
        name="x",
        scopes=["deals:read"],
        expires_on=today() + timedelta(1),
        by=Actor.of(alice),
        at=now(),
    )
    headers = {"authorization": f"Bearer {secret}"}

    refused = client.get("/api/v1/deals", headers=headers)
    TOTP.activate(alice, SECRET)

    assert refused.status_code == 403
    assert refused.headers["Content-Type"].startswith("application/problem+json")
    assert client.get("/api/v1/deals", headers=headers).status_code == 200


def test_who_lost_everything_is_helped_and_told_and_signed_out(client, alice):
    TOTP.activate(alice, SECRET)
    client.force_login(alice)
    client.get(reverse("sessions"))

    reset_second_factor(user=alice, by=Actor.system("user"), at=now())

    assert not has_second_factor(alice)
    assert client.get("/desk/").status_code == 302
    assert Entry.objects.get(verb="user.way_in_changed").facts == {"change": "second_factor_reset"}
    assert Mail.objects.filter(to_email=alice.email).count() == 1
