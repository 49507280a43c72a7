"""Getting about: on a phone, with the keyboard alone, and without script."""

import pytest

pytestmark = pytest.mark.browser


def a_partner_in_talks(visit, **how):
    """Somebody at the board, and the address of a partner that stands at `talk` there."""
    person = visit("manager", **how)
    person.go("/deals/leefbare-straat/partners/?stage=talk")
    link = person.page.locator("main a[href^='/partners/']").first
    return person, link.get_attribute("href")


def test_the_menu_opens_on_a_phone_and_leads_to_the_network(visit):
    person = visit("manager", width=390)
    person.go("/deals/leefbare-straat/")

    person.page.locator(".kg-phone-nav > summary").click()
    person.page.locator(".kg-phone-nav a[href$='/network/']").click()

    assert person.path == "/deals/leefbare-straat/network/"
    assert person.page.evaluate("document.documentElement.scrollWidth") <= 390


def focused(person):
    return person.page.evaluate(
        "[document.activeElement.tagName, document.activeElement.name || '', document.activeElement.value || '',"
        " document.activeElement.getAttribute('href') || '', document.activeElement.type || '']"
    )


def tab_to(person, wanted, *, most=120):
    """Press Tab until what has the focus is what is wanted, as somebody without a mouse does."""
    for pressed in range(1, most + 1):
        person.page.keyboard.press("Tab")
        if wanted(focused(person)):
            return pressed
    raise AssertionError("cannot be reached with Tab")


def test_a_partner_is_moved_with_the_keyboard_alone(visit):
    person, partner = a_partner_in_talks(visit)
    person.go(partner)

    tab_to(person, lambda it: it[3].startswith(f"{partner}move/"))
    person.page.keyboard.press("Enter")
    person.page.wait_for_url("**/move/**")
    tab_to(person, lambda it: it[1] == "stage")
    while focused(person)[2] != "intention":
        person.page.keyboard.press("ArrowDown")
    tab_to(person, lambda it: it[4] == "submit")
    visible = person.page.evaluate(
        "getComputedStyle(document.activeElement).outlineStyle + getComputedStyle(document.activeElement).boxShadow"
    )
    person.page.keyboard.press("Enter")
    person.page.wait_for_url(f"**{partner}")

    assert visible != "nonenone"
    person.go("/deals/leefbare-straat/partners/?stage=intention")
    assert person.page.locator(f"main a[href='{partner}']").count() >= 1


def test_a_partner_is_moved_without_script(visit):
    person, partner = a_partner_in_talks(visit, script=False)
    person.go(f"{partner}move/")

    person.page.locator("input[name=stage][value=intention]").check()
    person.page.locator("form.kg-form button[type=submit]").click()

    assert person.path == partner
    person.go("/deals/leefbare-straat/partners/?stage=intention")
    assert person.page.locator(f"main a[href='{partner}']").count() >= 1


def test_a_draft_survives_a_page_that_was_left(visit):
    person, partner = a_partner_in_talks(visit)
    person.go("/deals/leefbare-straat/gates/network/review/")
    reason = person.page.locator("textarea[name=reason]")
    reason.fill("Wij zijn het eens, op een punt na.")
    person.page.wait_for_timeout(1500)

    person.go(partner)
    person.go("/deals/leefbare-straat/gates/network/review/")

    assert person.page.locator("textarea[name=reason]").input_value() == "Wij zijn het eens, op een punt na."
