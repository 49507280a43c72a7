"""An afternoon's work in minutes: a messy spreadsheet of sixty partners comes in, is invited and stands on the ring."""

import re
import time
from random import Random

import pytest
import tablib

from tests.browser.test_ways_in import mail_to
from tests.browser.walk import axe_findings, faults_of

pytestmark = pytest.mark.browser

HALF_AN_HOUR = 30 * 60
MOST_CLICKS = 12
HEADS = ["Organisatie", "Sector", "Contactpersoon", "E-mail", "Telefoon"]
# As several people typed it: each its own way of saying the same.
SECTORS = [
    "Overheid",
    "BEDRIJF",
    "kennis ",
    "samenleving",
    "bedrijfsleven",
    "Burgers",
    "onderwijs",
    "OVERHEID",
]
THINGS = "Stoep Boom Fiets Licht Water Speel Markt Tuin Brug Plein Haven Molen Akker Veld Dijk Zon".split()
SYLLABLES = "ba de gi ko lu ma ne pi ro su ta ve wi zo ha je".split()
FIRST = "Anna Bram Cato Daan Els Fien Gijs Hanna Ivo Jet".split()
SAVED = "form.kg-form--wide button[type=submit], form.kg-form--wide .kg-actions button"


def sixty(word):
    """Sixty organisations whose names no other test uses; every fourth in capitals or small letters."""
    mixed = Random(word)
    names = ["".join(mixed.sample(SYLLABLES, 5)).capitalize() + f" {word}" for _ in range(60)]
    rows = []
    for number, name in enumerate(names):
        written = name.upper() if number % 8 == 3 else name.lower() if number % 8 == 7 else name
        person = f"{FIRST[number % 10]} {THINGS[number % 15]}man"
        address = f"{FIRST[number % 10]}.{number}@{word.lower()}{number}.example"
        mail = f" {address.upper()} " if number % 5 == 2 else address
        rows.append([f" {written} ", SECTORS[number % 8], person, mail, "030 - 123 45 67"])
    return rows


def messy(word):
    """A workbook with a title, a date, empty rows, doubles, a total, and one name that is mistyped."""
    rows = sixty(word)
    again = [
        [row[0].upper().strip(), "", f"Tweede {row[2]}", f"tweede.{row[3].strip()}", ""] for row in rows[:5]
    ]
    mistyped = [
        rows[8][0].strip() + "n",
        rows[8][1],
        "Otto Typefout",
        f"otto@{word.lower()}.example",
        "",
    ]
    empty = [""] * 5
    lines = [
        ["Deelnemers voorjaar", "", "", "", ""],
        ["bijgewerkt 12 maart", "", "", "", ""],
        empty,
        HEADS,
        *rows[:20],
        empty,
        *rows[20:40],
        empty,
        empty,
        *again,
        *rows[40:],
        mistyped,
        empty,
        ["Totaal", "", "60", "", ""],
    ]
    return tablib.Dataset(*lines, title="Partners").export("xlsx")


def clicked(person, selector):
    person.page.locator(selector).first.click()
    person.clicks += 1


def on_the_ring(person):
    """How many take part, as the figure on the network page says."""
    return int(person.page.locator(".kg-ring__total").first.text_content())


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("nl", 390)])
def test_sixty_partners_of_a_messy_spreadsheet_are_in_invited_and_on_the_ring(site, visit, language, width):
    word = "Meent" if language == "en" else "Mient"
    home = f"/deals/invoer-{language}/"
    site.must("seed", "--deal", f"invoer-{language}", "--until", "charter")
    manager = visit("manager" if language == "en" else "office", language=language, width=width)
    faults = {}

    def look(name):
        found = axe_findings(manager.page) + faults_of(manager.page, width)
        if manager.page.locator("html").get_attribute("lang") != language:
            found.append("another language")
        if found:
            faults[name] = found

    manager.go(f"{home}network/")
    before = on_the_ring(manager)
    started = time.monotonic()

    clicked(manager, f"main a[href='{home}imports/']")
    look("file")
    file = {"name": "partners (def) v3.xlsx", "mimeType": "application/octet-stream", "buffer": messy(word)}
    manager.page.locator("input[type=file]").set_input_files(file)
    manager.clicks += 1
    clicked(manager, "main form button[type=submit]")
    manager.page.wait_for_url("**/columns/")
    look("columns")
    clicked(manager, SAVED)
    manager.page.wait_for_selector("button[value=import]")
    look("preview")
    preview = manager.main
    clicked(manager, "main a[href*='verdict=doubt']")
    doubtful = manager.page.locator("tr fieldset")
    assert doubtful.count() == 1, preview
    look("choice")
    doubtful.locator("input[type=radio][value^='row:']").first.check()
    manager.clicks += 1
    clicked(manager, "button[value=import]")
    manager.page.wait_for_selector(f"main a[href='{home}invitations/']", timeout=120_000)
    look("result")
    result = manager.path
    clicked(manager, f"main a[href='{home}invitations/']")
    clicked(manager, "main form.kg-form button")
    manager.page.wait_for_selector("main form[action$='/withdraw/']")
    look("invitations")
    clicked(manager, f"main nav a[href='{home}network/']")
    seconds = time.monotonic() - started

    assert on_the_ring(manager) - before == 60
    assert (manager.clicks, seconds < HALF_AN_HOUR) == (10, True)
    assert manager.clicks <= MOST_CLICKS
    assert re.search(r"https?://\S+/invitations/\S+", mail_to(site, f"tweede.anna.0@{word.lower()}0.example"))
    manager.go(f"{home}invitations/")
    assert manager.page.locator("main form[action$='/withdraw/']").count() >= 66
    manager.go(result)
    look("result again")
    assert faults == {}
    assert manager.complaints == []
    assert manager.strayed == []
