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
    """In whole points times `scale`: `constant`, `profit[p]` = points - price; in points: `gain[p]`, `linear[m]`."""

    scale: int
    constant: int
    profit: Ints
    gain: Floats
    linear: Floats


def prices_of(grid: Grid, rows: Rows, solved: Solved, scale: int) -> Prices:
    """`rows` may be of a part of the pairs, as long as it has all rows of `grid`; the prices are for all pairs."""
    constant, price = _tying(grid, rows, solved, scale)
    profit = grid.points * scale - price
    gain, linear = _inside(grid, rows, solved, profit / scale)
    return Prices(scale, constant, profit, gain, linear)


def _duals(rows: Rows, solved: Solved, name: str, size: int, scale: int = 0) -> NDArray[np.float64]:
    """The prices of the rows of one name, at their keys; whole numbers when there is a scale."""
    found = np.zeros(size)
    if name in rows.row:
        prices = solved.prices[rows.row[name]]
        found[rows.keys[name]] = np.round(prices * scale) if scale else prices
    return found


def _tying(grid: Grid, rows: Rows, solved: Solved, scale: int) -> tuple[int, Ints]:
    ends, width = len(grid.in_end), int(grid.region.max(initial=-1)) + 1
    sites = _duals(rows, solved, "sites", grid.tools, scale).astype(np.int64)
    most = np.minimum(grid.most_sites, grid.places)
    constant = int(np.where(sites > 0, sites * most, sites * grid.least_sites).sum())
    price = sites[grid.tool]
    if ends:
        end = np.minimum(_duals(rows, solved, "ends", grid.tools * ends, scale), 0).astype(np.int64)
        constant += int(end.sum())
        table = end.reshape(grid.tools, ends)
        price = price + (table[grid.tool] * grid.in_end[:, grid.place].T).sum(axis=1)
    if "seats" in rows.row:
        seat = np.minimum(_duals(rows, solved, "seats", grid.tools * width, scale), 0).astype(np.int64)
        constant += _best_seats(grid, seat, width)
        price = price + np.where(grid.seat >= 0, seat[grid.seat], 0)
    return constant, price


def _best_seats(grid: Grid, seat: Ints, width: int) -> int:
    """The largest prices of each tool's seats, one for each region that it needs; none is above 0."""
    none = -(2**50)
    table = np.full(grid.tools * width, none)
    table[grid.seats] = seat[grid.seats]
    ranked = -np.sort(-table.reshape(grid.tools, width), axis=1)
    asked = np.arange(width) < grid.regions[:, None]
    return int(np.where(asked & (ranked > none), ranked, 0).sum())


def _inside(grid: Grid, rows: Rows, solved: Solved, profit: Floats) -> tuple[Floats, Floats]:
    test = _duals(rows, solved, "counts", grid.places)
    hour = np.maximum(_duals(rows, solved, "hours", grid.places), 0)
    count = grid.principles
    most = np.minimum(grid.most_tools, grid.per_place(np.ones(grid.pairs)))
    room = np.where(hour > 0, grid.room_hours, 0)
    linear = np.where(test > 0, test * most, test * grid.least_tools) + hour * room
    gain = profit - test[grid.place] - hour[grid.place] * grid.hours
    if "principles" in rows.row:
        each = np.minimum(_duals(rows, solved, "principles", grid.places * count), 0)
        kind = grid.principle[grid.tool]
        gain -= np.where(kind >= 0, each[grid.place * count + kind], 0)
        linear += each.reshape(grid.places, count).sum(axis=1)
    worth = np.where(grid.locked, gain, np.maximum(gain, 0))
    linear += np.bincount(grid.place, weights=worth, minlength=grid.places)
    return gain, linear


def scale_for(grid: Grid) -> int:
    """As fine as 32-bit tables allow, but never coarser than 1/64 point."""
    tests = int(min(grid.most_tools.max(initial=1), grid.tools)) + 2
    room = 2**26 / (max(1, int(np.abs(grid.points).max(initial=1))) * tests)
    return 1 << max(6, min(16, math.floor(math.log2(room))))
