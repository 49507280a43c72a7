"""Every rule of the problem, checked anew in whole numbers, from the problem itself and not from the programme."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator

from kopgroep.engine.panels.problem import PanelProblem

Pair = tuple[str, str]


def broken_rules(problem: PanelProblem, chosen: Collection[Pair]) -> list[str]:
    """The rules that a plan of (assessor, tool) breaks; empty when it keeps them all."""
    pairs = set(chosen)
    twice = ["twice"] if len(pairs) < len(chosen) else []
    return [*twice, *_possible(problem, pairs), *_counts(problem, pairs), *_mix(problem, pairs)]


def _possible(problem: PanelProblem, pairs: set[Pair]) -> Iterator[str]:
    home = {one.id: one.organisation for one in problem.assessors}
    owners = {one.id: one.organisations for one in problem.tools}
    named = {(one.assessor, one.tool) for one in problem.conflicts}
    fits = {(one.assessor, one.tool): one.fit for one in problem.fits}
    for one, tool in sorted(pairs):
        if (one, tool) in named or home[one] in owners[tool]:
            yield f"conflict:{one}:{tool}"
        if fits.get((one, tool), 0) < problem.rules.least_fit:
            yield f"least_fit:{one}:{tool}"
    for seat in problem.locked:
        if (seat.assessor, seat.tool) not in pairs:
            yield f"locked:{seat.assessor}:{seat.tool}"


def _counts(problem: PanelProblem, pairs: set[Pair]) -> Iterator[str]:
    loads, panels = Counter(one for one, _ in pairs), Counter(tool for _, tool in pairs)
    for tool in problem.tools:
        least, most = problem.panel(tool)
        if panels[tool.id] < least:
            yield f"tool:{tool.id}"
        if panels[tool.id] > most:
            yield f"tool_most:{tool.id}"
    for one in problem.assessors:
        least, most = problem.load(one)
        if loads[one.id] < least:
            yield f"least:{one.id}"
        if loads[one.id] > most:
            yield f"most:{one.id}"


def _mix(problem: PanelProblem, pairs: set[Pair]) -> Iterator[str]:
    helix = {one.id: one.helix for one in problem.assessors}
    have = Counter((tool, helix[one]) for one, tool in pairs)
    for tool in problem.tools:
        for role, count in sorted(problem.rules.helix.items()):
            if have[(tool.id, role)] < count:
                yield f"helix:{tool.id}:{role}"
        if len({role for of, role in have if of == tool.id and role is not None}) < problem.rules.roles:
            yield f"roles:{tool.id}"
