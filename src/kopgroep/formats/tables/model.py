"""What a table is when it has been read, how large it may be, and why a file is no table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read at most, so that no file costs more memory or time than it may.

    file_bytes      size of the file itself            unpacked_bytes  what a packed file may grow to
    rows, columns   of one sheet                       cell_characters of one cell
    seconds         of reading a workbook              memory_bytes    of the process that reads it
    """

    file_bytes: int = 20_000_000
    unpacked_bytes: int = 300_000_000
    rows: int = 200_000
    columns: int = 300
    cell_characters: int = 20_000
    seconds: int = 60
    memory_bytes: int = 1_200_000_000


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text as they stand in the file, empty rows too, so that row 5 is row 5 for who opens the file.

    form       csv, xlsx, ods, xls or json         encoding, delimiter   of a text file, "" otherwise
    sheet      the sheet that was read             sheets                all that have rows
    """

    rows: list[list[str]]
    form: str
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()


@dataclass
class Unreadable(Exception):
    """A file that is no table, or too much of one. `code` says why; its words belong to who shows it."""

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.code} {dict(self.facts)}" if self.facts else self.code
