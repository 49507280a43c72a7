"""Each norm as one row over the tools: minimum <= uses @ x <= maximum, in whole numbers.

A row has a name (`ref`) by which answers speak of it, such as `principle:data` or `resource:hours`, and a unit. Rows
that nothing could break are left out.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kopgroep.engine.answers import Reason
from kopgroep.engine.portfolio.problem import PortfolioProblem, Tool
from kopgroep.engine.solver import Programme

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Rule:
    """minimum <= uses @ x <= maximum; None is no limit. `uses` (n,): whole units of `unit` per tool."""

    ref: str
    unit: str
    uses: Ints
    minimum: int | None = None
    maximum: int | None = None

    def kept_by(self, x: Ints) -> bool:
        used = int(self.uses @ x)
        return (self.minimum is None or used >= self.minimum) and (
            self.maximum is None or used <= self.maximum
        )

    def loosened(self, by: int) -> Rule:
        low = None if self.minimum is None else max(0, self.minimum - by)
        return replace(self, minimum=low, maximum=None if self.maximum is None else self.maximum + by)

    def short(self, x: Ints) -> int:
        """By how much x breaks it."""
        used = int(self.uses @ x)
        low = 0 if self.minimum is None else self.minimum - used
        return max(0, low, 0 if self.maximum is None else used - self.maximum)


@dataclass(frozen=True)
class Norms:
    """`possible` (n,): tools that a knock-out has not put out for good. `rules`: every row, of one side each."""

    possible: Bools
    rules: tuple[Rule, ...]

    def without(self, refs: Sequence[str]) -> Norms:
        return replace(self, rules=tuple(rule for rule in self.rules if rule.ref not in refs))

    def loosened(self, ref: str, by: int) -> Norms:
        return replace(
            self, rules=tuple(rule.loosened(by) if rule.ref == ref else rule for rule in self.rules)
        )

    def with_rule(self, rule: Rule) -> Norms:
        return replace(self, rules=(*self.rules, rule))


def norms_of(problem: PortfolioProblem) -> Norms:
    """`problem` must be in order."""
    possible = np.array([tool.stands != "knocked_out" for tool in problem.tools])
    rules = [
        *_decided(problem),
        *_counts(problem),
        *_owners(problem),
        *_wanting(problem),
        *_resources(problem),
    ]
    kept = [rule for rule in rules if _can_be_broken(rule, possible)]
    return Norms(possible, tuple(sorted(kept, key=lambda rule: rule.ref)))


def _can_be_broken(rule: Rule, possible: Bools) -> bool:
    return bool(
        (rule.minimum is not None and rule.minimum > 0)
        or (rule.maximum is not None and rule.uses[possible].sum() > rule.maximum)
    )


def _counts(problem: PortfolioProblem) -> Iterator[Rule]:
    """Sum over all tools, and over the tools of each principle."""
    rules, tools = problem.rules, problem.tools
    every = np.ones(len(tools), dtype=np.int64)
    yield Rule("minimum", "tool", every, minimum=rules.minimum)
    if rules.maximum is not None:
        yield Rule("maximum", "tool", every, maximum=rules.maximum)
    for principle in problem.principles:
        of_it = _marked(principle in tool.principles for tool in tools)
        yield Rule(f"principle:{principle}", "tool", of_it, minimum=problem.principle_minimum(principle))


def _owners(problem: PortfolioProblem) -> Iterator[Rule]:
    tools = problem.tools
    if problem.rules.owned:
        yield Rule("owned", "tool", _marked(tool.owner is None for tool in tools), maximum=0)
    for owner in sorted({tool.owner for tool in tools if tool.owner is not None}):
        most = problem.owner_maximum(owner)
        if most is not None:
            yield Rule(f"owner:{owner}", "tool", _marked(tool.owner == owner for tool in tools), maximum=most)


def _wanting(problem: PortfolioProblem) -> Iterator[Rule]:
    tools, rules = problem.tools, problem.rules
    short = [max(0, rules.wanting - len(tool.wanted_by)) for tool in tools]
    yield Rule("wanting", "municipality", np.array(short, dtype=np.int64), maximum=0)
    if rules.per_municipality:
        wants = {one: np.zeros(len(tools), dtype=np.int64) for one in problem.municipalities}
        for number, tool in enumerate(tools):
            for one in tool.wanted_by:
                wants[one][number] = 1
        for one, wanted in wants.items():
            yield Rule(f"municipality:{one}", "tool", wanted, minimum=rules.per_municipality)


def _resources(problem: PortfolioProblem) -> Iterator[Rule]:
    for name, limit in problem.rules.limits.items():
        if limit is not None:
            used = np.array([tool.uses.get(name, 0) for tool in problem.tools], dtype=np.int64)
            yield Rule(f"resource:{name}", name, used, maximum=limit)


def _decided(problem: PortfolioProblem) -> Iterator[Rule]:
    """A decision about one tool, by its standing or by what was agreed."""
    agreed = problem.agreed
    inside = {tool.id for tool in problem.tools if tool.stands == "must"}
    outside = {tool.id for tool in problem.tools if tool.stands == "must_not"}
    if agreed is not None:
        inside, outside = inside | set(agreed.locked), outside | set(agreed.out)
    for number, tool in enumerate(problem.tools):
        one = np.zeros(len(problem.tools), dtype=np.int64)
        one[number] = 1
        if tool.id in inside:
            yield Rule(f"must:{tool.id}", "tool", one, minimum=1)
        if tool.id in outside:
            yield Rule(f"must_not:{tool.id}", "tool", one, maximum=0)


def _marked(marks: Iterator[bool]) -> Ints:
    return np.array(list(marks), dtype=np.int64)


def left_out(problem: PortfolioProblem) -> tuple[Reason, ...]:
    """Tools that no portfolio can have, each with the reason."""
    return tuple(
        Reason(code=code, refs=(tool.id,), params=params)
        for tool in problem.tools
        for code, params in _against(problem, tool)
    )


def _against(problem: PortfolioProblem, tool: Tool) -> Iterator[tuple[str, dict[str, str | int | float]]]:
    rules = problem.rules
    if tool.stands == "must_not":
        yield "portfolio.must_not", {}
    if tool.stands == "knocked_out":
        yield "portfolio.knocked_out", {}
    if problem.agreed is not None and tool.id in problem.agreed.out:
        yield "portfolio.agreed_out", {}
    if rules.owned and tool.owner is None:
        yield "portfolio.no_owner", {}
    if len(tool.wanted_by) < rules.wanting:
        yield "portfolio.too_few_want_it", {"needed": rules.wanting, "wanting": len(tool.wanted_by)}
    for name, used in sorted(tool.uses.items()):
        limit = rules.limits[name]
        if used > (math.inf if limit is None else limit):
            yield "portfolio.uses_too_much", {"resource": name, "uses": used, "limit": int(limit or 0)}


def limits_of(rules: Sequence[Rule]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The lower and upper limits of rows, (m,) each, with infinity for none."""
    low = np.array([-np.inf if rule.minimum is None else rule.minimum for rule in rules], dtype=float)
    high = np.array([np.inf if rule.maximum is None else rule.maximum for rule in rules], dtype=float)
    return low, high


def programme_of(norms: Norms, points: Ints | None = None) -> Programme:
    """The choice as a programme: one column per tool, one row per rule."""
    size = len(norms.possible)
    whole = Programme()
    whole.columns(
        np.zeros(size) if points is None else points, upper=norms.possible.astype(float), whole=True
    )
    uses = np.array([rule.uses for rule in norms.rules], dtype=np.int64).reshape(-1, size)
    rows, columns = np.nonzero(uses)
    low, high = limits_of(norms.rules)
    whole.rows(rows, columns, uses[rows, columns], lower=low, upper=high)
    return whole
