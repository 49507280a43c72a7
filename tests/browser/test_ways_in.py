"""How people come in: with a code from their mail, as an example person, and how they are turned away kindly."""

import re
import time
from email import message_from_bytes, policy

import pytest

pytestmark = pytest.mark.browser


def mail_to(site, address, *, within=60):
    """The text of the last mail to somebody, from the folder where an installation without a mail server puts it."""
    until = time.monotonic() + within
    while time.monotonic() < until:
        for file in sorted(
            (site.folder / "mail").glob("*"), key=lambda path: path.stat().st_mtime, reverse=True
        ):
            if address in file.read_text():
                parsed = message_from_bytes(file.read_bytes(), policy=policy.default)
                return parsed.get_body(("plain",)).get_content()
        time.sleep(0.3)
    raise AssertionError(f"no mail to {address}")


def test_somebody_signs_in_with_a_code_from_the_mail(site, visit):
    address = "code@example.org"
    site.must("user", "add", address, "--name", "Cato Code")
    person = visit()
    person.go("/account/login/")

    person.page.locator("main a[href*='/login/code/']").click()
    person.page.locator("main input[type=email]").fill(address)
    person.page.locator("main form button[type=submit], main form button:not([type])").first.click()
    code = re.search(r"\b[A-Z0-9]{3,4}-?[A-Z0-9]{3,4}\b", mail_to(site, address)).group()
    person.page.locator("main input[name=code]").fill(code)
    person.page.locator("main form button[type=submit], main form button:not([type])").first.click()

    person.page.wait_for_url("**/desk/")
    assert "Cato Code" in person.page.locator(".kg-header").inner_text()


def test_a_visitor_of_a_trial_looks_around_as_an_example_person(visit):
    person = visit()
    person.go("/account/login/?next=/deals/leefbare-straat/")

    person.page.locator("[data-demo-role=manager] button").click()

    person.page.wait_for_url("**/deals/leefbare-straat/")
    assert person.page.locator(".kg-gaps").count() == 1


def test_a_person_without_permission_is_told_who_can_help_and_led_on(visit):
    stranger = visit("stranger")

    answer = stranger.page.goto(stranger.site.address + "/deals/leefbare-straat/planning/change/")
    ways = stranger.page.locator("main a").all()

    assert answer.status == 403
    assert stranger.page.locator("main h2").count() >= 2
    assert ways
    ways[0].click()
    assert stranger.page.locator("main h1").count() == 1
    assert stranger.path == "/desk/"


def test_the_language_changes_on_the_page_where_one_is(visit):
    person = visit("contact", language="nl")
    person.go("/desk/")
    dutch = person.page.locator("h1").inner_text()

    person.page.locator("header").get_by_role("button", name="English").click()

    assert (person.path, dutch, person.page.locator("h1").inner_text()) == ("/desk/", "Vandaag", "Today")
    assert person.page.locator("html").get_attribute("lang") == "en"
