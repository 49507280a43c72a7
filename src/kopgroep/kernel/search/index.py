"""Keeps the index equal to the records."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.apps import apps
from django.db import models, transaction

from kopgroep.kernel.records import Record
from kopgroep.kernel.search import SearchRow
from kopgroep.kernel.search.models import Audience, Found
from kopgroep.kernel.search.words import index_parts, index_words, words
from kopgroep.kernel.texts import Text

Progress = Callable[[int, int, str], object]
CHUNK = 200


def _languages(text: str | Text) -> tuple[str, ...]:
    both = Text.of(text)
    return tuple(dict.fromkeys((both.nl, both.en)))


def _columns(row: SearchRow) -> dict[str, Any]:
    titles, texts = _languages(row.title), _languages(row.text)
    return {
        "kind": row.kind,
        "title": Text.of(row.title),
        "text": Text.of(row.text),
        "url": row.url,
        "title_line": " ".join(words(titles[0])),
        "title_words": index_words(*titles),
        "index_words": index_words(*titles, *texts),
        "parts": index_parts(*titles, *texts),
    }


@transaction.atomic
def refresh(record: Record) -> None:
    """Make the index say of a record what its search_row() says now."""
    row: SearchRow | None = record.search_row()
    if row is None or not row.audience:
        forget(record)
        return
    found, _made = Found.objects.update_or_create(address=record.address, defaults=_columns(row))
    wanted = set(row.audience)
    present = set(found.audience.values_list("token", flat=True))
    if present - wanted:
        found.audience.filter(token__in=present - wanted).delete()
    Audience.objects.bulk_create([Audience(found=found, token=token) for token in sorted(wanted - present)])


# While many actions follow each other: what they touched, to be refreshed once at the end.
_gathered: ContextVar[dict[str, Record] | None] = ContextVar("gathered", default=None)


@contextmanager
def gathered() -> Iterator[None]:
    """For many actions in a row: their records are refreshed once, as they are at the end."""
    touched: dict[str, Record] = {}
    before = _gathered.set(touched)
    try:
        yield
    finally:
        _gathered.reset(before)
    _refresh_gathered(list(touched.values()))


@transaction.atomic
def _refresh_gathered(touched: list[Record]) -> None:
    by_model: dict[type[Record], list[Record]] = {}
    for record in touched:
        by_model.setdefault(record.__class__, []).append(record)
    for model, records in by_model.items():
        for start in range(0, len(records), CHUNK):
            some = records[start : start + CHUNK]
            present = {row.uid: row for row in _rows_of(model).filter(uid__in=[each.uid for each in some])}
            for record in some:
                if record.uid in present:
                    refresh(present[record.uid])
                else:
                    forget(record)


@contextmanager
def postponed() -> Iterator[None]:
    """For so many records that the index learns of them later, by refresh_many()."""
    before = _gathered.set({})
    try:
        yield
    finally:
        _gathered.reset(before)


@transaction.atomic
def refresh_many(model: type[Record], keys: Sequence[int]) -> None:
    """Refresh some hundred records of a model with a few queries, where it can tell of many at once."""
    # Fetched beside each other: hundreds of partners share one deal, which is then read once.
    records = list(model._base_manager.prefetch_related(*model.search_with).filter(pk__in=keys))
    rows = {record.address: row for record, row in model.search_rows(records) if row and row.audience}
    Found.objects.filter(address__in=[record.address for record in records]).delete()
    made = Found.objects.bulk_create(
        [Found(address=address, **_columns(row)) for address, row in rows.items()]
    )
    Audience.objects.bulk_create(
        [
            Audience(found=found, token=token)
            for found in made
            for token in sorted(rows[found.address].audience)
        ]
    )


def refresh_all(records: Iterable[Record]) -> None:
    """Refresh each record once, forget what was deleted; what can never be found costs nothing."""
    if (touched := _gathered.get()) is not None:
        touched.update(
            (record.address, record)
            for record in records
            if record.__class__.search_row is not Record.search_row
        )
        return
    for record in {record.address: record for record in records}.values():
        if record.pk is None:
            forget(record)
        elif record.__class__.search_row is not Record.search_row:
            refresh(record)


def forget(record: Record) -> None:
    Found.objects.filter(address=record.address).delete()


def forget_many(model: type[Record], keys: Sequence[int]) -> None:
    """Forget rows that are about to go, however many."""
    label = model._meta.label_lower
    for start in range(0, len(keys), CHUNK):
        some = model._base_manager.filter(pk__in=keys[start : start + CHUNK])
        addresses = [f"{label}:{uid}" for uid in some.values_list("uid", flat=True)]
        Found.objects.filter(address__in=addresses).delete()


def searchable_models() -> list[type[Record]]:
    """The models whose records can be found: those that say so by a search_row() of their own."""
    return [
        model
        for model in apps.get_models()
        if issubclass(model, Record) and model.search_row is not Record.search_row
    ]


def _rows_of(model: type[Record]) -> models.QuerySet[Any, Any]:
    """All records of a model; one whose search_row() needs relations says which in `search_with`."""
    return model._base_manager.select_related(*model.search_with).order_by("pk")


def _all_records() -> Iterator[Record]:
    for model in searchable_models():
        yield from _rows_of(model).iterator(chunk_size=CHUNK)


def rebuild(progress: Progress = lambda done, total, message: None) -> int:
    """Make the whole index anew, record by record; it can be searched meanwhile. Returns how many rows it has."""
    total = sum(model._base_manager.count() for model in searchable_models())
    seen: set[str] = set()
    for done, record in enumerate(_all_records(), start=1):
        refresh(record)
        seen.add(record.address)
        if done % 50 == 0 or done == total:
            progress(done, total, str(record._meta.label_lower))
    gone = [address for address in Found.objects.values_list("address", flat=True) if address not in seen]
    for start in range(0, len(gone), CHUNK):
        Found.objects.filter(address__in=gone[start : start + CHUNK]).delete()
    return Found.objects.count()
