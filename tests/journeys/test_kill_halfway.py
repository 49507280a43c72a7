"""A program is killed in the middle of an import or an erasure: all of it happened or none of it, and it goes on."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
from contextlib import closing

import pytest

from tests.cli.running import environment, kopgroep

pytestmark = pytest.mark.proof

ROWS = 2_000
# Seconds in the transaction before it is killed.
LATER = (0, 0.3)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """An installation with its example deal."""
    folder = tmp_path_factory.mktemp("home")
    made = kopgroep(folder, "setup")
    assert made.returncode == 0, made.stderr
    return folder


def asked(home, *questions):
    with closing(sqlite3.connect(home / "kopgroep.sqlite3")) as database:
        return [database.execute(question).fetchone()[0] for question in questions]


def is_writing(home):
    """Whether some program holds the lock with which one writes."""
    with closing(sqlite3.connect(home / "kopgroep.sqlite3", timeout=0, isolation_level=None)) as database:
        try:
            database.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return True
        database.execute("ROLLBACK")
        return False


def killed_while_writing(home, *command, later):
    """Begun, and killed so many seconds after it was seen in a long transaction; whether it still was in it."""
    process = subprocess.Popen(
        [sys.executable, "-m", "kopgroep.cli.__main__", *command],
        env=environment(home),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    seen, until = 0, time.monotonic() + 120
    while seen < 3 and process.poll() is None and time.monotonic() < until:
        seen = seen + 1 if is_writing(home) else 0
        time.sleep(0.01)
    time.sleep(later)
    halfway = process.poll() is None and is_writing(home)
    process.kill()
    process.wait()
    return halfway


def test_an_import_that_is_killed_leaves_all_or_nothing_and_can_be_done_again(home, tmp_path):
    table = tmp_path / "table.csv"
    lines = [
        f"Organisatie {number} BV;bedrijf;Els {number};els{number}@rij.example" for number in range(ROWS)
    ]
    table.write_text("\n".join(["Organisatie;Soort;Contactpersoon;E-mail", *lines]) + "\n")
    command = ("import", "leefbare-straat", str(table), "--yes")
    questions = (
        "SELECT count(*) FROM partners_organisation WHERE name LIKE 'Organisatie % BV'",
        "SELECT count(*) FROM partners_person WHERE email LIKE '%@rij.example'",
        "SELECT count(*) FROM journal_entry WHERE verb = 'import.done'",
    )
    before = asked(home, *questions)
    whole = [ROWS, ROWS, before[2] + 1]

    halfway, left = [], []
    for later in LATER:
        halfway.append(killed_while_writing(home, *command, later=later))
        left.append(asked(home, *questions))
    again = kopgroep(home, *command)

    assert halfway[0]
    assert [each for each in left if each not in (before, whole)] == []
    assert left[0] == before
    assert again.returncode == 0, again.stderr
    assert asked(home, *questions) == whole
    assert kopgroep(home, "journal", "verify").returncode == 0


def test_an_erasure_that_is_killed_leaves_the_whole_person_or_nothing_of_it(home):
    questions = (
        "SELECT count(*) FROM partners_person WHERE email = '{email}'",
        "SELECT count(*) FROM accounts_user WHERE email = '{email}'",
        "SELECT count(*) FROM search_found WHERE text LIKE '%{email}%'",
    )
    with closing(sqlite3.connect(home / "kopgroep.sqlite3")) as database:
        emails = [
            email
            for (email,) in database.execute(
                "SELECT email FROM partners_person WHERE user_id IS NOT NULL AND email LIKE '%example%' ORDER BY id"
            )
        ]
    email = emails[-1]
    of_person = [question.format(email=email) for question in questions]
    before, gone = asked(home, *of_person), [0, 0, 0]
    command = ("privacy", "erase", email, "--yes")

    halfway, left = [], []
    for later in LATER:
        halfway.append(killed_while_writing(home, *command, later=later))
        left.append(asked(home, *of_person))
    kopgroep(home, *command)

    assert halfway[0]
    assert left[0] == before
    assert [each for each in left if each not in (before, gone)] == []
    assert before[:2] == [1, 1]
    assert asked(home, *of_person) == gone
    assert kopgroep(home, "journal", "verify").returncode == 0
