"""Which kind of file it is, told from its first bytes and not from its name."""

from __future__ import annotations

import gzip
import json
import zlib
from pathlib import Path
from typing import Any

from kopgroep.formats.tables.model import Limits, Table, Unreadable
from kopgroep.formats.tables.text import decoded, read_text
from kopgroep.formats.tables.workbook import form_of_package, read_workbook

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# An xlsx with a password is such a file, with this stream in it.
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
NO_TABLES = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"\x7fELF", "program"),
    (b"MZ\x90", "program"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
)


def read_table(path: Path, limits: Limits = Limits(), *, sheet: str = "") -> Table:  # noqa: B008 -- frozen
    """The rows of a file; Unreadable says why there are none."""
    size = path.stat().st_size
    if size == 0:
        raise Unreadable("empty")
    if size > limits.file_bytes:
        raise Unreadable("too-large", {"most": limits.file_bytes // 1_000_000})
    with path.open("rb") as file:
        start = file.read(512)
    for mark, what in NO_TABLES:
        if start.startswith(mark):
            raise Unreadable("no-table", {"what": what})
    if start.startswith(b"PK"):
        table = read_workbook(path, limits, form=form_of_package(path, limits), sheet=sheet)
    elif start.startswith(OLD_OFFICE):
        if ENCRYPTED in path.read_bytes():
            raise Unreadable("password")
        table = read_workbook(path, limits, form="xls", sheet=sheet)
    else:
        table = _from_text(path.read_bytes(), limits)
    if not any(any(row) for row in table.rows):
        raise Unreadable("empty")
    return table


def _from_text(data: bytes, limits: Limits) -> Table:
    if data.startswith(b"\x1f\x8b"):
        data = _unpacked(data, limits)
    start = data[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<?xml", b"<!doctype", b"<html", b"<")):
        raise Unreadable("no-table", {"what": "xml"})
    if start.startswith((b"[{", b"{")) or (start[:1] == b"[" and start[1:].lstrip()[:1] == b"{"):
        return _from_json(data, limits)
    return read_text(data, limits)


def _unpacked(data: bytes, limits: Limits) -> bytes:
    most = min(limits.unpacked_bytes, limits.file_bytes * 3)
    machine = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        text = machine.decompress(data, most)
    except (zlib.error, gzip.BadGzipFile) as wrong:
        raise Unreadable("broken") from wrong
    if machine.unconsumed_tail:
        raise Unreadable("grows", {"megabytes": f"> {most // 1_000_000}", "most": most // 1_000_000})
    return text


def _from_json(data: bytes, limits: Limits) -> Table:
    """A list of objects: their names are the heads, in the order in which they come up."""
    try:
        found: Any = json.loads(decoded(data)[0])
    except (ValueError, RecursionError) as wrong:
        raise Unreadable("broken") from wrong
    if isinstance(found, dict):
        found = next((each for each in found.values() if isinstance(each, list)), [])
    rows = [each for each in found if isinstance(each, dict)]
    if len(rows) > limits.rows:
        raise Unreadable("too-many-rows", {"most": limits.rows})
    heads = list(dict.fromkeys(str(name) for row in rows for name in row))
    if not heads or len(rows) != len(found):
        raise Unreadable("no-table", {"what": "json"})
    if len(heads) > limits.columns:
        raise Unreadable("too-many-columns", {"most": limits.columns, "count": len(heads)})
    cells = [[_cell(row.get(name), limits) for name in heads] for row in rows]
    return Table([heads, *cells], "json", encoding="utf-8")


def _cell(value: Any, limits: Limits) -> str:
    plain = (
        value if isinstance(value, str) else "" if value is None else json.dumps(value, ensure_ascii=False)
    )
    return plain.replace("\x00", "").strip()[: limits.cell_characters]
