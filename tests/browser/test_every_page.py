"""Every kind of page that each role can reach: accessible, on a desktop and on a phone, and nothing leaves the site."""

import pytest

from tests.browser.walk import axe_findings, faults_of, pages_of

pytestmark = [pytest.mark.browser, pytest.mark.proof]

# Who sees other pages than another: office and administrator see what the manager sees, a deputy what the contact does.
ROLES = ["", "manager", "contact", "stranger"]


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("role", ROLES, ids=lambda role: role or "visitor")
def test_every_page_is_accessible_and_keeps_to_itself(visit, role, width):
    person = visit(role, width=width)
    walked = []
    found, refused = {}, {}

    for path in pages_of(person, refused):
        walked.append(path)
        if faults := axe_findings(person.page) + faults_of(person.page, width):
            found[path] = faults

    assert found == {}
    assert person.strayed == []
    assert person.complaints == []
    assert refused == {}
    assert len(walked) >= 8


@pytest.mark.parametrize("role", ["", "manager"], ids=lambda role: role or "visitor")
def test_every_page_speaks_english_when_asked(visit, role):
    person = visit(role, language="en")
    dutch = {}

    for path in pages_of(person, {}):
        language = person.page.locator("html").get_attribute("lang")
        if language != "en":
            dutch[path] = language

    assert dutch == {}


@pytest.mark.parametrize("role", ["", "manager"], ids=lambda role: role or "visitor")
def test_every_page_works_without_script(visit, role):
    person = visit(role, script=False)
    empty = [path for path in pages_of(person, {}) if not person.page.locator("main h1").count()]

    assert empty == []


def test_the_first_tab_on_a_page_is_the_skip_link(visit):
    person = visit("manager")
    person.go("/desk/")

    person.page.keyboard.press("Tab")

    assert person.page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    assert person.page.evaluate("document.activeElement.getBoundingClientRect().width > 10")
