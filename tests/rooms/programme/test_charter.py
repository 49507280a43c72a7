"""A charter is read with all its errors at once, refused when hostile, and written back the same."""

from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from kopgroep.kernel.dates import PartialDate
from kopgroep.kernel.texts import Text
from kopgroep.rooms.programme.charter import (
    CharterNorm,
    CharterNormSource,
    CharterWrong,
    read_charter,
    shipped_charter,
    write_charter,
)
from tests.factories.charters import GOOD_CHARTER, any_charter


@pytest.fixture(autouse=True)
def in_english(english):
    """The messages are compared in the language of the source."""


def mistakes(text: str | bytes) -> list[tuple[int, str, str]]:
    with pytest.raises(CharterWrong) as refusal:
        read_charter(text, name="deal.yaml")
    return [(error.line, error.field, error.message) for error in refusal.value.errors]


def changed(old: str, new: str) -> str:
    assert GOOD_CHARTER.count(old) == 1
    return GOOD_CHARTER.replace(old, new)


def line(start: str) -> int:
    """The line of the good charter that starts so."""
    return next(n for n, each in enumerate(GOOD_CHARTER.splitlines(), 1) if each.strip().startswith(start))


# Reading


def test_a_good_charter_becomes_plain_values():
    charter = read_charter(GOOD_CHARTER, name="deal.yaml")

    assert charter.deal.summary == Text(nl="Kort", en="Short")
    assert charter.deal.assignment == Text(nl="Doe iets", en="Doe iets")
    assert charter.phases[1].ends == PartialDate.parse("spring 2021")
    assert charter.norms[0] == CharterNorm(
        code="partners-20",
        sentence=Text("Twintig", "Twintig"),
        strength="must",
        measure="partners",
        per="deal",
        gate="network",
        threshold=Decimal(20),
    )
    assert charter.norms[1].source == CharterNormSource(key="seed")
    assert [partner.cbs for partner in charter.partners] == ["GM0200"]


def test_a_norm_without_a_threshold_takes_that_of_its_measure():
    assert read_charter(GOOD_CHARTER, name="deal.yaml").norms[1].threshold == 1


def test_bytes_with_a_byte_order_mark_and_windows_line_ends_are_read():
    windows = b"\xef\xbb\xbf" + GOOD_CHARTER.replace("\n", "\r\n").encode()

    assert read_charter(windows, name="deal.yaml") == read_charter(GOOD_CHARTER, name="deal.yaml")


def test_a_word_that_yaml_takes_for_something_else_stays_a_word():
    charter = read_charter(changed("name: Netwerk", "name: No"), name="deal.yaml")

    assert charter.phases[0].name == Text("No", "No")


def test_a_kvk_number_keeps_its_zero_without_quotes():
    charter = read_charter(changed("cbs: GM0200", "cbs: GM0200, kvk: 08123456"), name="deal.yaml")

    assert charter.partners[0].kvk == "08123456"


# Errors


def test_all_errors_come_at_once_with_line_field_and_what_to_do():
    text = (
        GOOD_CHARTER.replace("kind: living", "kind: alive")
        .replace("kind: network", "kind: netwrk")
        .replace("measure: partners,", "measure: partnrs,")
        .replace("per: helix", "per: deal")
        .replace("key: seed", "key: sead")
        .replace("cbs: GM0200", "cbs: 0200")
    )

    assert mistakes(text) == [
        (line("kind: living"), "deal.kind", "'alive' is not a known word here; did you mean 'living'?"),
        (
            line("- {code: network"),
            "phases[1].kind",
            "'netwrk' is not a known word here; did you mean 'network'?",
        ),
        (
            line("- {code: partners-20"),
            "norms[1].measure",
            "'partnrs' is not a known word here; did you mean 'partners'?",
        ),
        (line("- {code: helix"), "norms[2].per", "'helix_cover' is measured per helix, not per deal."),
        (
            line("- {code: helix"),
            "norms[2].source.key",
            "'sead' is not a known word here; did you mean 'seed'?",
        ),
        (
            line("- {organisation"),
            "partners[1].cbs",
            "'0200' does not have the right form: GM and 4 digits for a municipality, PV and 2 for a province.",
        ),
    ]


def test_the_error_as_text_names_the_file_the_line_and_the_field():
    with pytest.raises(CharterWrong) as refusal:
        read_charter(changed("threshold: 20", "threshold: twenty"), name="deal.yaml")

    assert str(refusal.value) == (
        f"deal.yaml, line {line('- {code: partners-20')}, norms[1].threshold: 'twenty' is not a number from 0 to "
        "999999999; write digits without a sign for thousands and with a point for decimals, as in 7.5."
    )


@pytest.mark.parametrize(
    ("old", "new", "field", "message"),
    [
        ("kopgroep: 1", "kopgroep: 2", "kopgroep", "is not a number from 1 to 1"),
        ("  code: test\n", "", "deal.code", "'code' is missing or empty; fill it in."),
        ("  code: test", "  code:", "deal.code", "'code' is missing or empty; fill it in."),
        ("  code: test", "  code: Mijn Deal", "deal.code", "does not have the right form"),
        ("{nl: Kort, en: Short}", "{nl: Kort}", "deal.summary", "Add the text in 'en'"),
        ("{nl: Kort, en: Short}", "{nl: Kort, en: x, fr: y}", "deal.summary.fr", "'fr' is not a known word here"),
        ("assignment: Doe", "asignment: Doe", "deal.asignment", "did you mean 'assignment'?"),
        ("starts: 2020-01", "starts: soon", "phases[1].starts", "'soon' is no date; write a day as 2020-03-15"),
        ("ends: 2020-03-15", "ends: 2019-12", "phases[1].ends", "ends (2019-12) before it starts (2020-01)"),
        ("starts: 2020-03,", "starts: 2019,", "phases[2].starts", "'2019' is no date"),
        ("starts: 2020-03,", "starts: 2019-11,", "phases[2].starts", "before the phase above it"),
        ("code: explore", "code: network", "phases[2].code", "'network' is also on line"),
        ("code: helix", "code: partners-20", "norms[2].code", "'partners-20' is also on line"),
        ("threshold: 20, gate: network", "threshold: 20, gate: netwrk", "norms[1].gate", "did you mean 'network'?"),
        ("threshold: 20, ", "", "norms[1].threshold", "'partners' needs a threshold"),
        ("threshold: 20", "threshold: 20.001", "norms[1].threshold", "is not a number from"),
        ("threshold: 20", "threshold: -1", "norms[1].threshold", "is not a number from"),
        ("threshold: 20", "threshold: .nan", "norms[1].threshold", "is not a number from"),
        ("threshold: 20", f"threshold: {'9' * 5000}", "norms[1].threshold", "is not a number from"),
        ("threshold: 20", "threshold: [20]", "norms[1].threshold", "is not a number from"),
        ("strength: must", "strength: eis", "norms[1].strength", "did you mean 'must'?"),
        ("[Gemeente Apeldoorn]", "[Gemeente Apeldorn]", "initiators[1]", "did you mean 'Gemeente Apeldoorn'?"),
        ("[Gemeente Apeldoorn]", "Gemeente Apeldoorn", "initiators", "Write a list here"),
        (", relation: initiator", "", "partners[1].relation", "write 'relation: initiator' here"),
        ("initiators: [Gemeente Apeldoorn]", "initiators: []", "partners[1].relation", "add it to 'initiators' too"),
        ("cbs: GM0200", "cbs: PV25", "partners[1].cbs", "starts with GM"),
        ("kind: municipality", "kind: company", "partners[1].cbs", "Only a municipality or a province"),
        ("cbs: GM0200", "kvk: 1234567", "partners[1].kvk", "a KvK number has 8 digits"),
        ("cbs: GM0200", "oin: 123", "partners[1].oin", "an OIN has 20 digits"),
        ("cbs: GM0200", "stages: [{stage: signed}]", "partners[1].stages[1].stage", "did you mean 'signatory'?"),
        ("cbs: GM0200", "source: sed", "partners[1].source", "did you mean 'seed'?"),
        ("https://example.org/", "javascript:alert(1)", "sources.seed.address", "a web address that starts with"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_where_it_stands(old, new, field, message):
    found = mistakes(changed(old, new))

    assert [(each, message in words) for _, each, words in found] == [(field, True)]


@pytest.mark.parametrize("number", [1, 7])
def test_a_deal_has_two_to_six_phases(number):
    phases = "".join(f"  - {{code: p{n}, name: N, kind: develop}}\n" for n in range(number))
    start, rest = GOOD_CHARTER.split("phases:\n")
    text = start + "phases:\n" + phases + "norms: []\npartners:\n" + rest.split("partners:\n")[1]

    assert [(field, words) for _, field, words in mistakes(text)] == [
        ("phases", f"A deal has two to six phases, and this one has {number}; add or join phases.")
    ]


def test_a_percentage_is_at_most_100():
    text = changed(
        "measure: partners, per: deal, threshold: 20", "measure: tools_assessed, per: deal, threshold: 101"
    )

    assert [field for _, field, _ in mistakes(text)] == ["norms[1].threshold"]


def test_a_norm_per_principle_needs_principles():
    text = changed("measure: partners, per: deal", "measure: needs, per: principle")

    assert [(field, words) for _, field, words in mistakes(text)] == [
        ("norms[1].per", "This deal has no principles; add them, or leave this norm out.")
    ]


def test_a_contribution_names_days_or_euros():
    text = GOOD_CHARTER + "contributions:\n  - {phase: explore}\n"

    assert [(field, words) for _, field, words in mistakes(text)] == [
        ("contributions[1]", "Name days_per_month, euros or both; or leave this contribution out.")
    ]


def test_a_dutch_reader_gets_the_errors_in_dutch():
    with translation.override("nl"):
        with pytest.raises(CharterWrong) as refusal:
            read_charter(changed("measure: partners,", "measure: partnrs,"), name="deal.yaml")
        words = str(refusal.value)

    assert words == (
        f"deal.yaml, regel {line('- {code: partners-20')}, norms[1].measure: "
        "'partnrs' is hier geen bekend woord; bedoel je 'partners'?"
    )


# What is hostile or broken


@pytest.mark.parametrize(
    ("text", "at", "message"),
    [
        ("", 1, "The file is empty"),
        ("# only a comment\n", 1, "The file is empty"),
        ("deal: &a {code: x}\nphases: *a", 1, "Anchors (&) and aliases (*) are not allowed"),
        ("a: 1\nb: *unknown", 2, "Anchors (&) and aliases (*) are not allowed"),
        ("deal: !!python/object/apply:os.getcwd []", 1, "Tags (!) are not allowed"),
        ("kopgroep: !!int 1", 1, "Tags (!) are not allowed"),
        ("kopgroep: 1\n---\nkopgroep: 1", 2, "A second document starts here"),
        ("deal:\n\tcode: x", 2, "There is a tab before the text; indent with spaces."),
        ("[" * 50_000, 1, "nested too deep"),
        ("a: " + "{a: " * 1000, 1, "nested too deep"),
        ("deal: {code: x", 1, "no valid YAML here"),
        ("deal: 'x", 1, "no valid YAML here"),
        ("deal: a: b", 1, "no valid YAML here"),
        ("a: 1\nb: \x00", 2, "unreadable character"),
        ("a: 1\nb: \ud800", 2, "unreadable character"),
        (b"a: 1\nb: caf\xe9", 2, "not UTF-8 text"),
        ("kopgroep: 1".encode("utf-16"), 1, "not UTF-8 text"),
        ("x" * 1_000_001, 1, "larger than 1 MB"),
        ("just words", 1, "Write keys with values here"),
        ("- a list", 1, "Write keys with values here"),
        ("42", 1, "Write keys with values here"),
    ],
)  # fmt: skip
def test_what_is_hostile_or_broken_is_refused_in_words(text, at, message):
    found = mistakes(text)

    assert [(number, field, message in words) for number, field, words in found] == [(at, "", True)]


def test_a_key_that_is_there_twice_is_refused_with_both_lines():
    text = GOOD_CHARTER + "norms: []\n"

    assert mistakes(text) == [
        (
            GOOD_CHARTER.count("\n") + 1,
            "norms",
            f"'norms' is here twice, first on line {line('norms:')}; keep one.",
        )
    ]


def test_a_list_as_key_is_an_error_and_no_traceback():
    assert "A key is a single word; check the indent and the brackets." in [
        words for _, _, words in mistakes("? [a, b]\n: c\n")
    ]


_PIECES = st.sampled_from(
    ["\n", "  ", "- ", ": ", "{", "}", "[", "]", "&a ", "*a", "!t ", "'", '"', "|", ">", "#", "?", "---", "%", "\t",
     "\0", "\ud800", "\x85", "<<", "null", "~", "1e999", "0x1F", "2020-99-99", "kopgroep", "deal", "phases", "code"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=60), st.lists(_PIECES, max_size=25).map("".join), st.binary(max_size=40)))
def test_nothing_at_all_gives_a_traceback(text):
    assert mistakes(text)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_damaged_charter_gives_errors_with_lines_in_the_file_or_is_still_good(data):
    start = data.draw(st.integers(0, len(GOOD_CHARTER)))
    end = data.draw(st.integers(start, min(start + 30, len(GOOD_CHARTER))))
    damaged = GOOD_CHARTER[:start] + data.draw(_PIECES) + GOOD_CHARTER[end:]

    try:
        read_charter(damaged, name="deal.yaml")
    except CharterWrong as refusal:
        lines = [error.line for error in refusal.errors]
        assert lines
        assert min(lines) >= 1
        assert max(lines) <= damaged.count("\n") + 1


# Writing


@settings(max_examples=60, deadline=None)
@given(any_charter())
def test_what_is_written_is_read_back_the_same(charter):
    assert read_charter(write_charter(charter), name="written") == charter


def test_writing_is_stable():
    once = write_charter(shipped_charter("slimme-stad"))

    assert write_charter(read_charter(once, name="once")) == once
