"""Whether a plan keeps every rule: counted again from the problem, in whole numbers, without the solver's arrays."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator

from kopgroep.engine.answers import Reason
from kopgroep.engine.pilots.problem import Municipality, Pair, PilotProblem, Tool

Key = tuple[str, str]


def broken(problem: PilotProblem, plan: Collection[Key]) -> list[Reason]:
    """The rules that the plan, pairs of (municipality, tool), does not keep."""
    possible = {(pair.municipality, pair.tool): pair for pair in problem.pairs}
    found = [_broken("pilots.broken.pair_twice", key) for key, times in Counter(plan).items() if times > 1]
    found += [_broken("pilots.broken.pair_not_possible", key) for key in plan if key not in possible]
    pairs = [possible[key] for key in plan if key in possible]
    found += [_broken("pilots.broken.locked", key) for key in _locked(problem) if key not in set(plan)]
    by_place, by_tool = defaultdict(list), defaultdict(list)
    for pair in pairs:
        by_place[pair.municipality].append(pair)
        by_tool[pair.tool].append(pair)
    tools = {one.id: one for one in problem.tools}
    places = {one.id: one for one in problem.municipalities}
    for place in problem.municipalities:
        found += _of_place(problem, place, by_place[place.id], tools)
    for tool in problem.tools:
        found += _of_tool(problem, tool, [places[pair.municipality] for pair in by_tool[tool.id]])
    return found


def value(problem: PilotProblem, plan: Iterable[Key]) -> int:
    """The points of the plan."""
    points = {(pair.municipality, pair.tool): points_of(problem, pair) for pair in problem.pairs}
    return sum(points[key] for key in plan)


def points_of(problem: PilotProblem, pair: Pair) -> int:
    return pair.fit + problem.rules.project_points * pair.project


def hours_of(pair: Pair, tools: dict[str, Tool]) -> int:
    return tools[pair.tool].hours if pair.hours is None else pair.hours


def _locked(problem: PilotProblem) -> Iterator[Key]:
    for cell in () if problem.agreed is None else problem.agreed.locked:
        yield cell.municipality, cell.tool


def _of_place(
    problem: PilotProblem, place: Municipality, pairs: list[Pair], tools: dict[str, Tool]
) -> Iterator[Reason]:
    count, least = len(pairs), problem.least_tools(place)
    hours = sum(hours_of(pair, tools) for pair in pairs)
    if count < least:
        yield _broken("pilots.broken.too_few_tools", (place.id,), count, least)
    if place.maximum is not None and count > place.maximum:
        yield _broken("pilots.broken.too_many_tools", (place.id,), count, place.maximum)
    if place.hours is not None and hours > place.hours:
        yield _broken("pilots.broken.too_many_hours", (place.id,), hours, place.hours)
    if problem.rules.every_principle and place.principles:
        missing = {tool.principle for tool in problem.tools} - {tools[pair.tool].principle for pair in pairs}
        for principle in sorted(one for one in missing if one is not None):
            yield _broken("pilots.broken.principle_missing", (place.id, principle))


def _of_tool(problem: PilotProblem, tool: Tool, places: list[Municipality]) -> Iterator[Reason]:
    count, least = len(places), problem.least_sites(tool)
    if count < least:
        yield _broken("pilots.broken.too_few_sites", (tool.id,), count, least)
    if tool.maximum is not None and count > tool.maximum:
        yield _broken("pilots.broken.too_many_sites", (tool.id,), count, tool.maximum)
    regions = {place.region for place in places} - {None}
    asked = problem.rules.regions if tool.regions is None else tool.regions
    if len(regions) < asked:
        yield _broken("pilots.broken.too_few_regions", (tool.id,), len(regions), asked)
    for group in problem.rules.ends if tool.ends else ():
        if not any(place.size in group for place in places):
            yield _broken("pilots.broken.end_missing", (tool.id, *group))


def _broken(code: str, refs: tuple[str, ...], given: int | None = None, limit: int | None = None) -> Reason:
    params = {} if given is None or limit is None else {"value": given, "limit": limit}
    return Reason(code=code, params=params, refs=refs)
