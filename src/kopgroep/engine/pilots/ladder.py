"""The first three rungs of the ladder: what one item cannot have, what does not add up, what cannot flow.

Each takes milliseconds, and what it finds needs no solver to be believed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from kopgroep.engine.answers import Infeasibility, Reason, Relaxation
from kopgroep.engine.pilots.flow import Cut, room_of, too_few_sites, too_few_tests
from kopgroep.engine.pilots.model import Grid
from kopgroep.engine.pilots.problem import PilotProblem

Ints = NDArray[np.int64]


def quick(problem: PilotProblem, grid: Grid) -> Infeasibility | None:
    """The lowest rung that shows that there is no plan; None when none of the three does."""
    room = room_of(grid)
    items = tuple(_items(problem, grid, room))
    if items:
        return Infeasibility(rung="items", reasons=items)
    cuts = {"least_sites": too_few_sites(grid, room), "least_tools": too_few_tests(grid)}
    totals = tuple(_totals(grid, room))
    found = tuple(_reason(problem, group, cut) for group, cut in cuts.items() if cut is not None)
    if not found:
        return None
    relaxations = tuple(
        one for group, cut in cuts.items() if cut is not None for one in _lacking(problem, grid, group, cut)
    )
    return Infeasibility(
        rung="totals" if totals else "flow", reasons=(*totals, *found), relaxations=relaxations
    )


def only_counts(grid: Grid) -> bool:
    """Whether no rule is left that a flow does not know."""
    spread = len(grid.seats) or (grid.regions > 0).any() or (len(grid.in_end) and grid.ends.any())
    return not (grid.with_hours or spread or (grid.every_principle.any() and grid.principles))


def _items(problem: PilotProblem, grid: Grid, fits: Ints) -> Iterator[Reason]:
    yield from _locked(problem, grid)
    count = grid.per_place(np.ones(grid.pairs))
    kinds = _kinds(grid)
    for number, one in enumerate(problem.municipalities):
        least = int(grid.least_tools[number])
        if count[number] < least:
            yield _said("pilots.too_few_tools_possible", (one.id,), needed=least, possible=int(count[number]))
        elif fits[number] < least:
            yield _said("pilots.too_few_tests_fit", (one.id,), needed=least, possible=int(fits[number]))
        if grid.every_principle[number]:
            for kind in np.flatnonzero(~kinds[number]).tolist():
                principle = str(problem.tools[int(np.flatnonzero(grid.principle == kind)[0])].principle)
                yield _said("pilots.no_tool_of_principle", (one.id, principle))
            if fits[number] < kinds.shape[1]:
                yield _said(
                    "pilots.fewer_tests_than_principles",
                    (one.id,),
                    needed=kinds.shape[1],
                    possible=int(fits[number]),
                )
    yield from _tool_items(problem, grid)


def _tool_items(problem: PilotProblem, grid: Grid) -> Iterator[Reason]:
    count = grid.per_tool(np.ones(grid.pairs))
    width = max(1, int(grid.region.max(initial=-1)) + 1)
    regions = np.bincount(grid.seats // width, minlength=grid.tools)
    ends = [grid.per_tool(inside[grid.place]) for inside in grid.in_end]
    for number, one in enumerate(problem.tools):
        least, asked = int(grid.least_sites[number]), int(grid.regions[number])
        if count[number] < least:
            yield _said("pilots.too_few_sites_possible", (one.id,), needed=least, possible=int(count[number]))
        if regions[number] < asked:
            yield _said(
                "pilots.too_few_regions_possible", (one.id,), needed=asked, possible=int(regions[number])
            )
        if grid.most_sites[number] < asked:
            yield _said(
                "pilots.fewer_sites_than_regions",
                (one.id,),
                needed=asked,
                possible=int(grid.most_sites[number]),
            )
        for end, group in enumerate(problem.rules.ends):
            if grid.ends[number] and not ends[end][number]:
                yield _said("pilots.no_municipality_of_end", (one.id, *group))


def _locked(problem: PilotProblem, grid: Grid) -> Iterator[Reason]:
    possible = {(pair.municipality, pair.tool) for pair in problem.pairs} if problem.agreed else set()
    for cell in problem.agreed.locked if problem.agreed else ():
        if (cell.municipality, cell.tool) not in possible:
            yield _said("pilots.locked_not_possible", (cell.municipality, cell.tool))
    tests, sites = grid.per_place(grid.locked), grid.per_tool(grid.locked)
    hours = grid.per_place(grid.locked, grid.hours)
    for number in np.flatnonzero(tests > grid.most_tools).tolist():
        params = {"locked": int(tests[number]), "maximum": int(grid.most_tools[number])}
        yield _said("pilots.too_many_locked_tests", (problem.municipalities[number].id,), **params)
    for number in np.flatnonzero(hours > grid.room_hours).tolist():
        params = {"locked": int(hours[number]), "maximum": int(grid.room_hours[number])}
        yield _said("pilots.too_many_locked_hours", (problem.municipalities[number].id,), **params)
    for number in np.flatnonzero(sites > grid.most_sites).tolist():
        params = {"locked": int(sites[number]), "maximum": int(grid.most_sites[number])}
        yield _said("pilots.too_many_locked_sites", (problem.tools[number].id,), **params)


def _kinds(grid: Grid) -> NDArray[np.bool_]:
    """M x principles: whether the municipality may test a tool of it."""
    table = np.zeros((grid.places, grid.principles), dtype=bool)
    kept = grid.principle[grid.tool] >= 0
    table[grid.place[kept], grid.principle[grid.tool[kept]]] = True
    return table


def _totals(grid: Grid, fits: Ints) -> Iterator[Reason]:
    room, sites = int(fits.sum()), int(grid.least_sites.sum())
    if sites > room:
        yield _said("pilots.more_sites_than_tests", (), needed=sites, possible=room)
    most = int(np.minimum(grid.most_sites, grid.per_tool(np.ones(grid.pairs))).sum())
    tests = int(grid.least_tools.sum())
    if tests > most:
        yield _said("pilots.more_tests_than_sites", (), needed=tests, possible=most)


def _reason(problem: PilotProblem, group: str, cut: Cut) -> Reason:
    """These need so many, only those can give, and they have room for so many."""
    tools, places = [one.id for one in problem.tools], [one.id for one in problem.municipalities]
    askers, givers = (tools, places) if group == "least_sites" else (places, tools)
    params = {
        "needed": cut.need,
        "possible": cut.room,
        "short": cut.shortfall,
        "askers": int(cut.asking.sum()),
    }
    named = (*_picked(askers, cut.asking), *_picked(givers, cut.giving))
    return _said("pilots.sites_short" if group == "least_sites" else "pilots.tests_short", named, **params)


def _picked(ids: list[str], wanted: NDArray[np.bool_]) -> Iterable[str]:
    return (ids[number] for number in np.flatnonzero(wanted))


def _lacking(problem: PilotProblem, grid: Grid, group: str, cut: Cut) -> Iterator[Relaxation]:
    items = problem.tools if group == "least_sites" else problem.municipalities
    for number in np.flatnonzero(cut.lacking).tolist():
        yield Relaxation(
            ref=f"{group}:{items[number].id}",
            by=int(cut.lacking[number]),
            unit=UNITS[group],
            # With other rules beside the counts it is a lower bound on this, and may not be enough.
            proven_smallest=only_counts(grid),
        )


UNITS = {
    "least_sites": "sites",
    "most_sites": "sites",
    "least_tools": "tests",
    "most_tools": "tests",
    "hours": "hours",
    "regions": "regions",
    "ends": "tools",
    "principles": "municipalities",
    "locked": "pairs",
}


def _said(code: str, refs: tuple[str, ...], **params: int) -> Reason:
    return Reason(code=code, params=params, refs=refs)
