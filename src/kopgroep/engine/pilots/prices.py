"""What the rules that tie municipalities together cost, per pair: the prices of the linear relaxation.

The rules on sites, ends and regions tie municipalities together; the others are of one municipality each. With a price
on each tying row, of the right sign, the programme falls apart (Geoffrion, Lagrangean relaxation for integer
programming, Mathematical Programming Study 2, 1974; Fisher, Management Science 27, 1981):

    best plan <= constant + sum over m of V[m],    V[m] = max sum of (points[p] - price[p]) x[p] over the tests of m

whatever the prices, so they may be rounded to whole numbers and the bound stays exact. With

    s[t] on sites low <= sum x <= high     constant: s high where s > 0, s low where s < 0
    e[t, end] <= 0 on sum x >= 1           constant: e
    z[t, r] <= 0 on sum x - y >= 0         constant: the largest z of the tool, one for each region that it needs

price[p] = s[t] + the e of the ends that m is in + z[t, region of m].

Inside a municipality the relaxation has prices too: a per test, b per hour, c[q] <= 0 per principle. By them

    V[m] <= linear[m] = a limit + b H[m] + sum of c + sum of max(0, gain[p]),
    gain[p] = points[p] - price[p] - a - b hours[p] - c[q]

and a plan with a pair of negative gain is worth -gain[p] less than linear[m] at least: most pairs are out at once.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopgroep.engine.pilots.model import Grid, Rows
from kopgroep.engine.solver import Solved

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Prices:
    """In whole points times `scale`: `constant`, `profit[p]` = points - price; in points: `gain[p]`, `linear[m]`.

    They come from `site[t]`, from `other[p]` and `fixed`, the part of the ends and the seats in price and constant, and
    from `own[p]` and `limits[m]`, the part of the prices inside a municipality in gain and linear.
    """

    scale: int
    site: Ints
    other: Ints
    fixed: int
    own: Floats
    limits: Floats
    constant: int
    profit: Ints
    gain: Floats
    linear: Floats


def prices_of(grid: Grid, rows: Rows, solved: Solved, scale: int) -> Prices:
    """`rows` may be of a part of the pairs, as long as it has all rows of `grid`; the prices are for all pairs."""
    site = _duals(rows, solved, "sites", grid.tools, scale).astype(np.int64)
    fixed, other = _spread(grid, rows, solved, scale)
    own, limits = _inside(grid, rows, solved)
    return _prices(grid, scale, site, other, fixed, own, limits)


def at_sites(grid: Grid, prices: Prices, site: Ints) -> Prices:
    """The same with other prices of the sites."""
    return _prices(grid, prices.scale, site, prices.other, prices.fixed, prices.own, prices.limits)


def _prices(
    grid: Grid, scale: int, site: Ints, other: Ints, fixed: int, own: Floats, limits: Floats
) -> Prices:
    most = np.minimum(grid.most_sites, grid.places)
    constant = fixed + int(np.where(site > 0, site * most, site * grid.least_sites).sum())
    profit = grid.points * scale - site[grid.tool] - other
    gain = profit / scale - own
    worth = np.where(grid.locked, gain, np.maximum(gain, 0))
    linear = limits + np.bincount(grid.place, weights=worth, minlength=grid.places)
    return Prices(scale, site, other, fixed, own, limits, constant, profit, gain, linear)


def _duals(rows: Rows, solved: Solved, name: str, size: int, scale: int = 0) -> NDArray[np.float64]:
    """The prices of the rows of one name, at their keys; whole numbers when there is a scale."""
    found = np.zeros(size)
    if name in rows.row:
        prices = solved.prices[rows.row[name]]
        found[rows.keys[name]] = np.round(prices * scale) if scale else prices
    return found


def _spread(grid: Grid, rows: Rows, solved: Solved, scale: int) -> tuple[int, Ints]:
    ends, width = len(grid.in_end), int(grid.region.max(initial=-1)) + 1
    constant, price = 0, np.zeros(grid.pairs, dtype=np.int64)
    if ends:
        end = np.minimum(_duals(rows, solved, "ends", grid.tools * ends, scale), 0).astype(np.int64)
        constant += int(end.sum())
        table = end.reshape(grid.tools, ends)
        price += (table[grid.tool] * grid.in_end[:, grid.place].T).sum(axis=1)
    if "seats" in rows.row:
        seat = np.minimum(_duals(rows, solved, "seats", grid.tools * width, scale), 0).astype(np.int64)
        constant += _best_seats(grid, seat, width)
        price += np.where(grid.seat >= 0, seat[grid.seat], 0)
    return constant, price


def _best_seats(grid: Grid, seat: Ints, width: int) -> int:
    """The largest prices of each tool's seats, one for each region that it needs; none is above 0."""
    none = -(2**50)
    table = np.full(grid.tools * width, none)
    table[grid.seats] = seat[grid.seats]
    ranked = -np.sort(-table.reshape(grid.tools, width), axis=1)
    asked = np.arange(width) < grid.regions[:, None]
    return int(np.where(asked & (ranked > none), ranked, 0).sum())


def _inside(grid: Grid, rows: Rows, solved: Solved) -> tuple[Floats, Floats]:
    test = _duals(rows, solved, "counts", grid.places)
    hour = np.maximum(_duals(rows, solved, "hours", grid.places), 0)
    count = grid.principles
    most = np.minimum(grid.most_tools, grid.per_place(np.ones(grid.pairs)))
    room = np.where(hour > 0, grid.room_hours, 0)
    limits = np.where(test > 0, test * most, test * grid.least_tools) + hour * room
    own = test[grid.place] + hour[grid.place] * grid.hours
    if "principles" in rows.row:
        each = np.minimum(_duals(rows, solved, "principles", grid.places * count), 0)
        kind = grid.principle[grid.tool]
        own += np.where(kind >= 0, each[grid.place * count + kind], 0)
        limits += each.reshape(grid.places, count).sum(axis=1)
    return own, limits


def scale_for(grid: Grid) -> int:
    """As fine as 32-bit tables allow, but never coarser than 1/64 point."""
    tests = int(min(grid.most_tools.max(initial=1), grid.tools)) + 2
    room = 2**26 / (max(1, int(np.abs(grid.points).max(initial=1))) * tests)
    return 1 << max(6, min(16, math.floor(math.log2(room))))
