"""What the engine refuses, by name: the field, the value, and a code that the web turns into a sentence."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable
from typing import TypeAlias

Value: TypeAlias = str | int | float | None


class InputWrong(ValueError):
    """A problem that cannot be solved as it is stated.

    `code` is one of CODES; `field` a path such as `scores[3].value`; `value` what stood there; `limit` what it should
    have been held against, where there is such a thing.
    """

    def __init__(self, code: str, field: str, value: Value = None, limit: Value = None) -> None:
        self.code, self.field, self.value, self.limit = code, field, value, limit
        shown = value if code == "wrong_shape" else _shown(value)
        words = CODES[code].format(value=shown, limit=_shown(limit))
        super().__init__(f"{field}: {words}")

    def __reduce__(self) -> tuple[type[InputWrong], tuple[str, str, Value, Value]]:
        return type(self), (self.code, self.field, self.value, self.limit)


CODES = {
    "not_finite": "{value} is no ordinary number",
    "too_large": "{value} is more than {limit}",
    "too_small": "{value} is less than {limit}",
    "not_whole": "{value} is no whole number",
    "empty": "there is nothing here",
    "blank_id": "an id may not be blank",
    "twice": "{value} is here more than once",
    "unknown": "{value} is not among the {limit}",
    "minimum_above_maximum": "the minimum {value} is above the maximum {limit}",
    "all_zero": "every value is zero, so nothing can be compared",
    "sum_wrong": "the sum is {value} and should be {limit}",
    "wrong_shape": "{value}",
    "does_not_apply": "{value} cannot be used here: {limit}",
}

# Beyond this, sums of squares lose their meaning in a 64-bit float; nothing in a deal comes near it.
LARGEST = 1e15


def need_finite(field: str, value: float, *, least: float = -LARGEST, most: float = LARGEST) -> None:
    if not math.isfinite(value):
        raise InputWrong("not_finite", field, repr(value))
    if value < least:
        raise InputWrong("too_small", field, value, least)
    if value > most:
        raise InputWrong("too_large", field, value, most)


def need_whole(field: str, value: int | None, most: int) -> None:
    """None, or a whole number from 0 to `most`. A caller in Python may hand over anything; a file cannot."""
    if value is None:
        return
    need_finite(field, value, least=0, most=most)
    if type(value) is not int:
        raise InputWrong("not_whole", field, repr(value))


def need_range(field: str, low: float, high: float) -> None:
    """A minimum that is not above its maximum."""
    if low > high:
        raise InputWrong("minimum_above_maximum", field, low, high)


def need_some(field: str, things: Collection[object]) -> None:
    if not things:
        raise InputWrong("empty", field)


def need_unique(field: str, ids: Iterable[str]) -> None:
    """Ids that are not blank, and none of them twice."""
    for one, times in Counter(ids).items():
        if not one.strip():
            raise InputWrong("blank_id", field, one)
        if times > 1:
            raise InputWrong("twice", field, one)


def need_known(field: str, one: str, among: Collection[str], *, named: str) -> None:
    if one not in among:
        raise InputWrong("unknown", field, one, named)


def _shown(value: Value) -> str:
    return f"'{value}'" if isinstance(value, str) else f"{value}"
