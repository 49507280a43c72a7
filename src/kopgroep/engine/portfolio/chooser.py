"""The best portfolio for given points, proven, by looking only at tools that can still matter.

With any prices y of the rules (>= 0 on a maximum, <= 0 on a minimum) no portfolio is worth more than

    bound = sum_r y_r limit_r + sum_j max(0, d_j),        d_j = c_j - sum_r y_r a_rj

c (n,): points per tool; a (m, n): what tool j uses of rule r; d (n,): the gain of tool j at those prices. A portfolio
without a tool of d_j > 0, or with one of d_j < 0, is worth at most bound - |d_j|. So for every portfolio worth more
than v, a tool with bound - |d_j| <= v is where its gain puts it (reduced-cost fixing: Dantzig, Fulkerson and Johnson,
Operations Research 2, 1954). The prices are those of the linear relaxation, which stays with the solver and starts warm
when only c changes.

What lies within a small gap of the bound is listed whole (`halves`); the gap widens until something is there, or until
it reaches the best portfolio that is known. Every portfolio that was ever found keeps the rules whatever the points, so
the pool says at once how far that is. Where the list would be long, the solver searches among the tools that are still
open.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopgroep.engine.answers import Status
from kopgroep.engine.patience import Patience
from kopgroep.engine.portfolio.halves import Rows, TooMany, within
from kopgroep.engine.portfolio.rules import Ints, Norms, limits_of, programme_of
from kopgroep.engine.solver import Programme, Solved, SolverFailed, Standing, solve

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

# So many tools are open in the first gap, and the next gaps are so much wider.
FIRST, WIDER = 24, 1.5
# Among so many tools the solver finds a good portfolio at once.
CORE = 60


@dataclass(frozen=True)
class Best:
    """`x` (n,) in {0, 1}; meaningless without `found`. `bound`: no portfolio is worth more."""

    status: Status
    x: Ints
    value: int
    bound: int
    found: bool


@dataclass(frozen=True)
class Relaxed:
    """`bound`, `prices` (m,) and `gains` (n,) as above. `tilt`: rounding cannot move a sum further than this."""

    bound: float
    prices: Floats
    gains: Floats
    tilt: float

    @property
    def whole(self) -> int:
        return math.floor(self.bound + self.tilt)

    @property
    def placed(self) -> Ints:
        """Every tool where its gain puts it."""
        return (self.gains > 0).astype(np.int64)

    def gap(self, value: float) -> float:
        return self.bound - value + self.tilt


class Chooser:
    """Finds the best portfolio under the same norms for one vector of points after another.

    `lots` (n,): of portfolios that are worth as much, the one with the most lots is the answer.
    """

    def __init__(self, norms: Norms, lots: Ints, pool: Iterable[Ints] = ()) -> None:
        self.norms, self.lots = norms, lots
        self.size = len(norms.possible)
        self.uses = np.array([rule.uses for rule in norms.rules], dtype=np.int64).reshape(-1, self.size)
        self.low, self.high = limits_of(norms.rules)
        self.pool: dict[bytes, Ints] = {}
        for x in pool:
            self.add(x)
        self._linear = Standing(programme_of(norms), relaxed=True)

    def add(self, x: Ints) -> None:
        """A portfolio that may be good; one that breaks a rule is not taken."""
        if self.keeps(x):
            self.pool[x.tobytes()] = x

    def keeps(self, x: Ints) -> bool:
        return bool(self._keep(x[None, :])[0])

    def _keep(self, many: Ints) -> Bools:
        used = many @ self.uses.T
        outside = (used < self.low) | (used > self.high)
        return ~np.asarray(outside.any(axis=1) | many[:, ~self.norms.possible].any(axis=1), dtype=bool)

    def best(self, points: Ints, patience: Patience, *, ties: bool = True) -> Best:
        """The best portfolio for `points` (n,), whole numbers. Without `ties` any that is worth as much will do."""
        relaxed, known = self._relax(points, patience), self._known(points)
        if not isinstance(relaxed, Relaxed):
            # A relaxation without an answer in time says nothing; the sum of what is worth anything does.
            bound = int(np.maximum(points, 0)[self.norms.possible].sum())
            if known is None or relaxed == "infeasible":
                return self._none(relaxed, bound)
            return Best(relaxed, known, int(points @ known), bound, True)
        if known is not None and not ties and int(points @ known) >= relaxed.whole:
            return Best("optimal", known, relaxed.whole, relaxed.whole, True)
        try:
            best = self._listed(points, relaxed, known, patience)
        except TooMany:
            best = self._searched(points, relaxed, known, patience)
        if best.found:
            self.add(best.x)
        return best

    def _none(self, status: Status, bound: int) -> Best:
        return Best(status, np.zeros(self.size, dtype=np.int64), 0, bound, False)

    def _relax(self, points: Ints, patience: Patience) -> Relaxed | Status:
        self._linear.costs(points.astype(float))
        solved = self._linear.solve(seconds=patience.left(), watch=patience.watch)
        if solved.status != "optimal":
            return solved.status
        # A price has a meaning only on a side that has a limit.
        prices = np.where(np.isinf(self.high), np.minimum(solved.prices, 0), solved.prices)
        prices = np.where(np.isinf(self.low), np.maximum(prices, 0), prices)
        gains = np.where(self.norms.possible, points - prices @ self.uses, 0.0)
        priced = prices != 0
        parts = prices[priced] * np.where(prices > 0, self.high, self.low)[priced]
        bound = float(parts.sum() + np.maximum(gains, 0).sum())
        tilt = 1e-6 + 1e-12 * float(np.abs(parts).sum() + np.abs(points).sum())
        return Relaxed(bound, prices, gains, tilt)

    def _known(self, points: Ints) -> Ints | None:
        if not self.pool:
            return None
        pool = list(self.pool.values())
        return pool[int((np.array(pool) @ points).argmax())]

    def _listed(self, points: Ints, relaxed: Relaxed, known: Ints | None, patience: Patience) -> Best:
        """The best of a complete list."""
        widest = math.inf if known is None else relaxed.gap(float(points @ known))
        doubt = np.abs(relaxed.gains)
        some = np.sort(doubt[self.norms.possible])
        gap = min(widest, float(some[min(FIRST, len(some)) - 1]) + relaxed.tilt) if len(some) else widest
        while True:
            if patience.over():
                return self._kept(points, relaxed, known)
            free = np.flatnonzero((doubt <= gap) & self.norms.possible)
            found = self._first(points, relaxed, gap, free)
            if found is not None:
                value = int(points @ found)
                return Best("optimal", found, value, value, True)
            if gap >= widest:
                raise SolverFailed("a portfolio that is known is not on the complete list")
            if math.isinf(widest) and len(free) == int(self.norms.possible.sum()) and gap > doubt.sum():
                raise TooMany
            further = doubt[(doubt > gap) & self.norms.possible]
            gap = min(
                widest, max(gap * WIDER, float(further.min(initial=math.inf)) if len(further) else 0.0, 1.0)
            )

    def _kept(self, points: Ints, relaxed: Relaxed, known: Ints | None) -> Best:
        if known is None:
            return self._none("stopped", relaxed.whole)
        return Best("stopped", known, int(points @ known), relaxed.whole, True)

    def _first(self, points: Ints, relaxed: Relaxed, gap: float, free: Ints) -> Ints | None:
        """The best portfolio within the gap that keeps every rule; of several, the one with the most lots."""
        rows, placed = self._rows(relaxed), relaxed.placed
        best: tuple[int, int] | None = None
        chosen: Ints | None = None
        for penalty, turned in within(gap, np.abs(relaxed.gains), rows, free):
            order = np.argsort(penalty, kind="stable")
            for at in range(0, len(order), 1024):
                some = order[at : at + 1024]
                if best is not None and penalty[some[0]] > relaxed.gap(best[0]) + relaxed.tilt:
                    break
                many = np.repeat(placed[None, :], len(some), axis=0)
                many[:, free] ^= turned[some]
                many = many[self._keep(many)]
                if len(many):
                    values, lots = many @ points, many @ self.lots
                    top = int(np.lexsort((lots, values))[-1])
                    if best is None or (values[top], lots[top]) > best:
                        best, chosen = (int(values[top]), int(lots[top])), many[top]
        return chosen

    def _rows(self, relaxed: Relaxed) -> Rows:
        """The rules as slack from where the gains put every tool; a turn is one more or one fewer."""
        placed = relaxed.placed
        sign = np.where(np.isinf(self.high), -1, 1)
        limit = np.where(sign > 0, self.high, self.low)
        return Rows(
            price=np.abs(relaxed.prices),
            room=sign * (limit - self.uses @ placed),
            uses=(sign[:, None] * self.uses * np.where(placed > 0, -1, 1)).astype(float),
        )

    def _searched(self, points: Ints, relaxed: Relaxed, known: Ints | None, patience: Patience) -> Best:
        """The best portfolio by the solver's own search, first among few tools, then among all that are still open."""
        if known is None:
            core = np.argsort(np.where(self.norms.possible, np.abs(relaxed.gains), np.inf), kind="stable")
            free = np.zeros(self.size, dtype=bool)
            free[core[:CORE]] = True
            free &= self.norms.possible
            known = self._put(self._solve(points, relaxed.placed, free, None, patience), relaxed.placed, free)
        value = -math.inf if known is None else float(points @ known)
        free = (np.abs(relaxed.gains) <= relaxed.gap(value)) & self.norms.possible
        solved = self._solve(points, relaxed.placed, free, known, patience)
        if solved.status == "infeasible" and known is None:
            return self._none("infeasible", 0)
        x = self._put(solved, relaxed.placed, free)
        if x is None or (known is not None and points @ known > points @ x):
            x = known
        if x is None or solved.status != "optimal":
            return self._kept(points, relaxed, x)
        worth = int(points @ x)
        return Best("optimal", self._drawn(points, relaxed, x, patience), worth, worth, True)

    def _drawn(self, points: Ints, relaxed: Relaxed, x: Ints, patience: Patience) -> Ints:
        """Of the portfolios worth as much as `x`, the one with the most lots, where few tools are open."""
        free = (np.abs(relaxed.gains) <= relaxed.gap(float(points @ x))) & self.norms.possible
        if free.sum() > CORE:
            return x
        solved = self._solve(self.lots, relaxed.placed, free, x, patience, worth=(points, int(points @ x)))
        other = self._put(solved, relaxed.placed, free)
        if other is None or points @ other != points @ x or self.lots @ other <= self.lots @ x:
            return x
        return other

    def _put(self, solved: Solved, placed: Ints, free: Bools) -> Ints | None:
        if not solved.found:
            return None
        x = placed.copy()
        x[free] = solved.x[:-1].astype(np.int64)
        return x if self.keeps(x) else None

    def _solve(
        self,
        points: Ints,
        placed: Ints,
        free: Bools,
        known: Ints | None,
        patience: Patience,
        worth: tuple[Ints, int] | None = None,
    ) -> Solved:
        """The programme over the open tools alone: what the others use is taken from the limits."""
        fixed, at = np.where(free, 0, placed), np.flatnonzero(free)
        part = Programme()
        # HiGHS says nothing of a programme without columns.
        part.columns(np.r_[points[at].astype(float), 0.0], upper=np.r_[np.ones(len(at)), 0.0], whole=True)
        used, inside = self.uses @ fixed, self.uses[:, at]
        rows, columns = np.nonzero(inside)
        part.rows(rows, columns, inside[rows, columns], lower=self.low - used, upper=self.high - used)
        if worth is not None:
            rest = worth[1] - int(worth[0] @ fixed)
            part.row(np.arange(len(at)), worth[0][at], lower=rest, upper=rest)
        step = max(1, int(np.gcd.reduce(points[at])) if len(at) else 1)
        start = (
            np.r_[known[at].astype(float), 0.0]
            if known is not None and not (known != fixed)[~free].any()
            else None
        )
        return solve(part, step=step, seconds=patience.left(), start=start, watch=patience.watch)
