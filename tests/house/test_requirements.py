"""The table of requirements names every one, norms that the charter has, and tests that exist."""

import re
from pathlib import Path

from kopgroep.rooms.programme.charter import shipped_charter

ROOT = Path(__file__).resolve().parents[2]
TABLE = (ROOT / "docs" / "reference" / "requirements.md").read_text()
NUMBERS = {"N": 5, "E": 9, "D": 4, "B": 2, "Y": 10, "C": 4, "I": 1, "P": 1}


def test_every_requirement_has_one_row():
    rows = re.findall(r"^\| (S-[A-Z]\d+) \|", TABLE, re.MULTILINE)

    assert rows == [f"S-{kind}{number}" for kind, most in NUMBERS.items() for number in range(1, most + 1)]


def test_every_norm_in_the_table_is_in_the_charter_with_that_measure():
    norms = {norm.code: norm.measure for norm in shipped_charter("slimme-stad").norms}

    named = dict(re.findall(r"`([a-z0-9-]+)` \(`([a-z_]+)`\)", TABLE))

    assert {code: norms.get(code) for code in named} == named


def test_every_test_in_the_table_exists():
    named = set(re.findall(r"`(test_\w+)`", TABLE))
    known = {
        name
        for file in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"def (test_\w+)", file.read_text())
    }

    assert named - known == set()
    assert len(named) >= 8
