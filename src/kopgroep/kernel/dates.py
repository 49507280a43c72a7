"""Dates that are known to the day, the month or the season."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Precision(StrEnum):
    """How precisely a date is known."""

    DAY = "day"
    MONTH = "month"
    SEASON = "season"


class DateUnclear(ValueError):
    """A text that is no day, month or season."""


# The month a season starts in. Winter starts in December of the year before the one it is named after.
SEASON_STARTS = {"winter": 12, "spring": 3, "summer": 6, "autumn": 9}
DUTCH_SEASONS = {"winter": "winter", "spring": "lente", "summer": "zomer", "autumn": "herfst"}
SEASON_WORDS = {
    "winter": "winter",
    "spring": "spring",
    "lente": "spring",
    "voorjaar": "spring",
    "summer": "summer",
    "zomer": "summer",
    "autumn": "autumn",
    "fall": "autumn",
    "herfst": "autumn",
    "najaar": "autumn",
}
MONTHS = {
    "en": "January February March April May June July August September October November December".split(),
    "nl": "januari februari maart april mei juni juli augustus september oktober november december".split(),
}

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
_SEASON = re.compile(r"([a-z]+) (\d{4})(?:[-/](\d{4}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A day, a month or a season; `first` and `last` are its first and last day."""

    first: date
    precision: Precision = Precision.DAY

    def __post_init__(self) -> None:
        if self.precision is not Precision.DAY and self.first.day != 1:
            raise DateUnclear(f"A {self.precision} starts on the first of a month, not on {self.first}.")
        if self.precision is Precision.SEASON and self.first.month not in SEASON_STARTS.values():
            raise DateUnclear(f"No season starts in month {self.first.month}; they start in 3, 6, 9 and 12.")

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """Read '2020-03-15', '2020-03', 'spring 2022', 'voorjaar 2022' or 'winter 2021-2022'."""
        words = " ".join(text.lower().split())
        try:
            if found := _DAY.fullmatch(words):
                return cls(date(int(found[1]), int(found[2]), int(found[3])), Precision.DAY)
            if found := _MONTH.fullmatch(words):
                return cls(date(int(found[1]), int(found[2]), 1), Precision.MONTH)
            if found := _SEASON.fullmatch(words):
                return _season(found[1], int(found[2]), int(found[3]) if found[3] else None)
        except (ValueError, OverflowError) as error:
            raise DateUnclear(_unclear(text)) from error
        raise DateUnclear(_unclear(text))

    @property
    def season(self) -> str:
        """The English word of the season its first day is in."""
        return {12: "winter", 3: "spring", 6: "summer", 9: "autumn"}[self.first.month // 3 * 3 or 12]

    @property
    def season_year(self) -> int:
        """The year a season is named after: winter 2022 starts in December 2021."""
        return self.first.year + 1 if self.first.month == 12 else self.first.year

    @property
    def last(self) -> date:
        """The last day that it can be."""
        if self.precision is Precision.DAY:
            return self.first
        if self.precision is Precision.MONTH:
            return self.first.replace(day=monthrange(self.first.year, self.first.month)[1])
        months = self.first.year * 12 + self.first.month - 1 + 3
        if months // 12 > date.max.year:
            return date.max
        return date(months // 12, months % 12 + 1, 1) - timedelta(days=1)

    def __str__(self) -> str:
        """The text that `parse` reads back."""
        if self.precision is Precision.DAY:
            return self.first.isoformat()
        if self.precision is Precision.MONTH:
            return self.first.isoformat()[:7]
        return f"{self.season} {self.season_year:04}"

    def display(self, language: str) -> str:
        """In words for people: '3 December 2020', 'maart 2020', 'winter 2021-2022'."""
        spoken = "nl" if language.lower().startswith("nl") else "en"
        month = MONTHS[spoken][self.first.month - 1]
        if self.precision is Precision.DAY:
            return f"{self.first.day} {month} {self.first.year}"
        if self.precision is Precision.MONTH:
            return f"{month} {self.first.year}"
        word = DUTCH_SEASONS[self.season] if spoken == "nl" else self.season
        # "Winter 2022" could be two winters, so people get both years.
        years = f"{self.first.year}-{self.season_year}" if self.season == "winter" else f"{self.first.year}"
        return f"{word} {years}"


def _season(word: str, year: int, second_year: int | None) -> PartialDate:
    season = SEASON_WORDS.get(word, "")
    if not season or (second_year is not None and (season != "winter" or second_year != year + 1)):
        raise DateUnclear(word)
    if season == "winter":
        year = year if second_year is not None else year - 1
    return PartialDate(date(year, SEASON_STARTS[season], 1), Precision.SEASON)


def _unclear(text: str) -> str:
    return f"'{text}' is no date; write a day as 2020-03-15, a month as 2020-03 or a season as spring 2022."
