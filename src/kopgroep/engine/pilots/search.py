"""The best plan in numbers, and what is known of each pair after finding it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from kopgroep.engine.answers import Status
from kopgroep.engine.patience import Patience
from kopgroep.engine.pilots.model import Grid, programme_of
from kopgroep.engine.pilots.relaxation import Relaxed
from kopgroep.engine.solver import TOLERANCE, solve

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Method = Literal["linear_first", "price_and_probe", "whole", "replan"]


@dataclass(frozen=True)
class Found:
    """`chosen` per pair, None when there is no plan; no plan is worth more than `bound`.

    `with_it[p]`: no plan that has pair p is worth more; `without_it[p]`: no plan that lacks it is.
    """

    status: Status
    method: Method
    chosen: Bools | None
    value: int | None
    bound: int | None
    with_it: Floats
    without_it: Floats

    @property
    def proven(self) -> bool:
        return self.status == "optimal"


def found(
    grid: Grid,
    method: Method,
    status: Status,
    chosen: Bools | None = None,
    bound: float = math.inf,
    *,
    with_it: Floats | None = None,
    without_it: Floats | None = None,
) -> Found:
    value = None if chosen is None else int(grid.points[chosen].sum())
    if value is not None and bound < value + 1:
        status, bound = "optimal", value
    every = np.full(grid.pairs, bound)
    return Found(
        status=status,
        method=method,
        chosen=chosen,
        value=value,
        bound=math.floor(bound + TOLERANCE) if math.isfinite(bound) else None,
        with_it=every if with_it is None else np.minimum(with_it, bound),
        without_it=every if without_it is None else np.minimum(without_it, bound),
    )


def whole(grid: Grid, patience: Patience, relaxed: Relaxed | None = None) -> Found:
    """All of it to HiGHS in whole numbers."""
    programme = programme_of(grid).programme
    solved = solve(programme, step=1, seconds=patience.left(), watch=patience.watch)
    chosen = solved.x[: grid.pairs] > 0.5 if solved.found else None
    with_it, without_it = (None, None) if relaxed is None else by_prices(relaxed)
    bound = min(solved.bound, math.inf if relaxed is None else relaxed.bound)
    return found(grid, "whole", solved.status, chosen, bound, with_it=with_it, without_it=without_it)


def by_prices(relaxed: Relaxed) -> tuple[Floats | None, Floats | None]:
    """What the relaxation says of each pair: in, or out, against its gain costs that gain."""
    if relaxed.prices is None:
        return None, None
    gain = relaxed.prices.gain
    return relaxed.bound + np.minimum(gain, 0), relaxed.bound - np.maximum(gain, 0)
