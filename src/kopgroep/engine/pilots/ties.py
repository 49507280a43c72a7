"""Among plans that are worth the same, the one of the lowest ids, so that luck decides nothing.

A second, small solve: pairs that no best plan can have are out, pairs that every best plan has are in, and of what is
left the sum of the ranks by id is made as small as can be at the same points. When its relaxation comes out broken the
plan stays as it was found, which the same input always gives too.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from kopgroep.engine.patience import Patience
from kopgroep.engine.pilots.model import Grid, programme_of
from kopgroep.engine.pilots.search import Found
from kopgroep.engine.solver import TOLERANCE, solve

MOST_PAIRS = 20_000


def settled_by_id(grid: Grid, found: Found, patience: Patience) -> Found:
    if found.chosen is None or found.value is None or not found.proven:
        return found
    may = (found.with_it >= found.value - TOLERANCE) | found.chosen
    must = found.chosen & (found.without_it < found.value - TOLERANCE)
    if (may == found.chosen).all() or may.sum() > MOST_PAIRS:
        return found
    part = grid.narrowed(may)
    rank = np.where(must[may], 0, np.cumsum(~must[may]))
    asked = replace(part, points=-rank, locked=part.locked | must[may])
    programme = programme_of(asked, whole=False).programme
    programme.row(np.arange(part.pairs), part.points, lower=found.value)
    solved = solve(programme, seconds=patience.left(), watch=patience.watch)
    x = solved.x[: part.pairs]
    if solved.status != "optimal" or (np.abs(x - np.round(x)) > TOLERANCE).any():
        return found
    chosen = np.zeros(grid.pairs, dtype=bool)
    chosen[np.flatnonzero(may)[x > 0.5]] = True
    return replace(found, chosen=chosen)
