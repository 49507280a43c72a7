"""Users, roles and tokens on the command line."""

import json

import pytest

from kopgroep.cli.__main__ import main
from kopgroep.kernel.accounts.actions import digest_of_secret
from kopgroep.kernel.accounts.models import ApiToken, Grant, User
from kopgroep.kernel.journal.models import Entry

pytestmark = pytest.mark.django_db


def run(*arguments, capsys):
    with pytest.raises(SystemExit) as end:
        main(list(arguments))
    shown = capsys.readouterr()
    return end.value.code, shown.out + shown.err


def test_a_user_is_added_gets_a_role_and_loses_it(deal, alice, capsys):
    assert run("user", "add", "nel@example.org", "--name", "Nel", capsys=capsys)[0] == 0
    assert run("user", "grant", "nel@example.org", "office", "our-deal", capsys=capsys)[0] == 0
    assert Grant.objects.get(user__name="Nel").role == "office"
    assert Entry.objects.get(verb="user.added").actor_reference == "kopgroep user"

    assert run("user", "grant", "nel@example.org", "office", "our-deal", "--end", capsys=capsys)[0] == 0
    assert Grant.objects.get(user__name="Nel").ended_on is not None
    assert run("user", "grant", "nel@example.org", "office", "our-deal", "--end", capsys=capsys)[0] == 1


def test_the_list_says_who_has_which_role(deal, alice, charlie, capsys):
    people = json.loads(run("user", "list", "--json", capsys=capsys)[1])

    assert {person["name"]: person["roles"] for person in people} == {
        "Alice": ["manager of our-deal"],
        "Charlie": [],
    }
    assert "Charlie" not in run("user", "list", "--deal", "our-deal", capsys=capsys)[1]


def test_a_weak_password_is_refused(capsys):
    code, shown = run("user", "add", "eve@example.org", "--name", "Eve", "--password", "short", capsys=capsys)

    assert code == 1
    assert "12" in shown
    assert not User.objects.exists()


def test_unknown_people_and_deals_are_named_in_the_refusal(deal, alice, capsys):
    assert (
        "nobody@example.org"
        in run("user", "grant", "nobody@example.org", "office", "our-deal", capsys=capsys)[1]
    )
    code, shown = run("user", "grant", alice.email, "office", "no-deal", capsys=capsys)
    assert (code, "our-deal" in shown) == (1, True)


def test_a_token_is_made_listed_and_ended(alice, capsys):
    made = json.loads(
        run(
            "token", "make", alice.email, "--name", "night", "--scope", "deals:read", "--json", capsys=capsys
        )[1]
    )
    assert ApiToken.objects.get().digest == digest_of_secret(made["token"])
    listed = run("token", "list", "--json", capsys=capsys)[1]
    assert (json.loads(listed)[0]["uid"], made["token"] in listed) == (made["uid"], False)

    assert run("token", "end", made["uid"], capsys=capsys)[0] == 0
    assert json.loads(run("token", "list", "--json", capsys=capsys)[1]) == []
    assert run("token", "end", made["uid"], capsys=capsys)[0] == 1
