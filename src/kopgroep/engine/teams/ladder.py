"""The fairest division over bundles: from the lowest number of points up, as few partners there as can be (leximin).

Say at(v) is the number of partners with v points, for the values v1 < v2 < ... that a bundle can be worth. The fairest
plan has the smallest at(v1), of those plans the smallest at(v2), and so on: the levels of Ogryczak and Śliwiński (see
fairness.py), whose below(v) is at(v1) + at(v2) + ... up to v. With bundles every level is a plain sum,

    at(v) = sum of z[k] with points(k) = v

and what is proven of it stays as the row at(v) = fewest, or, where fewest is 0, as bundles that are out for good.

A level where the plan at hand has nobody needs no solve. Otherwise the broken programme is solved first, warm from the
level before. Its bound, taken up to a whole number, is a proof when the plan at hand or its own answer reaches it; only
if neither does, whole numbers are asked for. With u the bound and r[k] the price of bundle k in it (its reduced cost),
a plan with bundle k has at(v) >= u + r[k]: when that is more than a plan at hand has, bundle k is out for good as well
(Dantzig, Fulkerson, Johnson, Solution of a large-scale traveling-salesman problem, Operations Research 2, 1954).
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from kopgroep.engine.patience import Patience
from kopgroep.engine.solver import TOLERANCE, Floats, Programme, SolverFailed, Standing
from kopgroep.engine.teams.bundles import Bundles

# A price must be this much over before it rules a bundle out: far more than the solver is ever off.
MARGIN = 1e-3


class Ladder:
    """The bundles that are still in, and the best plan so far, `z`."""

    def __init__(self, programme: Programme, bundles: Bundles, start: Floats, patience: Patience) -> None:
        self.bundles, self.patience = bundles, patience
        self.z = start
        self.open: NDArray[np.bool_] = np.ones(len(start), dtype=bool)
        self.broken, self.whole = Standing(programme, relaxed=True), Standing(programme)

    def climb(self) -> int | None:
        """Settle every level; the first that is not proven when time is up, None when all are."""
        levels = np.unique(self.bundles.points)
        for level, above in zip(levels.tolist(), levels[1:].tolist(), strict=False):
            here = self.bundles.points == level
            if not self.z[here].any():
                self._out(here)
                continue
            if not (self.open & ~here).any():
                return None
            if not self.least(here.astype(float)):
                return int(above)
            fewest = float(self.z[here].sum())
            if not fewest:
                self._out(here)
                continue
            for standing in (self.broken, self.whole):
                standing.add_row(np.flatnonzero(here), 1.0, lower=fewest, upper=fewest)
        return None

    def least(self, cost: Floats) -> bool:
        """Make `z` a plan of the least cost (in whole numbers); whether that is proven."""
        self.broken.costs(cost)
        solved = self.broken.solve(seconds=self.patience.left(), watch=self.patience.watch)
        if solved.status == "infeasible":
            raise SolverFailed("no division, where the one at hand is one")
        if solved.status == "stopped":
            return False
        if np.abs(solved.x - np.round(solved.x)).max() < TOLERANCE:
            self._better(cost, np.round(solved.x))
        bound = math.ceil(solved.objective - MARGIN)
        self._priced_out(solved.objective, solved.reduced, float(cost @ self.z))
        if cost @ self.z <= bound:
            return True
        self.whole.costs(cost)
        mixed = self.whole.solve(
            step=1, seconds=self.patience.left(), start=self.z, watch=self.patience.watch
        )
        if mixed.found:
            self._better(cost, mixed.x)
        self._priced_out(solved.objective, solved.reduced, float(cost @ self.z))
        return mixed.status == "optimal"

    def _better(self, cost: Floats, z: Floats) -> None:
        if cost @ z < cost @ self.z:
            self.z = z

    def _priced_out(self, bound: float, reduced: Floats, reached: float) -> None:
        self._out(bound + reduced > reached + MARGIN)

    def _out(self, those: NDArray[np.bool_]) -> None:
        fresh = np.flatnonzero(those & self.open & (self.z < 0.5))
        self.open[fresh] = False
        for standing in (self.broken, self.whole):
            standing.limits(fresh, 0.0, 0.0)
