"""What the house asks of contributions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from kopgroep.kernel.journal.models import Entry
from kopgroep.kernel.measures import Item, Reading
from kopgroep.rooms.programme.models import Deal


def measures(deal: Deal, on: date) -> Iterable[Reading]:
    return ()


def waiting_for(user: Any, on: date) -> list[Item]:
    return []


def news(deal: Deal, since: datetime) -> list[Entry]:
    return []
