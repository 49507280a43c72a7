"""Dates known to the day, the month or the season."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kopgroep.kernel.dates import SEASON_STARTS, DateUnclear, PartialDate, Precision

days = st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 12, 31))
months = days.map(lambda day: PartialDate(day.replace(day=1), Precision.MONTH))
seasons = st.builds(
    lambda year, month: PartialDate(date(year, month, 1), Precision.SEASON),
    st.integers(1900, 2200),
    st.sampled_from(sorted(SEASON_STARTS.values())),
)
partial_dates = st.one_of(days.map(PartialDate), months, seasons)


@given(partial_dates)
def test_what_is_written_is_read_back(moment):
    assert PartialDate.parse(str(moment)) == moment


@given(partial_dates)
def test_the_last_day_is_never_before_the_first(moment):
    assert moment.first <= moment.last


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2020-03-15", date(2020, 3, 15), date(2020, 3, 15)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2021-12", date(2021, 12, 1), date(2021, 12, 31)),
        ("spring 2022", date(2022, 3, 1), date(2022, 5, 31)),
        ("voorjaar 2022", date(2022, 3, 1), date(2022, 5, 31)),
        ("Lente  2022", date(2022, 3, 1), date(2022, 5, 31)),
        ("summer 2022", date(2022, 6, 1), date(2022, 8, 31)),
        ("zomer 2022", date(2022, 6, 1), date(2022, 8, 31)),
        ("autumn 2022", date(2022, 9, 1), date(2022, 11, 30)),
        ("fall 2022", date(2022, 9, 1), date(2022, 11, 30)),
        ("najaar 2022", date(2022, 9, 1), date(2022, 11, 30)),
        ("herfst 2022", date(2022, 9, 1), date(2022, 11, 30)),
    ],
)
def test_a_day_a_month_and_a_season_have_a_first_and_a_last_day(text, first, last):
    moment = PartialDate.parse(text)

    assert (moment.first, moment.last) == (first, last)


@pytest.mark.parametrize("text", ["winter 2022", "winter 2021-2022", "winter 2021/2022"])
def test_winter_is_named_after_the_year_it_ends_in(text):
    winter = PartialDate.parse(text)

    assert (winter.first, winter.last) == (date(2021, 12, 1), date(2022, 2, 28))
    assert str(winter) == "winter 2022"


def test_the_seasons_of_a_year_stand_in_the_order_of_the_year():
    seasons = [PartialDate.parse(f"{word} 2022").first for word in ("winter", "spring", "summer", "autumn")]

    assert seasons == sorted(seasons)


@pytest.mark.parametrize(
    ("text", "dutch", "english"),
    [
        ("2020-12-03", "3 december 2020", "3 December 2020"),
        ("2020-03", "maart 2020", "March 2020"),
        ("spring 2022", "lente 2022", "spring 2022"),
        ("winter 2022", "winter 2021-2022", "winter 2021-2022"),
    ],
)
def test_people_read_a_date_in_their_own_language(text, dutch, english):
    moment = PartialDate.parse(text)

    assert (moment.display("nl"), moment.display("en")) == (dutch, english)


@pytest.mark.parametrize(
    "text",
    ["", "2020", "2020-13", "2020-02-30", "3 december 2020", "spring", "voorjar 2022", "summer 2021-2022",
     "winter 2021-2023", "winter 0001", "spring of 2022", "2020-3-5", "٢٠٢٠-٠٣"],
)  # fmt: skip
def test_what_is_no_date_is_refused_with_examples(text):
    with pytest.raises(DateUnclear) as refusal:
        PartialDate.parse(text)

    assert str(refusal.value) == (
        f"'{text}' is no date; write a day as 2020-03-15, a month as 2020-03 or a season as spring 2022."
    )


def test_a_month_starts_on_its_first_day():
    with pytest.raises(DateUnclear):
        PartialDate(date(2022, 3, 2), Precision.MONTH)


def test_no_season_starts_in_april():
    with pytest.raises(DateUnclear):
        PartialDate(date(2022, 4, 1), Precision.SEASON)
