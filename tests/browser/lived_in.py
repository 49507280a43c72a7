"""What people leave behind in a deal, made by hand in a browser: without it there are pages that nobody can reach."""

import re
from dataclasses import dataclass

from tests.browser.conftest import Visit
from tests.browser.sites import LIVING
from tests.browser.test_ways_in import mail_to

HOME = f"/deals/{LIVING}/"
SENT = "main form.kg-form[method=post]"
GUEST = "gast@voorbeeld.example"
TABLE = (
    "Organisatie;Soort;Contactpersoon;E-mail\n"
    "Stichting Nieuwe Stoep;stichting;Els Bos;els@nieuwestoep.example\n"
    "Bouwbedrijf Steen BV;bedrijf;Kees Steen;kees(at)steen.example\n"
)


@dataclass(frozen=True)
class LivedIn:
    """Addresses that only who got a mail knows, and those of one partner that is at work."""

    by_mail: tuple[str, ...]
    partner: str


def live_in(manager: Visit) -> LivedIn:
    """A decision about a gate, an import, a webhook, an invitation and a question by mail; all by the manager."""
    page = manager.page
    _decide(manager)
    _import(manager)
    manager.go(f"{HOME}webhooks/add/")
    page.locator("#id_name").fill("intranet")
    page.locator("#id_url").fill("https://intranet.example/kopgroep")
    _send(manager)
    manager.go(f"{HOME}invitations/role/")
    page.locator("#id_name").fill("Gerda Gast")
    page.locator("#id_email").fill(GUEST)
    _send(manager)
    manager.go(f"{HOME}partners/?stage=partner")
    partner = page.locator("main tbody a[href^='/partners/']").first.get_attribute("href") or ""
    manager.go(f"{partner}ask/")
    asked = re.search(r"[\w.-]+@[\w.-]+\w", page.locator("main .kg-choice label").first.inner_text())
    assert asked is not None
    _send(manager)
    mails = mail_to(manager.site, GUEST) + mail_to(manager.site, asked[0])
    links = re.findall(r"https?://[^/\s]+(/(?:l|mail|invitations)/[^\s>]+)", mails)
    return LivedIn(tuple(dict.fromkeys(links)), partner)


def _send(manager: Visit) -> None:
    manager.page.locator(f"{SENT} .kg-actions button").first.click()
    manager.page.wait_for_load_state()


def _decide(manager: Visit) -> None:
    """To wait, so that the deal stays as it is."""
    manager.go(f"{HOME}gates/network/review/")
    manager.page.locator("input[value=hold]").check()
    manager.page.locator("#id_reason").fill("Eerst alle vier de helixen.")
    _send(manager)


def _import(manager: Visit) -> None:
    manager.go(f"{HOME}imports/")
    manager.page.locator("#id_file").set_input_files(
        {"name": "partners.csv", "mimeType": "text/csv", "buffer": TABLE.encode()}
    )
    _send(manager)
    manager.page.locator("form.kg-form--wide .kg-actions button").first.click()
    manager.page.wait_for_load_state()
