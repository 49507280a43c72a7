"""Every kind of page that each role can reach: accessible, on a desktop and on a phone, and nothing leaves the site."""

import pytest

from tests.browser.conftest import Visit
from tests.browser.lived_in import HOME, SENT, LivedIn, live_in
from tests.browser.sites import LIVING
from tests.browser.walk import axe_findings, faults_of, pages_of

pytestmark = [pytest.mark.browser, pytest.mark.proof]

# Who sees other pages than another: the office sees what the manager sees, a deputy what the contact does.
ROLES = ["", "manager", "contact", "stranger", "administrator"]
# Pages that a mail, a form or a sign-in leads to, but no link.
UNLINKED = {
    "": [f"{HOME}join/thanks/", "/account/login/code/", "/account/password/reset/"],
    "manager": ["/jobs/", f"{HOME}partners/?q=gemeente&stage=partner"],
}
# Who comes there by mistake, or too late.
DEAD_ENDS = ["/nowhere/", "/l/unknown/", "/mail/unknown/", "/invitations/unknown/", f"{HOME}people/"]
EMPTY_FORMS = [
    f"{HOME}partners/add/",
    f"{HOME}enquiries/call/",
    f"{HOME}join/enquire/",
    f"{HOME}imports/",
    f"{HOME}webhooks/add/",
    f"{HOME}invitations/role/",
    f"{HOME}gates/network/review/",
    f"{HOME}planning/change/",
    f"{HOME}charter/load/",
    "/organisations/add/",
    "/organisations/merge/",
    "/account/tokens/",
]


@pytest.fixture(scope="module")
def lived_in(site, browser) -> LivedIn:
    context = browser.new_context(locale="nl")
    context.add_cookies([site.session_of("manager")])
    made = live_in(Visit(context, context.new_page(), site, "manager"))
    context.close()
    return made


def also_for(role: str, lived_in: LivedIn) -> list[str]:
    own = {"": lived_in.by_mail, "manager": (lived_in.partner, f"{lived_in.partner}start/")}
    return [*own.get(role, ()), *UNLINKED.get(role, ())]


TABLE = """Organisatie;Soort;Contactpersoon;E-mail
Atelier Wachtkamer;bedrijf;Wies Wacht;wies@wachtkamer.example
Atelier Wachtkaamer;bedrijf;;
Zonder Soort;;;
"""


@pytest.fixture(scope="module", autouse=True)
def waiting_import(site, tmp_path_factory):
    """A table whose rows wait to be imported, one of each verdict, so that its pages are walked too."""
    file = tmp_path_factory.mktemp("table") / "partners.csv"
    file.write_text(TABLE, encoding="utf-8")
    site.must("import", LIVING, str(file), "--json")


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("role", ROLES, ids=lambda role: role or "visitor")
def test_every_page_is_accessible_and_keeps_to_itself(visit, lived_in, role, width):
    person = visit(role, width=width)
    walked = []
    found, refused = {}, {}

    for path in pages_of(person, refused, also=also_for(role, lived_in)):
        walked.append(path)
        if faults := axe_findings(person.page) + faults_of(person.page, width):
            found[path] = faults

    assert found == {}
    assert person.strayed == []
    assert person.complaints == []
    assert refused == {}
    assert len(walked) >= 8


@pytest.mark.parametrize("role", ["", "manager"], ids=lambda role: role or "visitor")
def test_every_page_speaks_english_when_asked(visit, lived_in, role):
    # A page behind a link in a mail speaks that mail's language until its reader chooses another.
    person = visit(role, language="nl")
    person.go("/account/login/" if not role else "/desk/")
    person.page.locator("header").get_by_role("button", name="English").click()
    dutch = {}

    for path in pages_of(person, {}, also=also_for(role, lived_in)):
        language = person.page.locator("html").get_attribute("lang")
        if language != "en":
            dutch[path] = language

    assert dutch == {}


@pytest.mark.parametrize("role", ["", "manager"], ids=lambda role: role or "visitor")
def test_every_page_works_without_script(visit, lived_in, role):
    person = visit(role, script=False)
    walked = pages_of(person, {}, also=also_for(role, lived_in))
    empty = [path for path in walked if not person.page.locator("main h1").count()]

    assert empty == []


@pytest.mark.parametrize("width", [1280, 320])
def test_a_form_that_is_sent_empty_says_so_accessibly(visit, width):
    person = visit("manager", width=width)
    found = {}

    for path in EMPTY_FORMS:
        person.go(path)
        person.page.locator(f"{SENT} .kg-actions button").last.click()
        person.page.wait_for_load_state()
        told = person.page.locator(".kg-errors").count()
        faults = axe_findings(person.page) + faults_of(person.page, width)
        if faults or not told:
            found[path] = faults or "nothing was said"

    assert found == {}
    assert person.complaints == []


@pytest.mark.parametrize("width", [1280, 320])
def test_a_dead_end_is_accessible_and_leads_on(visit, width):
    person = visit("contact", width=width)
    found = {}

    for path in DEAD_ENDS:
        person.go(path)
        ways = person.page.locator("main a").count()
        if (faults := axe_findings(person.page) + faults_of(person.page, width)) or not ways:
            found[path] = faults or "no way on"

    assert found == {}


def test_the_first_tab_on_a_page_is_the_skip_link(visit):
    person = visit("manager")
    person.go("/desk/")

    person.page.keyboard.press("Tab")

    assert person.page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    assert person.page.evaluate("document.activeElement.getBoundingClientRect().width > 10")
