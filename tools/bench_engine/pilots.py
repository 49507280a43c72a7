"""The pilots against their linear relaxation, plain HiGHS and CP-SAT, in four sizes and four variants.

Ours is the search from numbers to a proven plan; the relaxation and plain HiGHS begin at the same numbers. CP-SAT runs
in a process of its own with a time limit; its seconds are those of its search alone.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import msgspec
import numpy as np
from msgspec.structs import replace

from kopgroep.engine.patience import Patience
from kopgroep.engine.pilots.best import best
from kopgroep.engine.pilots.ladder import quick
from kopgroep.engine.pilots.model import Grid, grid_of, programme_of
from kopgroep.engine.pilots.problem import Agreed, Cell, PilotProblem
from kopgroep.engine.pilots.replan import replan
from kopgroep.engine.pilots.search import whole
from kopgroep.engine.solver import solve
from tools.bench_engine.generator import SIZES, VARIANTS, Variant, pilots
from tools.bench_engine.measure import Growth, Row, seconds_of, side_by_side

NAME = "pilots"
LIMIT = 30.0
PATIENCE = 300.0
LARGE = 50_000
ROOT = Path(__file__).resolve().parents[2]

# Ours divided by the relaxation: without hours hardly more than it; with hours at 342 x 250 at most ten times.
OF_RELAXATION = {"A": 1.3, "C": 1.3}
MEASURED: dict[Variant, list[tuple[int, float]]] = {variant: [] for variant in VARIANTS}


@cache
def made(places: int, tools: int, variant: Variant) -> PilotProblem:
    return pilots(places, tools, variant).in_order()


def rows() -> Iterator[Row]:
    proven(grid_of(made(*SIZES[0], "D")))
    for places, tools in SIZES:
        for variant in VARIANTS:
            yield from _rows(places, tools, variant)
            made.cache_clear()
    yield from _others()


def _rows(places: int, tools: int, variant: Variant) -> Iterator[Row]:
    problem = made(places, tools, variant)
    grid, case = grid_of(problem), f"{places} x {tools} {variant}"
    large = grid.pairs > LARGE
    ours, linear = side_by_side(lambda: proven(grid), lambda: relaxed(grid), rounds=3 if large else 15)
    MEASURED[variant].append((grid.pairs, ours))
    target = OF_RELAXATION.get(variant, 10.0 if (places, tools, variant) == (342, 250, "B") else None)
    yield Row(NAME, case, "linear relaxation in HiGHS", ours, linear, target, "optimum proven")
    if large:
        plain = seconds_of(lambda: whole(grid, Patience.of(PATIENCE)))
    else:
        ours, plain = side_by_side(lambda: proven(grid), lambda: whole(grid, Patience()), rounds=5)
    yield Row(NAME, case, "plain HiGHS", ours, plain, 1.0 if variant == "D" else None)
    yield _cp_sat(problem, case, ours)


def proven(grid: Grid) -> None:
    found = best(grid, Patience())
    if not found.proven:
        raise RuntimeError("no proof")


def relaxed(grid: Grid) -> None:
    solve(programme_of(grid).programme, relaxed=True)


def _cp_sat(problem: PilotProblem, case: str, ours: float) -> Row:
    asked = {"problems": [msgspec.to_builtins(problem)], "seconds": LIMIT, "workers": 1}
    done = subprocess.run(
        [sys.executable, "-m", "tools.bench_engine.cp_sat"],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    (told,) = json.loads(done.stdout)
    anchor = "CP-SAT, one worker"
    if told["status"] == "OPTIMAL":
        return Row(NAME, case, anchor, ours, told["seconds"])
    gap = "no plan" if told["value"] is None else f"gap {told['bound'] / told['value'] - 1:.1%}"
    return Row(NAME, case, anchor, ours, None, note=f"no proof in {LIMIT:g} s, {gap}")


def _others() -> Iterator[Row]:
    for places, tools in SIZES[1:3]:
        short = _short(made(places, tools, "D"))
        grid, case = grid_of(short), f"{places} x {tools} D, too few places"

        def explained(short: PilotProblem = short, grid: Grid = grid) -> None:
            if quick(short, grid) is None:
                raise RuntimeError("there are places enough")

        ours, linear = side_by_side(explained, lambda grid=grid: relaxed(grid), rounds=3)  # type: ignore[misc]
        # In a small problem most of the time goes to stating it; the promise is about where it matters.
        target = 0.05 if grid.pairs > LARGE else None
        yield Row(NAME, case, "linear relaxation in HiGHS", ours, linear, target, "explained by the flow")
    for places, tools in SIZES[1:3]:
        for variant in ("A", "D"):
            yield _replanned(places, tools, variant)


def _short(problem: PilotProblem) -> PilotProblem:
    """The same with tools that ask for twice what there is on average."""
    room = sum(one.maximum or 0 for one in problem.municipalities)
    least = 2 * room // len(problem.tools)
    tools = tuple(replace(one, minimum=least, maximum=2 * least) for one in problem.tools)
    return replace(problem, tools=tools)


def _replanned(places: int, tools: int, variant: Variant) -> Row:
    """After the plan was agreed the first municipality leaves, and one in twenty tests turns out impossible."""
    problem = made(places, tools, variant)
    found = best(grid_of(problem), Patience())
    if found.chosen is None:
        raise RuntimeError("no plan to begin from")
    agreed = [problem.pairs[pair] for pair in np.flatnonzero(found.chosen).tolist()]
    gone, impossible = problem.municipalities[0].id, {id(one) for one in agreed[::20]}
    left = replace(
        problem,
        municipalities=problem.municipalities[1:],
        pairs=tuple(one for one in problem.pairs if one.municipality != gone and id(one) not in impossible),
        agreed=Agreed(pairs=tuple(Cell(municipality=one.municipality, tool=one.tool) for one in agreed)),
    )
    grid = grid_of(left)
    large = grid.pairs > LARGE
    ours, anew = side_by_side(
        lambda: replan(grid, Patience()), lambda: proven(grid), rounds=1 if large else 5
    )
    plan, changes = replan(grid, Patience())
    if not plan.proven or plan.chosen is None:
        raise RuntimeError("no proof")
    other = best(grid, Patience()).chosen
    moved = "" if other is None else f"{changes} changes; anew {int((other != grid.agreed).sum())}"
    case = f"{places} x {tools} {variant}, replanned"
    return Row(NAME, case, "solving anew", ours, anew, 1.0, moved)


def growths() -> list[Growth]:
    """From the runs of `rows`."""
    return [
        Growth(f"pilots {variant}", "pairs", [size for size, _ in told], [time for _, time in told])
        for variant, told in MEASURED.items()
        if len(told) > 1
    ]
