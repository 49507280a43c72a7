"""Uploads: private files under random names in the data folder, and the verdicts of their rows beside them."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext

from kopgroep.formats.tables import Limits, Table, column_names, read_table
from kopgroep.kernel.imports.kinds import Row, Verdict
from kopgroep.kernel.imports.models import Import


def folder() -> Path:
    path: Path = settings.DATA_DIR / "uploads" / "imports"
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def limits() -> Limits:
    return Limits(file_bytes=settings.IMPORT_MAX_BYTES)


def keep(upload: UploadedFile[Any]) -> str:
    """Write an upload down under a name that says nothing; returns that name."""
    name = secrets.token_hex(16)
    path = folder() / name
    path.touch(mode=0o600)
    with path.open("wb") as file:
        for chunk in upload.chunks():
            file.write(chunk)
    return name


def remove(name: str) -> None:
    if name:
        for path in (folder() / name, folder() / f"{name}.rows"):
            path.unlink(missing_ok=True)


def table_of(of: Import) -> Table:
    return read_table(folder() / of.kept_as, limits(), sheet=of.sheet)


def heads_in(table: Table, header_row: int) -> list[str]:
    width = max((len(row) for row in table.rows), default=0)
    heads = table.rows[header_row] if header_row < len(table.rows) else []
    return column_names(heads, width, unnamed=gettext("Column %(number)d"))


def rows_of(of: Import, table: Table) -> list[Row]:
    """The rows under the heads that say anything; each knows its number in the file."""
    columns = {int(number): code for number, code in of.columns.items() if code}
    found = []
    for index, cells in enumerate(table.rows[of.header_row + 1 :], start=of.header_row + 2):
        if any(cells):
            found.append(Row(index, _values(cells, columns)))
    return found


def _values(cells: list[str], columns: dict[int, str]) -> dict[str, str]:
    """What the columns say; the first that says something counts where two fill the same field."""
    values: dict[str, str] = {}
    for number, code in columns.items():
        cell = cells[number] if number < len(cells) else ""
        # An export marks text that a spreadsheet would run with an apostrophe.
        if cell[:1] == "'" and cell[1:2] in "=+-@":
            cell = cell[1:]
        if cell or code not in values:
            values[code] = values.get(code) or cell
    return values


def keep_verdicts(of: Import, verdicts: Iterable[Verdict]) -> None:
    path = folder() / f"{of.kept_as}.rows"
    path.touch(mode=0o600)
    with path.open("w", encoding="utf-8") as file:
        for verdict in verdicts:
            file.write(json.dumps(verdict.as_json(), ensure_ascii=False) + "\n")


def verdicts_of(of: Import) -> Iterator[Verdict]:
    path = folder() / f"{of.kept_as}.rows"
    if not of.kept_as or not path.exists():
        return
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield Verdict.from_json(json.loads(line))
