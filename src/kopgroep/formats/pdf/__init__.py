"""Documents as PDF that lasts (PDF/A-2a) and that everybody can read (PDF/UA-1)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path

TEMPLATE = Path(__file__).with_name("document.typ")


@dataclass(frozen=True, slots=True)
class Table:
    """Heads, rows of equally many cells, and the numbers of the columns that hold figures (from 0)."""

    caption: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    figures: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with paragraphs under it, and a table where there is one."""

    heading: str
    paragraphs: Sequence[str] = ()
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """What is printed. `foot` stands under every page; `facts` are pairs of a label and a value."""

    title: str
    author: str
    made_on: date
    language: str
    lead: str = ""
    facts: Sequence[tuple[str, str]] = ()
    parts: Sequence[Part] = field(default_factory=tuple)
    foot: str = ""


def pdf_of(document: Document) -> bytes:
    """The document as PDF; the text stays text, whatever signs are in it. Raises typst.TypstError when it cannot."""
    import typst  # noqa: PLC0415 -- eighty megabytes, for the few requests that print

    said = asdict(document) | {
        "day": [document.made_on.year, document.made_on.month, document.made_on.day],
        "made_on": document.made_on.isoformat(),
    }
    return typst.compile(
        str(TEMPLATE),
        format="pdf",
        sys_inputs={"said": json.dumps(said)},
        pdf_standards=["a-2a", "ua-1"],
        ignore_system_fonts=True,
    )
