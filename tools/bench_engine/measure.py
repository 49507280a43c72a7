"""Time two ways of doing the same in turns, so that what slows the machine slows both."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np


@dataclass(frozen=True)
class Row:
    """One line of the table: ours against an anchor. `target` is the ratio that is promised, None when none is.

    Seconds are medians. `ratio` is ours divided by the anchor; None when the anchor did not finish (`note` says so).
    """

    problem: str
    case: str
    anchor: str
    ours: float
    theirs: float | None
    target: float | None = None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        return None if self.theirs is None else self.ours / self.theirs

    @property
    def kept(self) -> bool:
        return self.target is None or self.ratio is None or self.ratio <= self.target


@dataclass(frozen=True)
class Growth:
    """How the cost grows: seconds at sizes, for a line in the log-log picture."""

    name: str
    unit: str
    sizes: Sequence[float]
    seconds: Sequence[float]

    @property
    def exponent(self) -> float:
        """The slope of the least-squares line through the logarithms: 1 is linear, 2 is quadratic."""
        slope, _ = np.polyfit(np.log(self.sizes), np.log(self.seconds), 1)
        return float(slope)


def seconds_of(call: Callable[[], object], *, times: int = 1) -> float:
    """Of one call; `times` over, for calls that are too short for the clock."""
    began = time.perf_counter()
    for _ in range(times):
        call()
    return (time.perf_counter() - began) / times


def side_by_side(
    ours: Callable[[], object], theirs: Callable[[], object], *, rounds: int = 5, times: int = 1
) -> tuple[float, float]:
    """The medians of both, timed in turns; ours `times` over in each turn."""
    pairs = [(seconds_of(ours, times=times), seconds_of(theirs)) for _ in range(rounds)]
    return median(one for one, _ in pairs), median(other for _, other in pairs)
