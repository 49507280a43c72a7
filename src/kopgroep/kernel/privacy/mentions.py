"""Where somebody is named in a text that is about something else: a motivation, a note, an import."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db import models
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from kopgroep.kernel.journal.models import Chain, Checkpoint, Entry
from kopgroep.kernel.privacy.declared import OF_LIBRARIES, OF_NOBODY, every_model, identifies
from kopgroep.kernel.privacy.subjects import Subject
from kopgroep.kernel.search.models import Audience, Found
from kopgroep.kernel.texts import Text

TEXT = (models.CharField, models.TextField, models.JSONField)
# What is signed and chained cannot change, and holds nothing personal; the index follows from its records.
LEFT_ALONE = (Chain, Checkpoint, Entry, Found, Audience)


@dataclass(frozen=True, slots=True)
class Mention:
    """A row with the fields in which the person is named."""

    row: models.Model
    fields: tuple[str, ...]


class Patterns:
    """Recognises a person in a text: by address, telephone number, and a name of at least two words."""

    def __init__(self, subject: Subject) -> None:
        names = sorted((name for name in subject.names if len(name.split()) > 1), key=len, reverse=True)
        self.needles = [*map(_needle, names), *map(_needle, subject.emails)]
        self.needles += [digits[-2:] for phone in subject.phones if (digits := re.sub(r"\D", "", phone))]
        parts = [rf"(?<![\w.+-]){re.escape(email)}(?![\w-])" for email in sorted(subject.emails)]
        parts += [_phone(phone) for phone in sorted(subject.phones) if sum(map(str.isdigit, phone)) > 5]
        parts += [rf"(?<!\w){_spaced(name)}(?!\w)" for name in names]
        self.pattern = re.compile("|".join(parts), re.IGNORECASE) if parts else None

    def found_in(self, value: Any) -> bool:
        return self.pattern is not None and any(self.pattern.search(text) for text in _texts(value))

    def without(self, value: Any, instead: str) -> Any:
        """The same value, with other words where the person stood."""
        if self.pattern is None:
            return value
        if isinstance(value, str):
            return self.pattern.sub(instead, value)
        if isinstance(value, Text):
            return Text(self.without(value.nl, instead), self.without(value.en, instead))
        if isinstance(value, dict):
            return {self.without(key, instead): self.without(part, instead) for key, part in value.items()}
        if isinstance(value, list | tuple):
            return [self.without(part, instead) for part in value]
        return value


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Text):
        yield from (value.nl, value.en)
    elif isinstance(value, dict):
        for key, part in value.items():
            yield str(key)
            yield from _texts(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part)


def _spaced(name: str) -> str:
    return r"\s+".join(map(re.escape, name.split()))


def _phone(phone: str) -> str:
    """The same digits, however they are spaced; with or without the code of the country."""
    digits = re.sub(r"\D", "", phone)
    national = re.sub(r"^(0031|31|0)", "", digits) if len(digits) > 9 else digits
    between = r"[\s().-]*"
    return rf"(?<!\d)(?:\+?31|0031|0)?{between}{between.join(national)}(?!\d)"


def _needle(words: str) -> str:
    """A piece that every database finds in every kind of column: letters that need no escape."""
    pieces: list[str] = re.findall(r"[A-Za-z0-9]+", words)
    return max(pieces or [""], key=len)


def text_fields(model: type[models.Model]) -> list[Any]:
    """Where somebody may be named; not where a row says of whom it is: two people may have one name."""
    whose = set(identifies(model).values())
    if any(isinstance(field, models.EmailField) for field in model._meta.concrete_fields):
        whose |= {field.name for field in model._meta.concrete_fields if isinstance(field, models.EmailField)}
        whose |= {"name"}
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, TEXT) and not field.choices and field.name not in whose
    ]


def mentions(patterns: Patterns, *, only: type[models.Model] | None = None) -> Iterator[Mention]:
    """Every row of every table (or of one) in which the person is named; a query per table."""
    if patterns.pattern is None:
        return
    for model in [only] if only else every_model():
        label = model._meta.label
        if not only and (model in LEFT_ALONE or label in OF_NOBODY or label in OF_LIBRARIES):
            continue
        if fields := text_fields(model):
            yield from _in_model(model, fields, patterns)


def _in_model(model: type[models.Model], fields: list[Any], patterns: Patterns) -> Iterator[Mention]:
    rows = model._base_manager.annotate(
        **{f"_text_of_{field.name}": Cast(field.name, TextField()) for field in fields}
    )
    if all(patterns.needles):
        looked_for = [
            Q(**{f"_text_of_{field.name}__icontains": needle})
            for field in fields
            for needle in dict.fromkeys(patterns.needles)
        ]
        rows = rows.filter(reduce(or_, looked_for))
    for row in rows.order_by("pk").iterator(chunk_size=200):
        named = tuple(field.name for field in fields if patterns.found_in(getattr(row, field.name)))
        if named:
            yield Mention(row, named)
