"""Days on which a Dutch office answers."""

from datetime import date

import pytest

from kopgroep.facts.working_days import easter, is_working_day, working_days_after


@pytest.mark.parametrize(
    ("year", "sunday"),
    [
        (2024, date(2024, 3, 31)),
        (2025, date(2025, 4, 20)),
        (2026, date(2026, 4, 5)),
        (2038, date(2038, 4, 25)),
    ],
)
def test_easter_is_on_the_sunday_that_the_calendar_says(year, sunday):
    assert easter(year) == sunday


def test_a_working_week_later_is_the_same_day_of_the_next_week():
    assert working_days_after(date(2026, 11, 24), 5) == date(2026, 12, 1)


def test_what_comes_in_at_the_weekend_counts_from_monday():
    assert working_days_after(date(2026, 11, 28), 1) == date(2026, 11, 30)
    assert working_days_after(date(2026, 11, 29), 1) == date(2026, 11, 30)


def test_holidays_are_no_working_days():
    assert not is_working_day(date(2026, 4, 6))
    assert not is_working_day(date(2026, 5, 14))
    assert not is_working_day(date(2026, 5, 25))
    assert working_days_after(date(2026, 12, 24), 1) == date(2026, 12, 28)


def test_kings_day_moves_from_a_sunday_and_liberation_day_comes_every_five_years():
    assert not is_working_day(date(2026, 4, 27))
    assert is_working_day(date(2025, 4, 28))
    assert not is_working_day(date(2025, 5, 5))
    assert is_working_day(date(2026, 5, 5))
