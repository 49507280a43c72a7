"""Every address of the site and of the API, asked by everybody: nothing fails, and nobody sees what is not theirs.

The table that comes out stands in docs/reference/pages.md. After a change that is meant:
KOPGROEP_TEST_WRITE=1 python -m pytest tests/house/test_rights_walk.py
"""

import os
from pathlib import Path

import pytest
from django.core.cache import cache

from kopgroep.kernel.archives.shelf import shelf
from kopgroep.kernel.jobs.models import Job
from tests.house.rights import address_of, answer, make_world, routes

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "pages.md"
MADE = "<!-- Made by tests/house/test_rights_walk.py; change the code, not this page. -->\n"
OUTSIDERS = [
    "visitor",
    "stranger",
    "member of other partner",
    "contact of other partner",
    "deputy of other partner",
    "initiator of other deal",
    "office of other deal",
    "manager of other deal",
]
REFUSED = {403, 404, 405, "sign in", 401}
# What everybody may see: the front of the house, and the API's description.
PUBLIC = {
    "",
    "theme.css",
    "search/",
    "deals/<slug:deal>/about/",
    "privacy/",
    "ui/",
    "organisations/",
    "api/v1/openapi.json",
    "api/v1/deals",
    "api/v1/organisations",
    "health/live",
    "health/ready",
    "health/",
}
# What somebody with an account sees of their own.
OWN = {"desk/", "vote/", "account/tokens/", "lists/views/"}
# The registry and the queue are shared: the staff of any deal keeps them.
REGISTRY = ("organisations/", "charters/", "contacts/", "jobs/", "privacy/", "api/v1/organisations")


@pytest.fixture
def world(db, settings, tmp_path):
    settings.API_RATE = "100000/min"
    settings.DATA_DIR = tmp_path
    cache.clear()
    world = make_world()
    # One archive that is ready to be fetched.
    job = Job.objects.get(uid=world.arguments["uid"]["archive"])
    (shelf() / job.arguments["name"]).write_bytes(b"an archive")
    return world


def may_outsider(route, person):
    if route in PUBLIC or (route in OWN and person != "visitor"):
        return True
    if route == "outbox/" and person == "manager of other deal":
        # Only the mails about the own deals stand in it.
        return True
    return route.startswith(REGISTRY) and person in {"office of other deal", "manager of other deal"}


def test_nobody_sees_what_is_not_theirs_and_nothing_fails(world):
    seen, failed = [], []

    for route, _pattern in routes():
        address = address_of(route, world)
        # Who tries many links is stopped after some; here each must be refused for what it is.
        cache.clear()
        for person in OUTSIDERS:
            status = answer(world.people[person], address)
            if isinstance(status, int) and status >= 500:
                failed.append((route, person, status))
            elif status not in REFUSED and not may_outsider(route, person):
                seen.append((route, person, status))

    assert failed == []
    assert seen == []


def test_nobody_from_outside_writes_anything(world):
    written = []

    for route, _pattern in routes():
        if route.startswith(("api/", "health", "l/")):
            continue
        for person in ("visitor", "stranger", "contact of other partner"):
            status = answer(world.people[person], address_of(route, world), method="post")
            if status not in REFUSED and route not in PUBLIC | OWN:
                written.append((route, person, status))

    assert written == []


def test_who_sees_which_page_is_what_the_reference_says(world):
    people = list(world.people)
    rows = []
    for route, _pattern in routes():
        if route.startswith("api/"):
            continue
        answers = [answer(world.people[person], address_of(route, world)) for person in people]
        assert [status for status in answers if isinstance(status, int) and status >= 500] == [], route
        rows.append([f"`/{route}`", *("yes" if status in (200, 302) else "" for status in answers)])
    head = ["page", *people]
    lines = ["| " + " | ".join(row) + " |" for row in [head, ["---"] * len(head), *rows]]
    text = f"# Who sees which page\n\n{MADE}\nOne of everything in a deal of one's own, and another deal.\n\n"
    text += "\n".join(lines) + "\n"

    if os.environ.get("KOPGROEP_TEST_WRITE"):
        PAGE.write_text(text)

    assert PAGE.read_text() == text
