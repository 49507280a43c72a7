"""A file that is meant to do harm is refused in a few seconds, with a sentence, and changes nothing."""

import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from kopgroep.rooms.programme.charter import CharterWrong, read_charter
from kopgroep.rooms.programme.charter.found import LONGEST_WORDS, MOST_ERRORS
from tests.factories.charters import GOOD_CHARTER

SECONDS = 20

HOSTILE = {
    "anchors that double": b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
    "lists in lists": b"[" * 500_000,
    "maps in maps": b"{" * 400_000,
    "lists in lists on one line": b"- " * 400_000,
    "deeper with every line": "\n".join(" " * depth + "a:" for depth in range(1300)).encode(),
    "the same key for ever": b"kopgroep: 1\n" * 60_000,
    "unknown keys for ever": "\n".join(f"k{number}: 1" for number in range(80_000)).encode(),
    "keys that are lists": b"? [a]\n: b\n" * 50_000,
    "empty items for ever": b"-\n" * 450_000,
    "merge keys": b"kopgroep: 1\n<<: {a: b}\n",
    "a tag": b"kopgroep: !!python/object/apply:os.system [ls]\n",
    "one long number": b"kopgroep: " + b"9" * 900_000,
    "one long key": b"k" * 900 + b": 1\n",
    "larger than 1 MB": b"x" * 1_000_001,
    "UTF-16": "kopgroep: 1\n".encode("utf-16"),
    "half a character": b"kopgroep: 1\nname: \xc3",
    "every byte": bytes(range(256)) * 3_000,
    "a null byte": b"kopgroep: 1\x00\n",
    "nothing but comment": b"#" * 900_000,
    "directives for ever": b"%TAG ! tag:x\n" * 50_000 + b"---\na: b",
    "signs of a sentence": b"'%s%(word)d': 1\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_words_of_bounded_length(name):
    started = time.monotonic()

    with pytest.raises(CharterWrong) as refusal:
        read_charter(HOSTILE[name], name="deal.yaml")

    assert time.monotonic() - started < SECONDS
    errors = refusal.value.errors
    assert 0 < len(errors) <= MOST_ERRORS
    assert all(0 < len(error.message) <= LONGEST_WORDS + 1 for error in errors)
    assert all(len(error.field) <= LONGEST_WORDS + 1 for error in errors)


@pytest.mark.parametrize("written", [r'"a\0b"', r'"a\x07b"', r'"a\ud800b"'])
@pytest.mark.parametrize("key", ["summary", "assignment", "name"])
def test_a_character_that_no_database_keeps_is_refused_where_it_stands(key, written):
    lines = GOOD_CHARTER.splitlines()
    place = next(number for number, line in enumerate(lines) if line.startswith(f"  {key}:"))
    # Whatever hangs under the key goes with it.
    end = next(n for n in range(place + 1, len(lines)) if not lines[n].startswith("   "))
    text = "\n".join([*lines[:place], f"  {key}: {written}", *lines[end:]])

    with translation.override("en"), pytest.raises(CharterWrong) as refusal:
        read_charter(text, name="deal.yaml")

    [error] = refusal.value.errors
    assert (error.line, error.field) == (place + 1, f"deal.{key}")
    assert "cannot be written or kept" in error.message


def test_every_mistake_up_to_the_most_is_named():
    text = GOOD_CHARTER + "\n".join(f"nonsense-{number}: 1" for number in range(MOST_ERRORS * 2))

    with pytest.raises(CharterWrong) as refusal:
        read_charter(text, name="deal.yaml")

    assert len(refusal.value.errors) == MOST_ERRORS


@pytest.mark.parametrize("name", HOSTILE)
def test_the_page_answers_a_hostile_file_with_what_is_wrong_and_keeps_the_deal(client, deal, alice, name):
    client.force_login(alice)
    before = {field: getattr(deal, field) for field in ("name", "summary", "revision")}

    answer = client.post(
        reverse("archive:load", args=[deal.code]),
        {"file": SimpleUploadedFile("<script>.yaml", HOSTILE[name])},
    )

    deal.refresh_from_db()
    assert answer.status_code == 200
    assert answer.context["form"].errors["file"]
    assert "<script>.yaml" not in answer.content.decode()
    assert len(answer.content) < 500_000
    assert {field: getattr(deal, field) for field in before} == before


@pytest.mark.parametrize("name", ["a null byte", "anchors that double", "lists in lists"])
def test_hostile_text_in_the_hidden_field_of_the_preview_is_refused_as_well(client, deal, alice, name):
    client.force_login(alice)

    answer = client.post(
        reverse("archive:load", args=[deal.code]),
        {"text": HOSTILE[name].decode(), "seen": deal.revision, "load": "1"},
    )

    assert answer.status_code in (200, 400)
    assert "Location" not in answer
