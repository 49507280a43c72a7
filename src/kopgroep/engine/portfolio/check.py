"""Every rule of the problem, checked anew in whole numbers, from the problem itself and not from the programme."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator

from kopgroep.engine.portfolio.problem import PortfolioProblem, Tool


def broken_rules(problem: PortfolioProblem, chosen: Collection[str]) -> list[str]:
    """The rules that a portfolio breaks; empty when it keeps them all."""
    tools = {tool.id: tool for tool in problem.tools}
    inside = [tools[one] for one in sorted(set(chosen))]
    found = [
        *_standing(problem, set(chosen)),
        *_counts(problem, inside),
        *_owners(problem, inside),
        *_wanting(problem, inside),
        *_limits(problem, inside),
    ]
    return found if len(inside) == len(chosen) else ["twice", *found]


def value_of(problem: PortfolioProblem, chosen: Collection[str]) -> int:
    return sum(tool.value for tool in problem.tools if tool.id in chosen)


def _standing(problem: PortfolioProblem, chosen: set[str]) -> Iterator[str]:
    for tool in problem.tools:
        if tool.stands == "must" and tool.id not in chosen:
            yield f"must:{tool.id}"
        if tool.stands in ("must_not", "knocked_out") and tool.id in chosen:
            yield f"{tool.stands}:{tool.id}"
    if problem.agreed is not None:
        yield from (f"must:{one}" for one in problem.agreed.locked if one not in chosen)
        yield from (f"must_not:{one}" for one in problem.agreed.out if one in chosen)


def _counts(problem: PortfolioProblem, inside: list[Tool]) -> Iterator[str]:
    rules = problem.rules
    if len(inside) < rules.minimum:
        yield "minimum"
    if rules.maximum is not None and len(inside) > rules.maximum:
        yield "maximum"
    have = Counter(one for tool in inside for one in tool.principles)
    for one in problem.principles:
        if have[one] < rules.principle_minimum.get(one, rules.per_principle):
            yield f"principle:{one}"


def _owners(problem: PortfolioProblem, inside: list[Tool]) -> Iterator[str]:
    rules = problem.rules
    if rules.owned and any(tool.owner is None for tool in inside):
        yield "owned"
    for owner, count in sorted(Counter(tool.owner for tool in inside if tool.owner is not None).items()):
        most = rules.owner_maximum.get(owner, rules.per_owner)
        if most is not None and count > most:
            yield f"owner:{owner}"


def _wanting(problem: PortfolioProblem, inside: list[Tool]) -> Iterator[str]:
    if any(len(tool.wanted_by) < problem.rules.wanting for tool in inside):
        yield "wanting"
    have = Counter(one for tool in inside for one in tool.wanted_by)
    for one in problem.municipalities:
        if have[one] < problem.rules.per_municipality:
            yield f"municipality:{one}"


def _limits(problem: PortfolioProblem, inside: list[Tool]) -> Iterator[str]:
    for name, limit in sorted(problem.rules.limits.items()):
        if limit is not None and sum(tool.uses.get(name, 0) for tool in inside) > limit:
            yield f"resource:{name}"
