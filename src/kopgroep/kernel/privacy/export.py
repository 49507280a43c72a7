"""All that is kept about one person, as a file that a person can read and a program can use: a page and its JSON."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext

from kopgroep.kernel.actors import Actor
from kopgroep.kernel.journal.history import Told, told
from kopgroep.kernel.journal.record import record
from kopgroep.kernel.journal.verbs import Verb
from kopgroep.kernel.obstacles import Words, clear
from kopgroep.kernel.privacy.declared import personal_of, privacy_of
from kopgroep.kernel.privacy.held import Held, entries_of, held_about
from kopgroep.kernel.privacy.mentions import Patterns, mentions
from kopgroep.kernel.privacy.rules import obstacles_to_handing_over
from kopgroep.kernel.privacy.subjects import Subject
from kopgroep.kernel.privacy.words import NOT_SHOWN, field_words, model_words
from kopgroep.kernel.texts import Text

CHUNK = 500
# On the page of one person these say what the page says already; they do stand in the JSON.
SAID_ALREADY = frozenset({"user", "person", "is_staff", "is_superuser", "is_active"})
STYLE = Path(__file__).with_name("export.css")


@dataclass(frozen=True, slots=True)
class Fact:
    label: Words
    value: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """One kind of data in the page: what it is, why it is kept, who sees it, and the rows."""

    what: Words
    why: Words
    seen_by: Words
    rows: list[list[Fact]]


@dataclass(frozen=True, slots=True)
class Handed:
    """The file, and what it is called."""

    name: str
    content: bytes


def export_person(*, subject: Subject, by: Actor, at: datetime) -> Handed:
    """Make the file; the journal keeps that it was made, by whom, and not what stands in it."""
    clear(obstacles_to_handing_over(subject, by))
    held = held_about(subject)
    content = zipped(subject, held, at=at)
    if subject.rows:
        with transaction.atomic():
            first, *others = subject.rows
            record(Verb.PERSON_EXPORTED, about=first, also=others, by=by, at=at)
    return Handed(f"{gettext('my-data')}-{at:%Y-%m-%d}.zip", content)


def zipped(subject: Subject, held: list[Held], *, at: datetime) -> bytes:
    chapters = list(chapters_of(held))
    history = list(history_of(subject))
    named = list(_named_elsewhere(subject, held))
    page = render_to_string(
        "privacy/export.html",
        {
            # A page on its own has nowhere else to take its style from.
            "style": format_html("<style>{}</style>", mark_safe(STYLE.read_text(encoding="utf-8"))),
            "person": subject.name,
            "at": at,
            "chapters": chapters,
            "history": history,
            "named": named,
            "language": get_language(),
            "contact": settings.CONTACT_MAIL,
            "base_url": settings.BASE_URL,
        },
    )
    bytes_ = io.BytesIO()
    with zipfile.ZipFile(bytes_, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(gettext("my-data") + ".html", page)
        file.writestr(
            "data.json",
            json.dumps(as_data(subject, held, history, at=at), ensure_ascii=False, indent=2, default=str),
        )
    return bytes_.getvalue()


def chapters_of(held: list[Held]) -> Iterator[Chapter]:
    by_words: dict[str, Chapter] = {}
    for each in held:
        privacy, what = privacy_of(each.model), model_words(each.model)
        chapter = by_words.setdefault(
            str(what), Chapter(what, privacy.why if privacy else "", privacy.seen_by if privacy else "", [])
        )
        chapter.rows.extend(facts for row in each.rows if (facts := facts_of(row)))
    yield from (chapter for chapter in by_words.values() if chapter.rows)


def facts_of(row: models.Model) -> list[Fact]:
    """A row in words; what is empty, secret or of the machine alone is left out."""
    shown = []
    for field in row._meta.concrete_fields:
        if field.name in NOT_SHOWN or field.name in SAID_ALREADY or _is_secret(row, field):
            continue
        if field.name == "uid" and "uid" not in personal_of(type(row)):
            continue
        if words := _in_words(row, field):
            shown.append(Fact(field_words(field), words))
    return shown


def _is_secret(row: models.Model, field: Any) -> bool:
    """What opens a door: keys and second factors are named, and not given away in a file."""
    return field.name in {"key", "token"} or (field.name == "data" and row._meta.app_label == "mfa")


def _in_words(row: models.Model, field: Any) -> str:
    value = getattr(row, field.name)
    if value is None or value == "" or value == {} or value == []:
        return ""
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, datetime):
        return date_format(localtime(value), "j F Y H:i")
    if isinstance(value, date):
        return date_format(value, "j F Y")
    if isinstance(value, Text | models.Model):
        return str(value)
    if isinstance(value, Mapping | list):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)


def history_of(subject: Subject) -> Iterator[Told]:
    """Every entry in a sentence, oldest first, a chunk at a time."""
    rows = entries_of(subject).iterator(chunk_size=CHUNK)
    while chunk := list(islice(rows, CHUNK)):
        yield from told(chunk)


def _named_elsewhere(subject: Subject, held: list[Held]) -> Iterator[Chapter]:
    """Texts about something else in which the person is named: the words themselves, not the whole row."""
    own = {(type(row), row.pk) for each in held for row in each.rows}
    found: dict[str, Chapter] = {}
    for mention in mentions(Patterns(subject)):
        row: Any = mention.row
        if (type(row), row.pk) in own or row._meta.label == "journal.PrivateText":
            continue
        what = model_words(type(row))
        chapter = found.setdefault(str(what), Chapter(what, "", "", []))
        fields = [row._meta.get_field(name) for name in mention.fields]
        chapter.rows.append([Fact(field_words(field), _in_words(row, field)) for field in fields])
    yield from found.values()


def as_data(subject: Subject, held: list[Held], history: Iterable[Told], *, at: datetime) -> dict[str, Any]:
    """The same for a program: tables by their names, fields by theirs."""
    return {
        "person": subject.name,
        "made_at": at.isoformat(),
        "records": {each.model._meta.label: [_plain(row) for row in each.rows] for each in held},
        "history": [
            {"at": entry.at.isoformat(), "sentence": entry.sentence, "about": entry.about}
            for entry in history
        ],
    }


def _plain(row: models.Model) -> dict[str, Any]:
    return {
        field.attname: field.value_to_string(row)
        for field in row._meta.concrete_fields
        if field.name not in NOT_SHOWN and not _is_secret(row, field)
    }
