"""Whoever shows an answer finds every reason in the reference, and nothing there that is never said."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ENGINE = ROOT / "src" / "kopgroep" / "engine"
REFERENCE = ROOT / "docs" / "reference" / "engine" / "reasons.md"
FAMILIES = {"weights", "ranking", "robust", "agreement", "portfolio", "teams", "panels", "pilots", "meetings"}
# Names of fields in the errors about a problem's form, which look alike.
FIELDS = {"portfolio.criteria", "portfolio.tools"}


def test_every_reason_is_in_the_reference_and_no_other():
    code = "\n".join(path.read_text() for path in sorted(ENGINE.rglob("*.py")))
    said = set(re.findall(rf'"((?:{"|".join(FAMILIES)})\.[a-z_]+(?:\.[a-z_]+)?)"', code)) - FIELDS

    told = set(re.findall(rf"`((?:{'|'.join(FAMILIES)})\.[a-z_.]+)`", REFERENCE.read_text()))

    assert said == told
