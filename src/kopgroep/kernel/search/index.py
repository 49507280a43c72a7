"""Keeps the index equal to the records."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.apps import apps
from django.db import models, transaction

from kopgroep.kernel.records import Record
from kopgroep.kernel.search import SearchRow
from kopgroep.kernel.search.models import Audience, Found
from kopgroep.kernel.search.writing import columns, write_many

Progress = Callable[[int, int, str], object]
CHUNK = 200


@transaction.atomic
def refresh(record: Record) -> None:
    """Make the index say of a record what its search_row() says now."""
    row: SearchRow | None = record.search_row()
    if row is None or not row.audience:
        forget(record)
        return
    found, _made = Found.objects.update_or_create(address=record.address, defaults=columns(row))
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
            found = dict.fromkeys((record.address for record in some), None)
            here = _rows_of(model).filter(uid__in=[each.uid for each in some])
            write_many({**found, **_search_rows(model, list(here))})


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
    write_many(_search_rows(model, list(_rows_of(model).filter(pk__in=keys))))


def _search_rows(model: type[Record], records: Sequence[Any]) -> dict[str, SearchRow | None]:
    return {record.address: row for record, row in model.search_rows(records)}


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
    """All records of a model, with the relations that its search_row() needs.

    These are fetched beside each other: hundreds of partners share one deal, which is then read once.
    """
    return model._base_manager.prefetch_related(*model.search_with).order_by("pk")


def rebuild(progress: Progress = lambda done, total, message: None) -> int:
    """Make the whole index anew, step by step; it can be searched meanwhile. Returns how many rows it has."""
    keys = {
        model: list(model._base_manager.order_by("pk").values_list("pk", flat=True))
        for model in searchable_models()
    }
    total, done = sum(map(len, keys.values())), 0
    for model, all_keys in keys.items():
        for start in range(0, len(all_keys), CHUNK):
            some = all_keys[start : start + CHUNK]
            refresh_many(model, some)
            done += len(some)
            progress(done, total, model._meta.label_lower)
    _forget_what_is_gone()
    return Found.objects.count()


def _forget_what_is_gone() -> None:
    """Rows whose record is no more, or is of a kind that is found no more."""
    labels = {model._meta.label_lower: model for model in searchable_models()}
    by_model: dict[type[Record] | None, list[str]] = {}
    for address in Found.objects.values_list("address", flat=True):
        by_model.setdefault(labels.get(address.partition(":")[0]), []).append(address)
    for model, addresses in by_model.items():
        here = set(model._base_manager.values_list("uid", flat=True)) if model else set()
        gone = [each for each in addresses if not model or uuid.UUID(each.partition(":")[2]) not in here]
        for start in range(0, len(gone), CHUNK):
            Found.objects.filter(address__in=gone[start : start + CHUNK]).delete()
