"""Working days in the Netherlands: no weekends, no public holidays."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

SATURDAY, SUNDAY = 5, 6


def easter(year: int) -> date:
    """Easter Sunday (the anonymous Gregorian computus, as Meeus gives it)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    l = (32 + 2 * e + 2 * i - h - k) % 7  # noqa: E741 -- the letters of the source
    m = (a + 11 * h + 22 * l) // 451
    month, day = divmod(h + l - 7 * m + 114, 31)
    return date(year, month, day + 1)


@cache
def public_holidays(year: int) -> frozenset[date]:
    """The days on which Dutch offices are closed; Liberation Day in the years that end in 0 or 5."""
    sunday = easter(year)
    kings_day = date(year, 4, 27)
    days = {
        date(year, 1, 1),
        sunday + timedelta(days=1),
        kings_day - timedelta(days=1) if kings_day.weekday() == SUNDAY else kings_day,
        sunday + timedelta(days=39),
        sunday + timedelta(days=50),
        date(year, 12, 25),
        date(year, 12, 26),
    }
    return frozenset(days | ({date(year, 5, 5)} if year % 5 == 0 else set()))


def is_working_day(day: date) -> bool:
    return day.weekday() < SATURDAY and day not in public_holidays(day.year)


def working_days_after(day: date, number: int) -> date:
    """The working day that is so many working days later; the day itself does not count."""
    while number > 0:
        day += timedelta(days=1)
        number -= is_working_day(day)
    return day
