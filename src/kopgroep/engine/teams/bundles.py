"""The teams of one partner together as one choice, so that its points need no counting.

A bundle is a set of teams that a partner may have: no more and no fewer than it may, with its locked seats, without its
conflicts, within its hours. With z[k] = 1 when bundle k is taken, partner(k) whose it is and seats(k) what is in it:

    one bundle each     sum of z[k] with partner(k) = p   =   1
    teams               every row over seats, with x[s] = sum of z[k] with s in seats(k)

Hours and numbers of teams are then in the list itself, not in rows. A partner in up to two of twelve teams has at most
79 bundles; with `MOST_BUNDLES` in all, the list is no longer worth its length.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from kopgroep.engine.solver import Floats, Ints, Programme
from kopgroep.engine.teams.model import Places
from kopgroep.engine.teams.problem import Partner, TeamProblem

MOST_BUNDLES = 60_000


@dataclass(frozen=True)
class Bundles:
    """Per bundle: whose it is and its points; `seats[s, k]` is 1 when seat s is in bundle k."""

    partner: Ints
    points: Ints
    seats: sparse.csc_array

    def taken(self, places: Places, x: Floats) -> Floats:
        """The same plan in bundles, from the seats that are taken."""
        sizes = np.diff(self.seats.indptr)
        of_partner = np.bincount(places.partner, weights=x, minlength=int(self.partner[-1]) + 1)
        whole = (self.seats.T @ x == sizes) & (sizes == of_partner[self.partner])
        z: Floats = whole.astype(np.float64)
        return z


def bundles_of(problem: TeamProblem, places: Places, most: int = MOST_BUNDLES) -> Bundles | None:
    """Every bundle of every partner; None when there are more than `most`."""
    partner, points, sizes, seats = list[int](), list[int](), list[int](), list[int]()
    hours = np.array([team.hours for team in problem.teams], dtype=np.int64)[places.team].tolist()
    for number, one in enumerate(problem.partners):
        here = np.flatnonzero(places.partner == number)
        forced = here[places.locked[here]].tolist()
        free = here[~places.locked[here]].tolist()
        for bundle in _choices(one, forced, free, hours):
            if len(sizes) == most:
                return None
            partner.append(number)
            points.append(int(places.wish[list(bundle)].sum()))
            sizes.append(len(bundle))
            seats += bundle
    return Bundles(
        np.array(partner, dtype=np.int64),
        np.array(points, dtype=np.int64),
        sparse.csc_array(
            (np.ones(len(seats)), np.array(seats, dtype=np.int64), np.concatenate([[0], np.cumsum(sizes)])),
            shape=(len(places.wish), len(sizes)),
        ),
    )


def _choices(one: Partner, forced: list[int], free: list[int], hours: list[int]) -> Iterator[tuple[int, ...]]:
    """Each set of these seats that the partner may have, `forced` in all of them."""
    left = None if one.hours is None else one.hours - sum(hours[seat] for seat in forced)
    waiting: list[tuple[tuple[int, ...], int, int | None]] = [(tuple(forced), 0, left)]
    while waiting:
        bundle, begin, left = waiting.pop()
        if len(bundle) > one.maximum or (left is not None and left < 0):
            continue
        if len(bundle) >= one.minimum:
            yield bundle
        if len(bundle) < one.maximum:
            waiting += [
                ((*bundle, seat), at, None if left is None else left - hours[seat])
                for at, seat in enumerate(free[begin:], start=begin + 1)
            ]


def bundled(seats: Programme, bundles: Bundles, partners: int) -> Programme:
    """The programme over seats as one over bundles, to be minimised. `seats`: rows about teams only."""
    programme = Programme(maximise=False)
    every = programme.columns(np.zeros(len(bundles.points)), whole=True)
    rows = (seats.matrix()[:, : bundles.seats.shape[0]] @ bundles.seats).tocoo()
    low, high = (np.concatenate(part) if part else np.zeros(0) for part in (seats.row_lower, seats.row_upper))
    programme.rows(rows.row, rows.col, rows.data, lower=low, upper=high)
    programme.rows(bundles.partner, every, 1.0, lower=np.ones(partners), upper=1.0)
    return programme
