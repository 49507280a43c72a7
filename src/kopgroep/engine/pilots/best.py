"""The best plan, by the way that suits the rules."""

from __future__ import annotations

from kopgroep.engine.patience import Patience
from kopgroep.engine.pilots.linear_first import linear_first
from kopgroep.engine.pilots.model import Grid
from kopgroep.engine.pilots.price_and_probe import price_and_probe
from kopgroep.engine.pilots.search import Found


def best(grid: Grid, patience: Patience) -> Found:
    return price_and_probe(grid, patience) if grid.with_hours else linear_first(grid, patience)
