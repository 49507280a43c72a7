"""Rows made to agree with a list of what is wanted, known by a key; what agrees already is left alone."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Manager

from kopgroep.kernel.records import Record

Wanted = Mapping[str, Mapping[str, Any]]


def agree(rows: "Manager[Any]", key: str, wanted: Wanted) -> list[Record]:
    """Add and change rows until they are as wanted; returns those that it touched."""
    known = {str(getattr(row, key)): row for row in rows.all()}
    touched: list[Record] = []
    for name, values in wanted.items():
        row = known.get(name)
        if row is None:
            touched.append(rows.create(**{key: name}, **values))
        elif any(getattr(row, field) != value for field, value in values.items()):
            row.claim(None)
            for field, value in values.items():
                setattr(row, field, value)
            row.save(update_fields=list(values))
            touched.append(row)
    return touched


def drop_surplus(rows: "Manager[Any]", key: str, wanted: Wanted) -> None:
    """Remove the rows that nobody asks for any more."""
    for row in rows.all():
        if str(getattr(row, key)) not in wanted:
            row.delete()
