"""Euro and Hours, exact: whole cents and whole minutes, never a float."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Self

from django.utils.formats import number_format
from django.utils.translation import ngettext


class AmountUnclear(ValueError):
    """A text that is no amount; says what would be one."""


# 6000 | 6.000 | 6000,00 | 6.000,50 (Dutch) and 6,000.50 (English); a lone separator with three digits groups.
_DUTCH = re.compile(r"(-?)(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d{1,2}))?", re.ASCII)
_ENGLISH = re.compile(r"(-?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,2}))?", re.ASCII)
_CLOCK = re.compile(r"(-?)(\d+):([0-5]\d)", re.ASCII)


def read_number(text: str) -> Decimal:
    """A number as people write it in Dutch or English; raises AmountUnclear."""
    plain = "".join(text.split())
    for pattern in (_DUTCH, _ENGLISH):
        if found := pattern.fullmatch(plain):
            sign, whole, part = found.groups()
            return Decimal(f"{sign}{re.sub('[.,]', '', whole)}.{part or '0'}")
    raise AmountUnclear(f"{text!r} is no number; write for example 1250 or 1.250,50.")


def shares(whole: int, weights: Sequence[Decimal]) -> list[int]:
    """Whole units divided by weight; what rounding leaves goes to the largest remainders, the first ones on a tie."""
    total = sum(weights)
    if total <= 0 or any(weight < 0 for weight in weights):
        raise AmountUnclear("Weights must be 0 or more, and not all 0.")
    exact = [Decimal(whole) * weight / total for weight in weights]
    parts = [int(share // 1) for share in exact]
    order = sorted(range(len(parts)), key=lambda place: (parts[place] - exact[place], place))
    for place in order[: whole - sum(parts)]:
        parts[place] += 1
    return parts


@dataclass(frozen=True, order=True, slots=True)
class Exact:
    """A whole number of smallest units."""

    units: int = 0

    def __add__(self, other: Self) -> Self:
        return type(self)(self.units + other.units)

    def __sub__(self, other: Self) -> Self:
        return type(self)(self.units - other.units)

    def __neg__(self) -> Self:
        return type(self)(-self.units)

    def __bool__(self) -> bool:
        return self.units != 0

    def split(self, weights: Sequence[Decimal | int]) -> list[Self]:
        """Parts in proportion to the weights that add up to the whole, to the last unit."""
        sign = -1 if self.units < 0 else 1
        return [
            type(self)(sign * part)
            for part in shares(abs(self.units), [Decimal(weight) for weight in weights])
        ]


@dataclass(frozen=True, order=True, slots=True)
class Euro(Exact):
    """An amount of money, in whole cents."""

    @classmethod
    def of(cls, euros: Decimal | int | str) -> Euro:
        """From euros; more than two decimals are refused, for somebody must decide how they round."""
        cents = Decimal(euros) * 100
        if cents != cents.to_integral_value():
            raise AmountUnclear(f"€ {euros} has parts of a cent; round it first.")
        return cls(int(cents))

    @classmethod
    def parse(cls, text: str) -> Euro:
        """'€ 6.000', '6000,00', 'EUR 6,000.50'."""
        return cls.of(read_number(re.sub(r"€|EUR|euro", "", text, flags=re.IGNORECASE)))

    @property
    def euros(self) -> Decimal:
        return Decimal(self.units) / 100

    def __str__(self) -> str:
        """In the reader's language; cents only where there are any: '€ 6.000', '€ 12,50'."""
        decimals = 2 if self.units % 100 else 0
        return f"€ {number_format(self.euros, decimal_pos=decimals, use_l10n=True, force_grouping=True)}"


@dataclass(frozen=True, order=True, slots=True)
class Hours(Exact):
    """A length of time, in whole minutes."""

    @classmethod
    def of(cls, hours: Decimal | int | str) -> Hours:
        """From hours, to the nearest minute."""
        return cls(int((Decimal(hours) * 60).to_integral_value(ROUND_HALF_UP)))

    @classmethod
    def of_days(cls, days: Decimal | int | str, *, hours_per_day: Decimal) -> Hours:
        return cls.of(Decimal(days) * hours_per_day)

    @classmethod
    def parse(cls, text: str) -> Hours:
        """'1,5', '1.5 uur', '1:30', '90 min'."""
        plain = re.sub(r"\s*(uur|uren|hours?|h|u)$", "", text.strip().lower())
        if found := _CLOCK.fullmatch(plain):
            sign, hours, minutes = found.groups()
            return cls((int(hours) * 60 + int(minutes)) * (-1 if sign else 1))
        if found := re.fullmatch(r"(-?\d+)\s*(?:min|minuten|minutes?)", plain):
            return cls(int(found[1]))
        return cls.of(read_number(plain))

    @property
    def hours(self) -> Decimal:
        return Decimal(self.units) / 60

    def days(self, hours_per_day: Decimal) -> Decimal:
        """In days of so many hours, to a hundredth."""
        return (self.hours / hours_per_day).quantize(Decimal("0.01"), ROUND_HALF_UP)

    def __str__(self) -> str:
        """'4 uur', '1:30 uur'."""
        whole, minutes = divmod(abs(self.units), 60)
        sign = "-" if self.units < 0 else ""
        amount = f"{sign}{whole}:{minutes:02d}" if minutes else f"{sign}{whole}"
        return ngettext("%(amount)s hour", "%(amount)s hours", whole + bool(minutes)) % {"amount": amount}

    def shown(self, hours_per_day: Decimal | None) -> str:
        """In days where the deal counts in days, else in hours."""
        if not hours_per_day:
            return str(self)
        days = self.days(hours_per_day).normalize()
        amount = number_format(format(days, "f"), use_l10n=True)
        return ngettext("%(amount)s day", "%(amount)s days", 1 if days == 1 else 2) % {"amount": amount}
