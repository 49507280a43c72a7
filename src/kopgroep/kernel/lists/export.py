"""A list as a file: CSV, Excel, OpenDocument or JSON, with the same rows in the same order as on the page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import tablib
from django.http import HttpResponse
from django.utils.text import slugify
from django.utils.timezone import localtime

from kopgroep.kernel.lists.columns import Column

FORMATS: dict[str, tuple[str, str]] = {
    "csv": ("CSV", "text/csv; charset=utf-8"),
    "xlsx": ("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "ods": ("OpenDocument", "application/vnd.oasis.opendocument.spreadsheet"),
    "json": ("JSON", "application/json; charset=utf-8"),
}
# A spreadsheet would run what starts with one of these as a formula.
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
# XML, and with it both spreadsheet formats, cannot hold these.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def plain(value: object) -> object:
    """Numbers stay numbers and days days; everything else becomes text."""
    if value is None or isinstance(value, bool | int | float | Decimal):
        return value
    if isinstance(value, datetime):
        return localtime(value).replace(tzinfo=None)
    if isinstance(value, date):
        return value
    return CONTROL.sub("", str(value))


def safe_cell(value: object) -> object:
    """As plain(), but text that a spreadsheet would run is marked as text with an apostrophe."""
    cell = plain(value)
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(STARTS_A_FORMULA) else cell


def json_value(value: object) -> object:
    cell = plain(value)
    if isinstance(cell, Decimal):
        return str(cell)
    return cell.isoformat() if isinstance(cell, date) else cell


def as_file(kind: str, *, name: str, columns: Sequence[Column], rows: Iterable[Any]) -> HttpResponse:
    convert: Callable[[object], object] = json_value if kind == "json" else safe_cell
    heads = [column.key if kind == "json" else str(safe_cell(column.label)) for column in columns]
    sheet = tablib.Dataset(
        headers=heads, title=CONTROL.sub("", re.sub(r"[\[\]:*?/\\]", " ", name))[:31] or "list"
    )
    for row in rows:
        sheet.append([convert(column.exported(row)) for column in columns])
    content = sheet.export(kind)
    if kind == "csv":
        content = content.encode()
    response = HttpResponse(content, content_type=FORMATS[kind][1])
    response["Content-Disposition"] = f'attachment; filename="{slugify(name) or "list"}.{kind}"'
    return response
