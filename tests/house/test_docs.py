"""The pages about the product say what the code says now, and lead somewhere."""

import re
from pathlib import Path

import pytest

from kopgroep.config.env import SETTINGS
from kopgroep.kernel.access import Permission, Role

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.md")])
REFERENCE = ROOT / "docs" / "reference"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_within_the_docs_leads_to_a_file(page):
    links = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", page.read_text())

    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_setting_permission_and_role_is_documented():
    settings = (REFERENCE / "settings.md").read_text()
    permissions = (REFERENCE / "permissions.md").read_text()

    assert [setting.variable for setting in SETTINGS if f"`{setting.variable}`" not in settings] == []
    assert [permission for permission in Permission if f"`{permission}`" not in permissions] == []
    assert [role for role in Role if role.value not in permissions] == []


def test_every_decision_says_why_and_what_follows():
    for page in (ROOT / "docs" / "decisions").glob("0*.md"):
        text = page.read_text()
        assert [
            part for part in ("## Context", "## Decision", "## Consequences") if part not in text
        ] == [], page.name
