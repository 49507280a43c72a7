"""Rows of the index as the tables hold them: one made of a record, or many written with few statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection

from kopgroep.kernel.search import SearchRow
from kopgroep.kernel.search.models import Audience, Found
from kopgroep.kernel.search.words import in_order, with_stems, words
from kopgroep.kernel.texts import Text

FIELDS = tuple(field for field in Found._meta.concrete_fields if not field.primary_key)


def _in_each_language(text: Text) -> list[list[str]]:
    return [words(each) for each in dict.fromkeys((text.nl, text.en))]


def columns(row: SearchRow) -> dict[str, Any]:
    """What stands in the columns of a row, but for the address."""
    title, text = Text.of(row.title), Text.of(row.text)
    titles = _in_each_language(title)
    everything = titles + _in_each_language(text)
    return {
        "kind": row.kind,
        "title": title,
        "text": text,
        "url": row.url,
        "title_line": " ".join(titles[0]),
        "title_words": with_stems(titles),
        "index_words": with_stems(everything),
        "parts": in_order(everything),
    }


def write_many(rows: Mapping[str, SearchRow | None]) -> None:
    """Put some hundred rows in the index by their addresses, in the place of what stood there; None is found no more.

    Written as values and not as models: of tens of thousands of rows, making a model of each takes longer than the
    database does. The transaction is the caller's; rows are locked in one order, so that two of these can only wait.
    """
    kept = {address: row for address, row in sorted(rows.items()) if row is not None and row.audience}
    Found.objects.filter(address__in=rows.keys() - kept.keys()).delete()
    Audience.objects.filter(found__address__in=kept).delete()
    tokens = [(token, address) for address, row in kept.items() for token in sorted(row.audience)]
    with connection.cursor() as cursor:
        cursor.executemany(_upsert(), [_values(address, row) for address, row in kept.items()])
        cursor.executemany(_let_in(), tokens)


def _upsert() -> str:
    quoted = connection.ops.quote_name
    names = [quoted(str(field.column)) for field in FIELDS]
    news = ", ".join(f"{name} = excluded.{name}" for name in names)
    return (
        f"INSERT INTO {quoted(Found._meta.db_table)} ({', '.join(names)})"
        f" VALUES ({', '.join(['%s'] * len(names))}) ON CONFLICT (address) DO UPDATE SET {news}"
    )


def _let_in() -> str:
    quoted = connection.ops.quote_name
    return (
        f"INSERT INTO {quoted(Audience._meta.db_table)} (found_id, token)"
        f" SELECT id, %s FROM {quoted(Found._meta.db_table)} WHERE address = %s ON CONFLICT DO NOTHING"
    )


def _values(address: str, row: SearchRow) -> Sequence[Any]:
    given = {"address": address, **columns(row)}
    return [field.get_db_prep_save(given[field.name], connection) for field in FIELDS]
