"""Where hours do not count: solve the linear relaxation, and go on in whole numbers only when it is broken.

Without hours the rows are those of a flow from municipalities to tools, whose corners are whole (Hoffman and Kruskal,
Integral boundary points of convex polyhedra, 1956); the rules on spread and principles spoil that on paper, but hardly
ever in the optimum. A whole optimum of the relaxation is the optimum, and its bound is the proof.
"""

from __future__ import annotations

import numpy as np

from kopgroep.engine.patience import Patience
from kopgroep.engine.pilots.model import Grid
from kopgroep.engine.pilots.relaxation import Relaxed, relax
from kopgroep.engine.pilots.search import Found, by_prices, found, whole
from kopgroep.engine.solver import TOLERANCE


def linear_first(grid: Grid, patience: Patience) -> Found:
    relaxed = relax(grid, patience)
    return settled(grid, relaxed) or whole(grid, patience, relaxed)


def settled(grid: Grid, relaxed: Relaxed) -> Found | None:
    """What the relaxation alone decides."""
    if relaxed.status == "infeasible":
        return found(grid, "linear_first", "infeasible")
    if relaxed.status != "optimal":
        return found(grid, "linear_first", "stopped")
    if not relaxed.whole:
        return None
    with_it, without_it = by_prices(relaxed)
    chosen = np.round(relaxed.x) > 0
    bound = np.floor(relaxed.bound + TOLERANCE)
    return found(
        grid, "linear_first", "optimal", chosen, float(bound), with_it=with_it, without_it=without_it
    )
