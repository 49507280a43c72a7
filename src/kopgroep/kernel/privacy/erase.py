"""Erasing a person: what goes and what stays is told first; then it is done in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext, override

from kopgroep.kernel.actors import Actor
from kopgroep.kernel.clock import day_of
from kopgroep.kernel.comments.models import record_at
from kopgroep.kernel.journal.models import PrivateText
from kopgroep.kernel.journal.record import record
from kopgroep.kernel.journal.verbs import Verb
from kopgroep.kernel.obstacles import Words, clear
from kopgroep.kernel.privacy.cleaning import clean_up, merge_index, note_erased
from kopgroep.kernel.privacy.declared import emptied, erasing_of, personal_of, privacy_of
from kopgroep.kernel.privacy.held import Held, entries_of, held_about, private_texts_of
from kopgroep.kernel.privacy.mentions import Mention, Patterns, mentions
from kopgroep.kernel.privacy.rules import obstacles_to_erasing
from kopgroep.kernel.privacy.subjects import Subject
from kopgroep.kernel.privacy.words import model_words
from kopgroep.kernel.records import Erasing, Record
from kopgroep.kernel.search.index import refresh_all
from kopgroep.kernel.search.models import Found


@dataclass(frozen=True, slots=True)
class Part:
    """One line of the preview: what it is, how many, what becomes of it, and what stays and why."""

    what: Words
    count: int
    erasing: Erasing
    stays: Words = ""


@dataclass(frozen=True, slots=True)
class Preview:
    parts: list[Part]
    mentions: list[tuple[Words, int]]
    entries: int
    texts: int
    short_name: bool


def preview(subject: Subject) -> Preview:
    """What erasing would do; nothing is changed."""
    held = held_about(subject)
    known = _keys_of(held)
    elsewhere = Counter(
        type(each.row) for each in mentions(Patterns(subject)) if (type(each.row), each.row.pk) not in known
    )
    elsewhere.pop(PrivateText, None)
    parts: dict[tuple[str, str], Part] = {}
    for each in held:
        privacy, what = privacy_of(each.model), model_words(each.model)
        how = erasing_of(each.model)
        key, before = (str(what), how.value), 0
        if key in parts:
            before = parts[key].count
        parts[key] = Part(what, before + len(each.rows), how, privacy.stays if privacy else "")
    return Preview(
        parts=sorted(parts.values(), key=lambda part: (part.erasing != Erasing.DELETE, str(part.what))),
        mentions=sorted((model_words(model), count) for model, count in elsewhere.items()),
        entries=entries_of(subject).count(),
        texts=private_texts_of(subject, held).count(),
        short_name=any(len(name.split()) < 2 for name in subject.names),
    )


def _keys_of(held: list[Held]) -> set[tuple[type[models.Model], Any]]:
    return {(type(row), row.pk) for each in held for row in each.rows}


def erase_person(*, subject: Subject, by: Actor, at: datetime) -> dict[str, int]:
    """Take a person out of everything that is kept; returns how many rows of each kind it touched.

    What is of the organisation stays on the organisation: hours, attendance, signatures, that there was a contact.
    """
    with transaction.atomic(), override(settings.LANGUAGE_CODE):
        clear(obstacles_to_erasing(subject, by, day_of(at)))
        patterns, held = Patterns(subject), held_about(subject)
        counts: Counter[str] = Counter()
        counts["journal.PrivateText"] = private_texts_of(subject, held).delete()[0]
        touched: list[Record] = list(_cleared(held, counts, at=at))
        touched += _unnamed(patterns, counts)
        told = {label: count for label, count in sorted(counts.items()) if count}
        if subject.rows:
            first = subject.rows[0]
            others = subject.rows[1:]
            record(
                Verb.PERSON_ERASED, about=first, also=others, by=by, at=at, facts={"rows": sum(told.values())}
            )
        refresh_all(touched)
        _refresh_found(patterns)
        merge_index()
        addresses = subject.addresses
        transaction.on_commit(lambda: note_erased(addresses))
    clean_up(patterns)
    return told


def _cleared(held: list[Held], counts: Counter[str], *, at: datetime) -> Iterator[Record]:
    for each in held:
        how, label = erasing_of(each.model), each.model._meta.label
        counts[label] += len(each.rows)
        for row in each.rows:
            if how is Erasing.DELETE:
                row.delete()
                continue
            values = dict(row.closed_by_erasure(at)) if isinstance(row, Record) else {}
            if how is Erasing.EMPTY:
                values |= {name: emptied(row, name) for name in personal_of(each.model)}
            if values:
                _keep(row, values)
            if isinstance(row, Record):
                yield row


def _keep(row: Any, values: dict[str, Any]) -> None:
    if isinstance(row, Record):
        row.claim(None)
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=sorted(values))


def _unnamed(patterns: Patterns, counts: Counter[str]) -> Iterator[Record]:
    """Other words where the person stood in texts about something else."""
    instead = f"[{gettext('erased')}]"
    for each in list(mentions(patterns)):
        counts[each.row._meta.label] += 1
        if isinstance(each.row, PrivateText):
            # It is bound to its entry by a digest: it can go, and cannot say something else.
            each.row.delete()
            continue
        _keep(each.row, _without(each, patterns, instead))
        if isinstance(each.row, Record):
            yield each.row


def _without(mention: Mention, patterns: Patterns, instead: str) -> dict[str, Any]:
    values = {}
    for name in mention.fields:
        value = patterns.without(getattr(mention.row, name), instead)
        longest = getattr(mention.row._meta.get_field(name), "max_length", None)
        values[name] = value[:longest] if isinstance(value, str) and longest else value
    return values


def _refresh_found(patterns: Patterns) -> None:
    """What the index still shows of the person is made anew from its record, or goes with it."""
    for mention in list(mentions(patterns, only=Found)):
        found: Any = mention.row
        row = record_at(found.address)
        if row is None:
            found.delete()
        else:
            refresh_all([row])
