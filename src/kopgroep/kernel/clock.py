"""The only reader of the system clock; everything else is told the time."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def now() -> datetime:
    return datetime.now(UTC)


def today() -> date:
    """The day in the Netherlands, also just after midnight there."""
    return datetime.now(AMSTERDAM).date()


def day_of(at: datetime) -> date:
    return at.astimezone(AMSTERDAM).date()
