"""Real installations: a deal goes from SQLite to PostgreSQL and back, and a backup made under writes is restored."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile

import pytest

from tests.cli.running import environment, kopgroep
from tools.postgres import PostgresMissing, throwaway_postgres

pytestmark = pytest.mark.proof
DEAL = "leefbare-straat"
# What may differ between two archives of one deal: its moment, and that the journal went on.
DIFFER = {"manifest.json", "SHA256SUMS", "journal/entries.jsonl"}

WRITER = """
import django, itertools; django.setup()
from kopgroep.kernel.actors import Actor
from kopgroep.kernel.clock import now
from kopgroep.kernel.comments.actions import make_comment
from kopgroep.kernel.accounts.models import User
from kopgroep.rooms.programme.models import Deal
deal, by = Deal.objects.get(), Actor.of(User.objects.order_by("pk")[0])
for number in itertools.count():
    make_comment(about=deal, text=f"Comment {number}.", by=by, at=now())
    print(number, flush=True)
"""
READER = """
import django, json; django.setup()
from django.test import Client
from kopgroep.kernel.accounts.models import User
from kopgroep.kernel.comments.models import Comment
from kopgroep.kernel.access import Role
from kopgroep.kernel.accounts.models import Grant
client = Client(HTTP_HOST="localhost")
manager = Grant.objects.filter(role=Role.MANAGER).order_by("pk")[0].user
client.force_login(manager, "django.contrib.auth.backends.ModelBackend")
pages = ["/", "/desk/", "/deals/leefbare-straat/", "/deals/leefbare-straat/partners/", "/search/?q=straat"]
print(json.dumps({
    "texts": list(Comment.objects.values_list("text", flat=True)),
    "pages": [client.get(page).status_code for page in pages],
}))
"""


def done(answer):
    assert answer.returncode == 0, answer.stdout + answer.stderr
    return answer.stdout


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """An installation with a small invented deal."""
    folder = tmp_path_factory.mktemp("home")
    done(kopgroep(folder, "setup", "--no-examples"))
    done(kopgroep(folder, "seed", "--partners", "9"))
    return folder


@pytest.fixture(scope="module")
def postgres():
    try:
        with throwaway_postgres() as address:
            yield address
    except PostgresMissing as missing:
        pytest.skip(str(missing))


def parts_of(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_deal_goes_from_sqlite_to_postgresql_and_back_without_loss(home, postgres, tmp_path):
    first, second, third = (tmp_path / f"{name}.zip" for name in ("first", "second", "third"))
    away, back = tmp_path / "away", tmp_path / "back"
    done(kopgroep(home, "deal", "archive", DEAL, str(first)))

    done(kopgroep(away, "setup", "--no-examples", DATABASE_URL=postgres))
    done(kopgroep(away, "deal", "restore", str(first), DATABASE_URL=postgres))
    done(kopgroep(away, "journal", "verify", DATABASE_URL=postgres))
    done(kopgroep(away, "deal", "archive", DEAL, str(second), DATABASE_URL=postgres))
    done(kopgroep(back, "setup", "--no-examples"))
    done(kopgroep(back, "deal", "restore", str(second)))
    done(kopgroep(back, "journal", "verify"))
    done(kopgroep(back, "deal", "archive", DEAL, str(third)))

    home_parts, away_parts, back_parts = parts_of(first), parts_of(second), parts_of(third)
    for other in (away_parts, back_parts):
        assert {name for name in home_parts | other if home_parts.get(name) != other.get(name)} == DIFFER
        assert other["journal/entries.jsonl"].startswith(home_parts["journal/entries.jsonl"])


def backed_up_under_writes(folder, path):
    """The numbers that were acknowledged before the backup began; writing goes on until it is there."""
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER],
        env={**environment(folder), "DJANGO_SETTINGS_MODULE": "kopgroep.config.settings"},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        before = [int(writer.stdout.readline()) for _each in range(20)]
        done(kopgroep(folder, "backup", str(path)))
        assert writer.poll() is None
    finally:
        writer.kill()
        after = len(writer.communicate()[0].splitlines())
    assert after > 0
    return before


@pytest.fixture(scope="module")
def backup(home, tmp_path_factory):
    """A backup that was made while somebody wrote, and the numbers that had to be in it."""
    path = tmp_path_factory.mktemp("safe") / "backup.zip"
    return path, backed_up_under_writes(home, path)


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_a_backup_made_while_people_write_is_restored_whole(backup, database, request, tmp_path):
    settings = {"DATABASE_URL": request.getfixturevalue("postgres")} if database == "postgresql" else {}
    path, acknowledged = backup

    restored = done(kopgroep(tmp_path, "restore", "--replace", "--yes", str(path), **settings))

    # It says so only after every hash and every signature was checked.
    assert "The journal is as it was written." in restored
    assert kopgroep(tmp_path, "restore", str(path), **settings).returncode == 1
    shown = subprocess.run(
        [sys.executable, "-c", READER],
        env={
            **environment(tmp_path, DEBUG="true", **settings),
            "DJANGO_SETTINGS_MODULE": "kopgroep.config.settings",
        },
        capture_output=True,
        text=True,
    )
    seen = json.loads(done(shown).splitlines()[-1])
    assert {f"Comment {number}." for number in acknowledged} <= set(seen["texts"])
    assert seen["pages"] == [200] * 5
