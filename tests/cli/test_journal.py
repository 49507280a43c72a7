"""`kopgroep journal` finds what was tampered with, and its exit code says so."""

import json

import pytest
from django.db import connection

from kopgroep.cli.__main__ import main
from kopgroep.kernel.access import Role
from kopgroep.kernel.accounts.actions import grant_role
from kopgroep.kernel.actors import Actor
from kopgroep.kernel.clock import now
from kopgroep.kernel.journal.models import Checkpoint

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def told(deal, alice, charlie):
    grant_role(user=charlie, role=Role.OFFICE, on=deal, by=Actor.of(alice), at=now())


def run(*arguments, capsys):
    with pytest.raises(SystemExit) as end:
        main(["journal", *arguments])
    return end.value.code, capsys.readouterr().out


def test_an_untouched_journal_is_whole(told, capsys):
    assert run("verify", capsys=capsys) == (0, "1 entries; all as they were written.\n")
    assert json.loads(run("verify", "our-deal", "--json", capsys=capsys)[1]) == {
        "entries": 1,
        "intact": True,
        "findings": [],
    }


def test_a_changed_entry_is_named_and_the_answer_is_no(told, capsys):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE journal_entry SET actor_reference = 'nobody'")

    code, out = run("verify", capsys=capsys)
    assert code == 1
    assert out.startswith("deal:our-deal entry 1 (")
    assert "user.role_granted): changed." in out

    code, out = run("verify", "our-deal", "--json", capsys=capsys)
    [finding] = json.loads(out)["findings"]
    assert (code, finding["chain"], finding["number"], finding["problem"]) == (
        1,
        "deal:our-deal",
        1,
        "changed",
    )


def test_an_unknown_journal_is_refused(told, capsys):
    assert run("verify", "nonsense", capsys=capsys)[0] == 1


def test_the_last_entries_are_told_in_sentences(told, alice, capsys):
    _, out = run("show", "our-deal", capsys=capsys)

    assert "Alice gave Charlie the role programme office." in out


def test_a_checkpoint_is_signed_for_every_journal(told, settings, capsys, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        run("checkpoint", capsys=capsys)

    assert Checkpoint.objects.get().number == 1
    assert '"deal:our-deal"' in (settings.DATA_DIR / "checkpoints.jsonl").read_text()
