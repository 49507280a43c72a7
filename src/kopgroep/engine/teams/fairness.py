"""The fairest division: the worst-off partner first, then the next, and so on up (leximin).

This is the way over seats, for when partners have too many bundles of teams to list them (ladder.py is the other).

Say below(v) is the number of partners with fewer than v points. Of two plans the one whose points, sorted from low to
high, are larger at the first place where they differ is also the one with the smaller below(v) at the lowest v where
those differ. So leximin is: for each level v from low to high, the smallest below(v) that the levels before leave
possible, each proven before the next is asked (Ogryczak, Śliwiński, On direct methods for lexicographic min-max
optimization, ICCSA 2006; they count outcomes by level in the same way).

A partner with at most one team has v points when it has a seat worth at least v, which needs no columns:

    below(v) = partners with one team - sum of x[p, t] with wish >= v   +   sum of b[p] over the others

and with b[p] = 0 only when the partner's teams together are worth v:   sum of min(wish, v) x + v b[p] >= v.

Partners at the same level are one count, so the number of solves is that of the levels, whatever the number of
partners. A level that the plan at hand passes without anybody more below it needs no solve: below(v) cannot be less
than it is at a lower level.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopgroep.engine.patience import Patience
from kopgroep.engine.solver import Floats, Ints, Programme, solve
from kopgroep.engine.teams.model import Places
from kopgroep.engine.teams.problem import TeamProblem


@dataclass(frozen=True)
class Fair:
    """`x`: the seats taken. `stopped_at`: the first level that is not proven; None when all are."""

    x: NDArray[np.bool_]
    stopped_at: int | None


def fairest(
    problem: TeamProblem, places: Places, programme: Programme, start: Floats, patience: Patience
) -> Fair:
    """The fairest plan of the programme, which then holds the rows that say so. `start`: any plan of it."""
    many = np.array([one.maximum > 1 for one in problem.partners])
    x, fewest, level = start, 0, None
    for next_level in levels(problem, places):
        count = int((points_of(problem, places, x) < next_level).sum())
        if count > fewest:
            if level is not None:
                _hold(programme, places, many, level, fewest)
            columns, signs = _above(programme, places, many, next_level)
            cost = np.zeros(programme.width)
            cost[columns] = signs
            programme.cost = [cost]
            solved = solve(
                programme,
                step=1,
                seconds=patience.left(),
                start=None if many.any() else x,
                watch=patience.watch,
            )
            if solved.status != "optimal":
                better = solved.x if solved.found else x
                return Fair(better[: len(places.wish)] > 0.5, next_level)
            x = solved.x
            fewest = int((points_of(problem, places, x) < next_level).sum())
        level = next_level
    if level is not None:
        _hold(programme, places, many, level, fewest)
    return Fair(x[: len(places.wish)] > 0.5, None)


def points_of(problem: TeamProblem, places: Places, x: Floats) -> Ints:
    """Per partner the points of its teams together."""
    taken = x[: len(places.wish)] > 0.5
    points = np.zeros(len(problem.partners), dtype=np.int64)
    np.add.at(points, places.partner[taken], places.wish[taken])
    return points


def levels(problem: TeamProblem, places: Places) -> list[int]:
    """Every number of points above zero that a partner can have, from low to high."""
    reached: set[int] = set()
    for number, one in enumerate(problem.partners):
        wishes = places.wish[places.partner == number].tolist()
        reached |= set(wishes) if one.maximum == 1 else _sums(wishes, one.maximum)
    return sorted(reached - {0})


def _sums(wishes: list[int], most: int) -> set[int]:
    """What at most so many of the wishes can add up to."""
    by_count: list[set[int]] = [{0}]
    for wish in wishes:
        longer = [{one + wish for one in sums} for sums in by_count[:most]]
        by_count.append(set())
        for count, sums in enumerate(longer, start=1):
            by_count[count] |= sums
    return set().union(*by_count)


def _above(programme: Programme, places: Places, many: NDArray[np.bool_], level: int) -> tuple[Ints, Floats]:
    """Columns and signs whose sum is the number of partners at this level or above, less a constant."""
    enough = np.flatnonzero((places.wish >= level) & ~many[places.partner])
    others = np.flatnonzero(many)
    below = programme.columns(np.zeros(len(others)), whole=True)
    for number, column in zip(others, below, strict=True):
        here = np.flatnonzero((places.partner == number) & (places.wish > 0))
        worth = np.minimum(places.wish[here], level)
        programme.row(np.append(here, column), np.append(worth, level), lower=level)
    return np.append(enough, below), np.append(np.ones(len(enough)), -np.ones(len(below)))


def _hold(programme: Programme, places: Places, many: NDArray[np.bool_], level: int, fewest: int) -> None:
    """From here on no more than so many partners are below the level."""
    columns, signs = _above(programme, places, many, level)
    programme.row(columns, signs, lower=int((~many).sum()) - fewest)
