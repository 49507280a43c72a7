"""Accounts, roles, tokens, languages, and the example people of a trial."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from kopgroep.kernel.access import Permission, Role, allowed
from kopgroep.kernel.accounts.actions import (
    add_user,
    digest_of_secret,
    end_grant,
    end_token,
    grant_role,
    make_token,
)
from kopgroep.kernel.accounts.demo import demo_address
from kopgroep.kernel.accounts.models import ApiToken, Grant, User
from kopgroep.kernel.actors import Actor
from kopgroep.kernel.clock import now, today
from kopgroep.kernel.journal.models import Entry
from kopgroep.kernel.obstacles import Obstructed
from tests.factories.accounts import make_grant, make_user
from tests.factories.programme import make_deal
from tests.kernel.post_office import deliver

pytestmark = pytest.mark.django_db
BY = Actor.system("test")


def codes(refusal):
    return [obstacle.code for obstacle in refusal.value.obstacles]


def test_an_account_is_made_once_per_address_and_written_down():
    user = add_user(email=" Ann@Example.ORG ", name="Ann", by=BY, at=now())

    assert (user.email, user.name, user.has_usable_password()) == ("ann@example.org", "Ann", False)
    assert Entry.objects.get(verb="user.added").private_text.text == {"person": "Ann"}
    with pytest.raises(Obstructed) as refusal:
        add_user(email="ann@example.org", name="Ann", by=BY, at=now())
    assert codes(refusal) == ["known"]


def test_an_account_needs_a_name_and_an_address():
    with pytest.raises(Obstructed) as refusal:
        add_user(email="nonsense", name=" ", by=BY, at=now())

    assert codes(refusal) == ["email", "name"]


def test_a_role_gives_its_permissions_until_it_ends(deal, alice, charlie):
    grant = grant_role(user=charlie, role=Role.OFFICE, on=deal, by=Actor.of(alice), at=now())

    assert allowed(charlie, Permission.PARTNER_ADMIT, about=deal)

    end_grant(grant=grant, on=deal, by=Actor.of(alice), at=now())

    assert not allowed(charlie, Permission.PARTNER_ADMIT, about=deal)
    verbs = (
        Entry.objects.filter(chain__name="deal:our-deal").order_by("number").values_list("verb", flat=True)
    )
    assert list(verbs) == ["user.role_granted", "user.grant_ended"]


def test_a_role_is_given_once(deal, alice):
    with pytest.raises(Obstructed) as refusal:
        grant_role(user=alice, role=Role.MANAGER, on=deal, by=BY, at=now())

    assert codes(refusal) == ["has-it"]


def test_the_role_of_a_contact_is_not_given_by_hand(deal, charlie):
    with pytest.raises(Obstructed) as refusal:
        grant_role(user=charlie, role=Role.CONTACT, on=deal, by=BY, at=now())

    assert codes(refusal) == ["not-grantable"]


def test_the_last_manager_stays(deal, alice, charlie):
    with pytest.raises(Obstructed) as refusal:
        end_grant(grant=alice.grants.get(), on=deal, by=BY, at=now())
    assert codes(refusal) == ["last-manager"]

    make_grant(charlie, Role.MANAGER, deal)

    end_grant(grant=alice.grants.get(), on=deal, by=BY, at=now())
    assert alice.grants.get().ended_on == today()


def test_of_a_token_only_the_digest_is_kept(alice):
    ends = today() + timedelta(days=30)

    token, secret = make_token(
        user=alice, name="export", scopes=["deals:read"], expires_on=ends, by=BY, at=now()
    )

    assert ApiToken.objects.get(digest=digest_of_secret(secret)) == token
    assert secret not in str(list(Entry.objects.values())) + str(list(ApiToken.objects.values()))


@pytest.mark.parametrize(
    ("days", "scopes", "code"),
    [
        (0, ["deals:read"], "expiry"),
        (367, ["deals:read"], "expiry"),
        (30, ["all"], "scopes"),
        (30, [], "no-scope"),
    ],
)
def test_a_token_has_scopes_and_an_end(alice, days, scopes, code):
    with pytest.raises(Obstructed) as refusal:
        make_token(
            user=alice, name="x", scopes=scopes, expires_on=today() + timedelta(days=days), by=BY, at=now()
        )

    assert codes(refusal) == [code]


def test_a_token_ends_once(alice):
    token, _ = make_token(
        user=alice, name="x", scopes=["deals:read"], expires_on=today() + timedelta(1), by=BY, at=now()
    )
    end_token(token=token, by=BY, at=now())

    with pytest.raises(Obstructed):
        end_token(token=token, by=BY, at=now())


def test_the_page_of_tokens_shows_a_secret_once_and_nobody_elses_tokens(client, alice, charlie):
    client.force_login(alice)
    page = client.post(reverse("tokens"), {"name": "night run", "scopes": ["deals:read"], "days": 30})
    secret = re.search(r"kg_[\w-]+", page.content.decode())[0]

    assert ApiToken.objects.get().digest == digest_of_secret(secret)
    assert secret not in client.get(reverse("tokens")).content.decode()
    client.force_login(charlie)
    assert "night run" not in client.get(reverse("tokens")).content.decode()
    assert client.post(reverse("token-end", args=[ApiToken.objects.get().uid])).status_code == 404


def test_a_manager_gives_a_role_to_somebody_new_and_takes_it_back(client, deal, alice):
    client.force_login(alice)
    client.post(
        reverse("people", args=["our-deal"]), {"email": "New@example.org", "name": "Nel", "role": "office"}
    )
    grant = Grant.objects.get(user__email="new@example.org")

    assert (grant.user.name, grant.role, grant.on) == ("Nel", "office", deal.address)
    assert "Nel" in client.get(reverse("people", args=["our-deal"])).content.decode()

    client.post(reverse("people-end", args=["our-deal", grant.pk]))
    grant.refresh_from_db()
    assert grant.ended_on == today()


def test_the_people_of_a_deal_are_its_managers_business(client, deal, bob, charlie):
    other = make_user("Manager elsewhere")
    make_grant(other, Role.MANAGER, make_deal("other-deal"))
    for user in (bob, charlie, other):
        client.force_login(user)
        assert client.get(reverse("people", args=["our-deal"])).status_code == 403
        post = client.post(reverse("people", args=["our-deal"]), {"email": user.email, "role": "manager"})
        assert post.status_code == 403
    assert Grant.objects.filter(on=deal.address).count() == 0


def test_a_role_on_one_deal_cannot_be_ended_through_another(client, deal, alice, charlie):
    elsewhere = make_grant(charlie, Role.OFFICE, make_deal("other-deal"))
    client.force_login(alice)

    assert client.post(reverse("people-end", args=["our-deal", elsewhere.pk])).status_code == 404


def test_an_administrator_gives_the_first_manager(client, deal):
    administrator = User.objects.create_superuser("admin@example.org", name="Ada")
    client.force_login(administrator)

    client.post(
        reverse("people", args=["our-deal"]), {"email": "m@example.org", "name": "Mo", "role": "manager"}
    )

    assert Grant.objects.get(on=deal.address).user.name == "Mo"


def test_one_signs_in_with_a_code_by_mail(client, alice):
    client.post(reverse("account_request_login_code"), {"email": alice.email})
    deliver()
    code = re.search(r"^\s*(\w+(-\w+)*)\s*$", mail.outbox[0].body, re.MULTILINE)[1]

    answer = client.post(reverse("account_confirm_login_code"), {"code": code})

    assert (answer.status_code, answer.url) == (302, reverse("desk"))
    assert client.session["_auth_user_id"] == str(alice.pk)


def test_one_signs_in_with_a_password_and_gets_the_own_language(client):
    User.objects.create_user("eve@example.org", "a long enough password", name="Eve", language="en")

    answer = client.post(
        reverse("account_login"), {"login": "eve@example.org", "password": "a long enough password"}
    )

    assert answer.status_code == 302
    assert answer.cookies["django_language"].value == "en"


def test_guessing_passwords_is_slowed_down(client, alice):
    for _ in range(6):
        answer = client.post(reverse("account_login"), {"login": alice.email, "password": "wrong"})

    assert answer.status_code in (200, 429)
    alice.set_password("the right one, at last")
    alice.save()
    late = client.post(reverse("account_login"), {"login": alice.email, "password": "the right one, at last"})
    assert late.status_code != 302


def test_nobody_signs_up_alone(client):
    client.post(
        reverse("account_signup"),
        {
            "email": "x@example.org",
            "password1": "a long enough password",
            "password2": "a long enough password",
        },
    )

    assert not User.objects.exists()


def test_the_language_is_kept_with_the_user(client, alice):
    client.force_login(alice)

    client.post(reverse("set_language"), {"language": "en", "next": "/"})

    alice.refresh_from_db()
    assert alice.language == "en"


@pytest.fixture
def example_manager():
    return make_user("Mieke", email=demo_address("manager"))


def test_an_example_person_signs_in_by_a_button(client, settings, example_manager):
    settings.DEMO = True
    assert "Mieke" in client.get(reverse("account_login")).content.decode()

    answer = client.post(
        reverse("demo-sign-in"), {"person": example_manager.uid, "next": "https://evil.example/"}
    )

    assert (answer.status_code, answer.url) == (302, reverse("desk"))
    assert client.session["_auth_user_id"] == str(example_manager.pk)


def test_without_the_setting_nobody_signs_in_by_a_button(client, settings, example_manager):
    settings.DEMO = False

    assert "Mieke" not in client.get(reverse("account_login")).content.decode()
    assert client.post(reverse("demo-sign-in"), {"person": example_manager.uid}).status_code == 403
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("address", ["alice@example.org", "boss@voorbeeld.kopgroep.example"])
def test_a_real_account_never_signs_in_by_a_button(client, settings, address):
    settings.DEMO = True
    real = make_user("Real", email=address)

    assert client.post(reverse("demo-sign-in"), {"person": real.uid}).status_code == 403
    assert client.post(reverse("demo-sign-in"), {"person": "nonsense"}).status_code == 403
    assert client.get(reverse("demo-sign-in")).status_code == 405
