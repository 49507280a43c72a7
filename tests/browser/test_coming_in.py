"""Coming in by an invitation (scenario 3), and proving who one is with a passkey or an app, in a real browser."""

import hmac
import re
import struct
import time
from base64 import b32decode

import pytest

from kopgroep.kernel.clock import now
from tests.browser.sites import LIVING, new_site, serving
from tests.browser.test_ways_in import mail_to

pytestmark = pytest.mark.browser
SECONDS = 30


@pytest.fixture(scope="module")
def strict(tmp_path_factory):
    """A site on localhost, where browsers allow passkeys, that asks a second factor of its managers."""
    site = new_site(tmp_path_factory.mktemp("strict"), KOPGROEP_SECOND_FACTOR="manager,office")
    site.address = site.address.replace("127.0.0.1", "localhost")
    site.environment["KOPGROEP_BASE_URL"] = site.address
    site.must("setup")
    with serving(site):
        yield site


def code_of(secret):
    """What an app shows now (RFC 6238)."""
    counter = struct.pack(">Q", int(now().timestamp()) // 30)
    digest = hmac.digest(b32decode(secret), counter, "sha1")
    place = digest[-1] & 0xF
    return f"{(int.from_bytes(digest[place : place + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06}"


def with_authenticator(person):
    """A fingerprint reader that always says yes."""
    cdp = person.context.new_cdp_session(person.page)
    cdp.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def submit(person, *, form="main form.kg-form"):
    person.page.locator(f"{form} button").first.click()
    person.clicks += 1


@pytest.mark.parametrize("script", [True, False])
def test_from_the_mail_to_the_own_page_in_two_taps(site, visit, script):
    """Scenario 3: at most two taps, no password, thirty seconds; one peer and one useful thing."""
    manager = visit("manager") if script else visit("office")
    manager.go(f"/deals/{LIVING}/invitations/")
    ticks = manager.page.locator("main input[name=people]")
    for tick in ticks.all()[1:]:
        tick.uncheck()
    words = manager.page.locator("main .kg-choice label").first.inner_text()
    address = re.search(r"[\w.-]+@[\w.-]+", words)[0]
    manager.page.locator("main textarea[name=words]").fill("Leuk dat je meedoet.")
    submit(manager)
    mail = mail_to(site, address)
    link = re.search(r"https?://\S+/invitations/\S+", mail)[0]
    guest = visit(width=390, height=844, script=script)

    started = time.perf_counter()
    guest.page.goto(link)
    taps = 1
    guest.page.locator("main form button").click()
    taps += 1
    guest.page.wait_for_url("**/desk/")
    seconds = time.perf_counter() - started

    assert "Leuk dat je meedoet." in mail
    assert (taps, seconds < SECONDS) == (2, True)
    welcome = guest.page.locator("section[aria-labelledby=welcome]")
    assert welcome.locator("a[href^='mailto:']").count() == 1
    assert welcome.locator("a[href*='/start/']").count() == 1
    assert guest.strayed == []


def test_a_manager_is_led_to_the_second_factor_and_goes_on_with_a_passkey(strict, visit):
    person = visit("manager", at=strict)
    with_authenticator(person)
    person.go("/desk/")
    assert person.path == "/account/second-factor/"
    assert person.page.locator("main .utrecht-alert--warning").count() == 1

    person.page.locator("main a[href*='/webauthn/add/']").click()
    submit(person)
    person.page.wait_for_url("**/recovery-codes/")
    assert person.page.locator(".kg-codes li").count() == 10
    person.page.locator("main a[href='/desk/']").click()
    person.page.wait_for_url("**/desk/")

    person.page.locator(".kg-header details summary").last.click()
    person.page.locator("form[action='/account/logout/'] button").click()
    person.go("/account/login/?next=/deals/" + LIVING + "/")
    person.page.locator("form[data-passkey=ask] button").click()
    person.page.wait_for_url(f"**/deals/{LIVING}/")
    assert person.complaints == []


def test_without_a_device_the_page_says_what_else_one_can_do(strict, visit):
    person = visit(at=strict)
    cdp = person.context.new_cdp_session(person.page)
    cdp.send("WebAuthn.enable")
    cdp.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {"protocol": "ctap2", "transport": "internal", "isUserVerified": False}},
    )
    person.go("/account/login/")

    person.page.locator("form[data-passkey=ask] button").click()

    person.page.locator("[data-passkey-trouble]").wait_for(state="visible")
    assert person.path.startswith("/account/login/")


def test_an_app_with_codes_works_without_script(strict, visit):
    person = visit("office", at=strict, script=False, width=390, height=844)
    person.go("/desk/")
    person.page.locator("main a[href*='/totp/activate/']").click()
    secret = person.page.locator(".kg-code").text_content()
    person.page.locator("input[name=code]").fill(code_of(secret))
    submit(person)
    person.page.wait_for_url("**/recovery-codes/")
    codes = person.page.locator(".kg-codes code").all_inner_texts()

    newcomer = visit(at=strict, script=False)
    newcomer.go("/account/login/")
    newcomer.page.locator("[data-demo-role=office] button").click()
    newcomer.page.locator("main input[name=code]").fill(codes[0])
    submit(newcomer)

    newcomer.page.wait_for_url("**/desk/")


def test_somebody_signs_out_another_device(site, visit):
    here, there = visit(), visit(width=390)
    for each in (here, there):
        each.go("/account/login/")
        each.page.locator("[data-demo-role=participant] button").click()
        each.page.wait_for_url("**/desk/")

    here.go("/account/sessions/")
    here.page.locator("main form[action*='end-others'] button").click()
    there.go("/desk/")

    assert there.path.startswith("/account/login/")
    assert here.page.locator("main tbody tr").count() == 1
