"""Moving dates that are known to the day, the month or the season, without making them more or less precise."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from kopgroep.kernel.dates import PartialDate, Precision

# The mean length of a month, to move a month by a number of days.
DAYS_IN_MONTH = 30.44


@dataclass(frozen=True, slots=True)
class Shift:
    """How far a date moved: in months when both ends are months or seasons, in days otherwise."""

    days: int = 0
    months: int = 0

    @property
    def is_none(self) -> bool:
        return not self.days and not self.months


def shift_between(before: PartialDate, after: PartialDate) -> Shift:
    """How far a date moved."""
    if Precision.DAY not in (before.precision, after.precision):
        return Shift(months=_months(after.first) - _months(before.first))
    if before.precision is after.precision:
        return Shift(days=(after.first - before.first).days)
    return Shift(days=(after.last - before.last).days)


def moved(moment: PartialDate, shift: Shift) -> PartialDate:
    """The moment so much later, as precise as it was. Raises OverflowError or ValueError beyond the calendar."""
    if moment.precision is Precision.DAY:
        day = moment.first + timedelta(days=shift.days)
        return PartialDate(add_months(day, shift.months))
    months = shift.months + round(shift.days / DAYS_IN_MONTH)
    if moment.precision is Precision.SEASON:
        months = round(months / 3) * 3
    return PartialDate(add_months(moment.first, months), moment.precision)


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or its last day where that month is shorter."""
    number = _months(day) + months
    year, month = divmod(number, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def _months(day: date) -> int:
    return day.year * 12 + day.month - 1
