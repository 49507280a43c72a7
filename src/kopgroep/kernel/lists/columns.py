"""What a list shows of a row, on the page and in a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import reduce
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kopgroep.kernel.dates import PartialDate
from kopgroep.kernel.obstacles import Words

Value = Callable[[Any], object]


@dataclass(frozen=True, slots=True)
class Cell:
    """What ui/table_cell.html shows."""

    text: str
    url: str = ""
    note: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `key` is its name in the address and the attribute it shows, unless `value` says otherwise.

    value    a function of the row, or the path of an attribute ("organisation.name")
    sort     order_by expressions for a rising order; none: one cannot sort on it
    url      where the cell leads to          note  a second, quieter line
    tone     shows the cell as a badge        phone  the fact is kept on a phone's card
    numeric  stands to the right              export  what a file holds, where that differs
    """

    key: str
    label: Words
    value: Value | str = ""
    sort: tuple[str, ...] = ()
    url: Callable[[Any], str] | None = None
    note: Value | None = None
    tone: Callable[[Any], str] | None = None
    phone: bool = False
    numeric: bool = False
    export: Value | None = None

    def value_of(self, row: Any) -> object:
        if callable(self.value):
            return self.value(row)
        return reduce(getattr, (self.value or self.key).split("."), row)

    def cell(self, row: Any) -> Cell:
        return Cell(
            text=in_words(self.value_of(row)),
            url=self.url(row) if self.url else "",
            note=in_words(self.note(row)) if self.note else "",
            tone=self.tone(row) if self.tone else "",
        )

    def exported(self, row: Any) -> object:
        return self.export(row) if self.export else self.value_of(row)


def in_words(value: object) -> str:
    """A value for people, in the reader's language."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return date_format(localtime(value), "j F Y, H:i")
    if isinstance(value, date):
        return date_format(value, "j F Y")
    if isinstance(value, PartialDate):
        return value.display(get_language() or "nl")
    if isinstance(value, Decimal | float):
        return number_format(value, use_l10n=True)
    return str(value)
