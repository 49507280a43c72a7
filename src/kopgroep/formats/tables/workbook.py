"""Workbooks (xlsx, ods, xls), read by a process of its own with little memory and little time.

A packed file of a few kilobytes can ask for more memory than a machine has. So the reader is a child that limits itself
first: what it cannot hold ends it, not us. It sees values, never formulas, and follows no entity or link.

    python -m kopgroep.formats.tables.workbook FILE    reads its limits as JSON from standard input
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import zipfile
from collections import defaultdict
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

from kopgroep.formats.tables.model import Limits, Table, Unreadable


def form_of_package(path: Path, limits: Limits) -> str:
    """Which kind of workbook a zip file is; Unreadable when it is none, or would grow too large."""
    try:
        with zipfile.ZipFile(path) as package:
            names = set(package.namelist())
            grown = sum(part.file_size for part in package.infolist())
            form = _form(package, names)
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as wrong:
        raise Unreadable("broken") from wrong
    if grown > limits.unpacked_bytes:
        raise Unreadable(
            "grows", {"megabytes": grown // 1_000_000, "most": limits.unpacked_bytes // 1_000_000}
        )
    if not form:
        raise Unreadable("no-table")
    return form


def _form(package: zipfile.ZipFile, names: set[str]) -> str:
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "mimetype" in names and package.getinfo("mimetype").file_size < 200:
        return "ods" if b"opendocument.spreadsheet" in package.read("mimetype") else ""
    return ""


def read_workbook(path: Path, limits: Limits, *, form: str, sheet: str = "") -> Table:
    """The chosen sheet, or the first one with rows."""
    with TemporaryDirectory(prefix="kopgroep-table-") as folder:
        # By a name that says what it is: the reader then tells a password from damage.
        named = Path(folder) / f"table.{form}"
        named.symlink_to(path.resolve())
        command = [sys.executable, "-m", "kopgroep.formats.tables.workbook", str(named), sheet]
        try:
            done = subprocess.run(
                command,
                input=json.dumps(asdict(limits)).encode(),
                capture_output=True,
                timeout=limits.seconds,
            )
        except subprocess.TimeoutExpired as late:
            raise Unreadable("takes-long", {"seconds": limits.seconds}) from late
    if done.returncode:
        # Out of memory, whatever it was that asked for it.
        raise Unreadable("too-much")
    answer = json.loads(done.stdout)
    if "code" in answer:
        raise Unreadable(answer["code"], answer["facts"])
    return Table(answer["rows"], form, sheet=answer["sheet"], sheets=tuple(answer["sheets"]))


def in_text(value: Any) -> str:
    """A cell as text: whole numbers without a point, days as 2026-03-15."""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date | time | timedelta):
        return str(value)
    return str(value).replace("\x00", "").strip()


def _read(path: str, wanted: str, limits: Limits) -> dict[str, Any]:
    try:
        book = CalamineWorkbook.from_path(path)
        visible = [each.name for each in book.sheets_metadata if each.visible == SheetVisibleEnum.Visible]
        found: dict[str, list[list[str]]] = {}
        for name in visible or book.sheet_names:
            if rows := _rows(book.get_sheet_by_name(name), limits):
                found[name] = rows if not found or name == wanted else [[]]
    except PasswordError:
        raise Unreadable("password") from None
    except (CalamineError, OSError, ValueError) as wrong:
        if "password" in str(wrong).lower() or "encrypt" in str(wrong).lower():
            raise Unreadable("password") from None
        raise Unreadable("broken") from None
    if not found:
        raise Unreadable("empty")
    sheet = wanted if wanted in found else next(iter(found))
    return {"rows": found[sheet], "sheet": sheet, "sheets": list(found)}


def _rows(sheet: Any, limits: Limits) -> list[list[str]]:
    if sheet.total_height > limits.rows * 5:
        raise Unreadable("too-many-rows", {"most": limits.rows})
    rows: list[list[str]] = []
    last = 0
    below = _merged_below(sheet, limits)
    for number, row in enumerate(sheet.to_python(skip_empty_area=False), start=1):
        cells = [in_text(cell)[: limits.cell_characters] for cell in row]
        for column, upper in below.get(number, ()):
            if column < len(cells) and not cells[column] and column < len(rows[upper - 1]):
                cells[column] = rows[upper - 1][column]
        while cells and not cells[-1]:
            cells.pop()
        if len(cells) > limits.columns:
            raise Unreadable("too-many-columns", {"most": limits.columns, "count": len(cells)})
        rows.append(cells)
        last = number if cells else last
        if last > limits.rows:
            raise Unreadable("too-many-rows", {"most": limits.rows})
    return rows[:last]


def _merged_below(sheet: Any, limits: Limits) -> dict[int, list[tuple[int, int]]]:
    """Row, and the columns where it is the lower part of a merged cell, with the row that holds its value.

    An organisation merged over its three contacts is written once and means all three. A title over all columns is
    one row high and stays one cell.
    """
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for (top, left), (bottom, _right) in sheet.merged_cell_ranges or []:
        for row in range(top + 1, min(bottom, top + limits.rows) + 1):
            found[row + 1].append((left, top + 1))
    return found


def main() -> None:
    limits = Limits(**json.load(sys.stdin))
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        answer = _read(sys.argv[1], sys.argv[2], limits)
    except Unreadable as reason:
        answer = {"code": reason.code, "facts": dict(reason.facts)}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
