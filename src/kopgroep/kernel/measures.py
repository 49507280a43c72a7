"""What a room says when a gate asks how far the deal is: readings, each with the records behind it."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from kopgroep.kernel.obstacles import Words


# A network has thousands of these: a tuple is made five times as fast as a frozen dataclass.
class Item(NamedTuple):
    """A record behind a value, or one that is missing from it, with the page where one sees or mends it."""

    label: Words
    url: str = ""
    detail: Words = ""
    address: str = ""


class Subject(NamedTuple):
    """One thing that is measured: the deal itself, a helix, a partner, a principle.

    value     how much of it there is, in the measure's unit
    evidence  the records that were counted
    open      what would raise the value, each with the page where that is done; most promising first
    url       where one works on this subject as a whole, when it is no record of its own; address names it
    """

    key: str
    label: Words
    value: Decimal
    evidence: tuple[Item, ...] = ()
    open: tuple[Item, ...] = ()
    url: str = ""
    address: str = ""


class Reading(NamedTuple):
    """One measure on one day. Per deal there is one subject; else one per helix, partner, principle ..."""

    measure: str
    per: str
    subjects: tuple[Subject, ...]
