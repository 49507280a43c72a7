"""Signing in with the accounts of one's organisation, at a real provider of OpenID Connect on this machine."""

import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.browser.provider import CLIENT, PASSWORD, SECRET
from tests.browser.sites import LIVING, free_port, new_site, serving

pytestmark = pytest.mark.browser
PROVIDER = Path(__file__).with_name("provider.py")
NAME = "Gemeente Voorbeeld"


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    """A site that trusts the provider of an invented municipality, and that provider."""
    port = free_port()
    site = new_site(
        tmp_path_factory.mktemp("town"),
        KOPGROEP_OIDC_NAME=NAME,
        KOPGROEP_OIDC_SERVER=f"http://127.0.0.1:{port}",
        KOPGROEP_OIDC_CLIENT=CLIENT,
        KOPGROEP_OIDC_SECRET=SECRET,
    )
    site.must("setup")
    folder = tmp_path_factory.mktemp("provider")
    process = subprocess.Popen(
        [sys.executable, str(PROVIDER), str(folder), str(port), site.address], stderr=subprocess.DEVNULL
    )
    try:
        wait_for(port)
        with serving(site):
            yield site
    finally:
        process.terminate()
        process.wait(timeout=10)


def wait_for(port):
    until = time.monotonic() + 120
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("the provider did not start")


def sign_in_at_town(person, name, *, next_page=""):
    person.go("/account/login/" + (f"?next={next_page}" if next_page else ""))
    person.page.locator("main").get_by_role("link", name=NAME).click()
    person.page.locator("input[name=login]").fill(name)
    person.page.locator("input[name=password]").fill(PASSWORD)
    with person.page.expect_navigation(url=f"{person.site.address}/**"):
        person.page.locator("form[action*=login] button[type=submit], button[type=submit]").first.click()


def test_somebody_new_gets_an_account_without_any_role(town, visit):
    person = visit(at=town)

    sign_in_at_town(person, "anna")

    assert person.path == "/desk/", person.main
    assert "Anna van Alphen" in person.page.locator(".kg-header").inner_text()
    assert person.page.goto(f"{town.address}/deals/{LIVING}/partners/add/").status == 403


def test_who_has_an_account_with_the_confirmed_address_is_that_person(town, visit):
    town.kopgroep("user", "add", "anna@gemeente.example", "--name", "Anna van Alphen")
    town.must("user", "grant", "anna@gemeente.example", "office", LIVING)
    person = visit(at=town)

    sign_in_at_town(person, "anna", next_page=f"/deals/{LIVING}/partners/add/")

    assert person.path == f"/deals/{LIVING}/partners/add/"
    assert person.page.locator("main form.kg-form").count() == 1


def test_an_address_that_nobody_confirmed_opens_nothing(town, visit):
    town.kopgroep("user", "add", "onno@gemeente.example", "--name", "Onno")
    person = visit(at=town)

    sign_in_at_town(person, "onno")

    assert "adres" in person.main
    person.go("/desk/")
    assert person.path.startswith("/account/login/")


def test_the_provider_is_asked_with_a_proof_key(town, visit):
    person = visit(at=town)
    asked = []
    person.page.on("request", lambda request: asked.append(request.url))

    person.go("/account/login/")
    person.page.locator("main").get_by_role("link", name=NAME).click()

    assert any("code_challenge_method=S256" in url for url in asked)
