"""Where the heads of a table stand, and what each column is called."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

LOOKED_AT = 25


def normalised(head: str) -> str:
    """A head without accents, case, units in brackets and punctuation."""
    plain = unicodedata.normalize("NFKD", head).encode("ascii", "ignore").decode().casefold()
    return " ".join(re.findall(r"[a-z0-9]+", plain))


def header_row(rows: Sequence[Sequence[str]], *, knows: Callable[[str], bool] = lambda head: False) -> int:
    """Index of the row that holds the heads: the one with most words that are known, then the first that is full.

    Above the heads an office likes to put a title, a date and an empty line.
    """
    some = rows[:LOOKED_AT]
    width = max((sum(1 for cell in row if cell) for row in some), default=0)
    best, best_score = 0, -1.0
    for index, row in enumerate(some):
        cells = [cell for cell in row if cell]
        if not cells:
            continue
        known = sum(1 for cell in cells if len(cell) < 80 and knows(cell))
        full = len(cells) / max(width, 1)
        words = sum(1 for cell in cells if not re.fullmatch(r"[\d.,€%/: -]+", cell)) / len(cells)
        score = known * 2 + full + words - index * 0.05
        if score > best_score:
            best, best_score = index, score
    return best


def column_names(heads: Sequence[str], width: int, *, unnamed: str = "Column %(number)d") -> list[str]:
    """A name of its own for every column: a second 'Plaats' is 'Plaats (2)', one without a head has its number."""
    names: list[str] = []
    for number in range(1, max(width, len(heads)) + 1):
        head = heads[number - 1].strip()[:100] if number <= len(heads) else ""
        head = " ".join(head.split()) or unnamed % {"number": number}
        name, times = head, 1
        while name in names:
            times += 1
            name = f"{head} ({times})"
        names.append(name)
    return names
