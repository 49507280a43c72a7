"""Text with delimiters: its encoding and its delimiter are found from what stands in it."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter

from kopgroep.formats.tables.model import Limits, Table, Unreadable

DELIMITERS = (",", ";", "\t", "|")
# In the order in which they win when they say the same.
SINGLE_BYTE = ("cp1252", "cp850", "mac_roman")
LETTERS = frozenset("áàâäãåçéèêëíìîïñóòôöõúùûüýÿÁÀÂÄÃÅÇÉÈÊËÍÌÎÏÑÓÒÔÖÕÚÙÛÜÝ€’‘“”–…ßøØæÆ ´°²")
LOOKED_AT = 400


def decoded(data: bytes) -> tuple[str, str]:
    """The text and its encoding; Unreadable when it is no text."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return _certainly(data, encoding), encoding
    if encoding := _wide_without_mark(data):
        return _certainly(data, encoding), encoding
    if b"\x00" in data:
        raise Unreadable("null-bytes")
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _single_byte(data)


def _certainly(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as wrong:
        raise Unreadable("encoding", {"encoding": encoding}) from wrong
    if "\x00" in text:
        raise Unreadable("null-bytes")
    return text


def _wide_without_mark(data: bytes) -> str:
    """UTF-16 whose mark is missing: in Western text every other byte is zero."""
    some = data[:2000]
    if len(some) < 8:
        return ""
    even, odd = some[0::2].count(0), some[1::2].count(0)
    half = len(some) // 2
    if odd > half * 0.7 and not even:
        return "utf-16-le"
    return "utf-16-be" if even > half * 0.7 and not odd else ""


def _single_byte(data: bytes) -> tuple[str, str]:
    """The encoding in which the odd bytes are letters that Dutch text has."""
    odd = bytes(byte for byte in data[:500_000] if byte > 127)
    scores = {
        encoding: sum(1 if letter in LETTERS else -1 for letter in odd.decode(encoding, "replace"))
        for encoding in SINGLE_BYTE
    }
    best = max(SINGLE_BYTE, key=lambda encoding: scores[encoding])
    return data.decode(best, "replace"), best


def found_delimiter(text: str) -> tuple[str, str]:
    """The delimiter that cuts most lines into the same number of cells, and the text without a `sep=` line."""
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        return first.strip()[4], rest
    start = text[:300_000]
    return max(DELIMITERS, key=lambda each: _evenness(start, each)), text


def _evenness(text: str, delimiter: str) -> float:
    widths: list[int] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if any(row):
                widths.append(len(row))
            if len(widths) >= LOOKED_AT:
                break
    except csv.Error:
        return 0
    if not widths:
        return 0
    ((width, times),) = Counter(widths).most_common(1)
    return 0 if width < 2 else times / len(widths) * (1 + min(width, 20) / 100)


def read_text(data: bytes, limits: Limits) -> Table:
    text, encoding = decoded(data)
    if not text.strip(" \t\r\n\ufeff" + "".join(DELIMITERS)):
        raise Unreadable("empty")
    delimiter, text = found_delimiter(text)
    rows: list[list[str]] = []
    csv.field_size_limit(max(limits.cell_characters * 4, 131_072))
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if len(row) > limits.columns and any(row[limits.columns :]):
                raise Unreadable("too-many-columns", {"most": limits.columns, "count": len(row)})
            rows.append([cell.strip()[: limits.cell_characters] for cell in row[: limits.columns]])
            if len(rows) > limits.rows:
                raise Unreadable("too-many-rows", {"most": limits.rows})
    except csv.Error as wrong:
        raise Unreadable("quotes", {"row": len(rows) + 1}) from wrong
    return Table(rows, "csv", encoding=encoding, delimiter=delimiter)
