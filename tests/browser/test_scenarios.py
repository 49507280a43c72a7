"""The moments that decide, as a person plays them: each counts its clicks and its seconds."""

import json
import time

import pytest

pytestmark = pytest.mark.browser

GAPS = ".kg-gaps ol > li"
SENT = "form.kg-form[method=post]"


def seeded(site, deal, *words):
    """A deal of this test alone in the shared installation."""
    site.must("seed", "--deal", deal, *words)
    return f"/deals/{deal}/"


def figures(site, deal, day):
    """All that the command line says of the first gate on a day; a gate that stays shut is an answer too."""
    done = site.kopgroep("gate", deal, "--phase", "network", "--on", day, "--json")
    assert done.returncode in (0, 1), done.stderr
    return json.loads(done.stdout)


def value_of(found, code):
    return next(norm["value"] for norm in found["norms"] if norm["code"] == code)


def municipalities_in(found):
    norm = next(norm for norm in found["norms"] if norm["code"] == "helix-cover")
    return sorted({item["label"] for item in norm["evidence"] if item["label"].startswith("Gemeente ")})


def test_on_monday_the_manager_sees_three_gaps_without_scrolling_and_mends_each_in_two_clicks(site, visit):
    home = seeded(site, "maandag", "--until", "charter")
    manager = visit("manager")
    manager.go(home)
    gaps = manager.page.locator(GAPS)
    lowest = max(gap.bounding_box()["y"] + gap.bounding_box()["height"] for gap in gaps.all())
    clicks = {}

    for number in range(gaps.count()):
        manager.go(home)
        gap = manager.page.locator(GAPS).nth(number)
        name = gap.get_by_role("heading").inner_text()
        gap.get_by_role("link").first.click()
        clicks[name] = 1
        if not manager.page.locator(SENT).count():
            manager.page.locator("main .kg-head").get_by_role("link").first.click()
            clicks[name] += 1
        assert manager.page.locator(SENT).count() == 1, name

    assert len(clicks) == 3
    assert lowest <= 900
    assert max(clicks.values()) <= 2


def test_what_the_manager_mends_is_in_the_norm_at_once(site, visit):
    home = seeded(site, "gemaakt", "--until", "charter")
    manager = visit("manager", language="en")
    manager.go(home)
    gap = manager.page.locator(GAPS).filter(has_text="At least 20 parties take part")
    before = gap.locator("strong").first.inner_text()

    gap.get_by_role("link").first.click()
    manager.page.locator("#id_name").fill("Vereniging Gemaakte Stoep")
    manager.page.locator("#id_kind").select_option("civil_organisation")
    manager.page.locator("#id_helix").select_option("society")
    manager.page.locator("[name=stage]").first.select_option("partner")
    manager.page.locator(f"{SENT} button[type=submit]").click()
    manager.page.wait_for_url("**/partners/*/")
    manager.go(home)

    assert (before, gap.locator("strong").first.inner_text()) == ("3", "4")


def test_take_one_away_from_exactly_twenty_and_the_gate_says_nineteen_of_twenty(site, visit):
    seeded(site, "twintig", "--until", "network", "--seed", "20")
    manager = visit("manager", language="en")
    manager.go("/deals/twintig/gates/network/")
    norm = manager.page.locator("#norm-partners-20")
    before = norm.locator(".kg-norm__numbers").inner_text()
    state = norm.locator(".kg-badge").inner_text()
    leaving = norm.locator("a[href^='/partners/']").last
    name, leaving = leaving.text_content(), leaving.get_attribute("href")

    manager.go(f"{leaving}move/?stage=left")
    manager.page.locator("input[name=stage][value=left]").check()
    manager.page.locator("#id_note").fill("Geen tijd meer.")
    manager.page.locator(f"{SENT} button[type=submit]").click()
    manager.go("/deals/twintig/gates/network/")

    norm = manager.page.locator("#norm-partners-20")
    assert (before.split("\n")[0].split()[:3], state) == (["20", "of", "20"], "met")
    assert norm.locator(".kg-norm__numbers").inner_text().split()[:3] == ["19", "of", "20"]
    assert norm.locator(".kg-badge").inner_text() == "almost"
    missing = norm.locator("details").filter(has_text="What is missing").locator("a")
    assert name in missing.all_text_contents() or missing.count() == 1
    assert all(link.get_attribute("href").endswith(("/add/", "/move/")) for link in missing.all())
    assert site.kopgroep("gate", "twintig").returncode == 1


def test_two_municipalities_merge_with_a_preview_and_an_undo_and_old_figures_stay(site, visit):
    seeded(site, "samen", "--until", "network", "--seed", "7")
    manager = visit("manager", language="en")
    manager.go("/deals/samen/")
    on = manager.page.evaluate("new Date().toISOString().slice(0, 10)")
    old = manager.page.evaluate("new Date(Date.now() - 20 * 864e5).toISOString().slice(0, 10)")
    merging = manager.page.evaluate("new Date(Date.now() - 10 * 864e5).toISOString().slice(0, 10)")
    page = f"/deals/samen/gates/network/?on={old}"
    manager.go(page)
    before = (figures(site, "samen", old), figures(site, "samen", on), manager.main)
    two = municipalities_in(before[1])[:2]
    manager.go("/organisations/merge/")
    started = time.monotonic()

    for name in two:
        manager.page.locator("fieldset#id_predecessors").get_by_label(name, exact=True).check()
    manager.page.locator("#id_on").fill(merging)
    manager.page.locator("#id_name").fill("Gemeente Samenstroom")
    manager.click("Show what would happen", role="button")
    preview = manager.main
    untouched = figures(site, "samen", on)
    manager.click("Let them go on as Gemeente Samenstroom", role="button")
    seconds = time.monotonic() - started
    merged = manager.path
    manager.go(page)
    after = (figures(site, "samen", old), figures(site, "samen", on), manager.main)
    manager.go(merged)
    manager.click("Undo the merger", role="button")
    manager.go(page)
    undone = (figures(site, "samen", old), figures(site, "samen", on), manager.main)

    assert all(name in preview for name in two)
    assert untouched == before[1]
    assert after[0] == before[0]
    assert after[2] == before[2]
    assert (value_of(before[1], "partners-20"), value_of(after[1], "partners-20")) == ("20", "19")
    assert undone == before
    assert manager.clicks == 3
    assert seconds < 60


def test_when_two_people_change_one_organisation_the_second_is_told_and_loses_nothing(site, visit):
    seeded(site, "tweetal", "--until", "network", "--seed", "30")
    manager, office = visit("manager", language="en"), visit("office", language="en")
    manager.go("/organisations/?q=Vlinder")
    page = manager.page.locator("main a[href^='/organisations/']").filter(has_text="Vlinder").first
    edit = page.get_attribute("href") + "edit/"
    manager.go(edit)
    office.go(edit)

    office.page.locator("#id_note").fill("Eerst geschreven door het bureau.")
    office.page.locator(f"{SENT} button[type=submit]").click()
    manager.page.locator("#id_note").fill("Daarna geschreven door de manager.")
    manager.page.locator(f"{SENT} button[type=submit]").click()
    told = manager.page.get_by_role("alert").inner_text()
    typed = manager.page.locator("#id_note").input_value()
    manager.page.locator(f"{SENT} button[type=submit]").click()

    assert "Somebody else changed this meanwhile" in told
    assert "Eerst geschreven door het bureau." in told
    assert typed == "Daarna geschreven door de manager."
    assert manager.path == edit.removesuffix("edit/")
    assert "Daarna geschreven door de manager." in manager.main


@pytest.mark.parametrize("width", [1280, 390])
def test_somebody_calls_and_it_is_noted_during_the_call_in_four_fields_and_a_minute(site, visit, width):
    home = seeded(site, f"gebeld-{width}", "--until", "charter")
    office = visit("office", language="en")
    office.page.set_viewport_size({"width": width, "height": 844})
    office.go(f"{home}enquiries/")
    started = time.monotonic()

    office.click("Somebody calls")
    fields = office.page.locator(f"{SENT} :is(input:not([type=hidden]), textarea, select)")
    office.page.locator("#id_organisation_name").fill("apeldoorn")
    office.page.locator("#id_name").fill("Ria van den Berg")
    office.page.locator("#id_reach").fill("ria@apeldoorn.example")
    office.page.locator("#id_message").fill("Wil weten wat het kost en hoeveel tijd het vraagt.")
    count = fields.count()
    office.click("Note it and mail the information", role="button")
    seconds = time.monotonic() - started

    assert office.path.startswith("/enquiries/")
    assert "the information goes to ria@apeldoorn.example" in office.main
    assert "Gemeente Apeldoorn" in office.main
    assert (count, office.clicks) == (4, 2)
    assert seconds < 60


def test_a_visitor_asks_to_join_and_becomes_a_partner_without_anything_typed_twice(site, visit):
    home = seeded(site, "doemee", "--until", "charter")
    visitor, manager = visit("", language="en"), visit("manager", language="en")
    visitor.go(f"{home}about/")

    visitor.click("Join in")
    visitor.page.get_by_role("link", name="I want to join or know more").first.click()
    visitor.page.locator("#id_organisation_name").fill("Stichting Mee Met Ons")
    visitor.page.locator("#id_kind").select_option("civil_organisation")
    visitor.page.locator("#id_name").fill("Ella Bloem")
    visitor.page.locator("#id_email").fill("ella@meemetons.example")
    visitor.page.locator("#id_message").fill("Wij vergroenen stoepen.")
    visitor.click("Send it to the programme office", role="button")
    thanked = visitor.main
    manager.go(f"{home}enquiries/")
    manager.click("Stichting Mee Met Ons")
    manager.click("Make it a partner")
    manager.click("Make it a partner", role="button")

    assert "Thank you, it came in" in thanked
    assert manager.path.startswith("/partners/")
    assert all(
        said in manager.main for said in ("Stichting Mee Met Ons", "Ella Bloem", "Wij vergroenen stoepen.")
    )
    assert manager.clicks == 3
