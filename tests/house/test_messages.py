"""The Dutch catalogue is complete, and the tool that says so can be believed."""

import gettext
from pathlib import Path

import pytest

from tools import messages

CODE = """
_("One " "text")
ngettext("%(n)d day", "%(n)d days", 2)
pgettext("month", "May")
"""
TEMPLATE = """
{% include "button.html" with label=_("Save") %}{{ name|default:_("Nobody") }}{% translate "Menu" %}
{% blocktranslate trimmed with who=person.name %}
  {{ who }} gave
  50%.
{% endblocktranslate %}
{% blocktranslate count counter=n %}{{ counter }} tool{% plural %}{{ counter }} tools{% endblocktranslate %}
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "src" / "kopgroep"
    (folder / "templates").mkdir(parents=True)
    return folder


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    return tmp_path / "nl" / "django.po"


def test_every_text_has_its_dutch():
    assert messages.problems() == []


def test_texts_are_found_in_code_and_templates(source):
    (source / "rules.py").write_text(CODE)
    (source / "templates" / "page.html").write_text(TEMPLATE)

    harvest = messages.collect(source)

    assert set(harvest.texts.values()) == {
        messages.Text("One text"),
        messages.Text("%(n)d day", plural="%(n)d days"),
        messages.Text("May", context="month"),
        messages.Text("Save"),
        messages.Text("Nobody"),
        messages.Text("Menu"),
        messages.Text("%(who)s gave 50%%."),
        messages.Text("%(counter)s tool", plural="%(counter)s tools"),
    }
    assert harvest.problems == []


@pytest.mark.parametrize(
    "call",
    [
        '_(f"{name} has signed.")',
        '_("Dear " + name)',
        '_("%s has signed." % name)',
        '_("%s has signed.")',
        '_("{} of {}")',
    ],
)
def test_texts_that_cannot_be_translated_are_named(source, call):
    (source / "rules.py").write_text(f"\n{call}\n")

    assert [problem.split(": ")[0] for problem in messages.collect(source).problems] == [
        "src/kopgroep/rules.py:2"
    ]


def test_a_translation_reaches_the_compiled_catalogue(source, catalogue):
    (source / "rules.py").write_text('ngettext("%(n)d day", "%(n)d days", 2)\npgettext("month", "May")')

    messages.update(
        {"%(n)d day": ("%(n)d dag", "%(n)d dagen"), "month\x04May": ("mei",)}, source=source, path=catalogue
    )

    with catalogue.with_suffix(".mo").open("rb") as compiled:
        dutch = gettext.GNUTranslations(compiled)
    assert [dutch.ngettext("%(n)d day", "%(n)d days", n) for n in (1, 2)] == ["%(n)d dag", "%(n)d dagen"]
    assert dutch.pgettext("month", "May") == "mei"
    assert messages.problems(source, catalogue) == []


def test_a_text_that_comes_back_still_has_its_dutch_until_it_is_pruned(source, catalogue):
    (source / "rules.py").write_text('_("Signed.")')
    messages.update({"Signed.": ("Ondertekend.",)}, source=source, path=catalogue)

    (source / "rules.py").write_text("")
    messages.update({}, source=source, path=catalogue)
    (source / "rules.py").write_text('_("Signed.")')
    messages.update({}, source=source, path=catalogue)
    kept = messages.problems(source, catalogue)
    (source / "rules.py").write_text("")
    messages.update({}, prune=True, source=source, path=catalogue)
    (source / "rules.py").write_text('_("Signed.")')
    messages.update({}, source=source, path=catalogue)

    assert kept == []
    assert messages.problems(source, catalogue) == ["no Dutch yet: 'Signed.'"]


def test_other_placeholders_in_the_dutch_are_a_problem(source, catalogue):
    (source / "rules.py").write_text('_("%(partner)s has signed.")')

    messages.update(
        {"%(partner)s has signed.": ("%(deelnemer)s heeft getekend.",)}, source=source, path=catalogue
    )

    assert messages.problems(source, catalogue) == [
        "'%(deelnemer)s heeft getekend.' needs the placeholders of '%(partner)s has signed.': ['partner']"
    ]


def test_a_catalogue_that_lags_behind_the_code_is_a_problem(source, catalogue):
    (source / "rules.py").write_text('_("Signed.")')
    messages.update({"Signed.": ("Ondertekend.",)}, source=source, path=catalogue)

    (source / "rules.py").write_text("")

    assert messages.problems(source, catalogue) == [
        "the catalogue is not what the code says; run: make messages"
    ]
