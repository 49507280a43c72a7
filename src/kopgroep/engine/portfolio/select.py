"""The portfolio that is worth most within the norms, with what surrounds it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from msgspec.structs import replace

from kopgroep.engine.answers import outcome_of
from kopgroep.engine.faults import need_finite
from kopgroep.engine.patience import Patience
from kopgroep.engine.portfolio.answer import Alternative, Changes, Count, Portfolio
from kopgroep.engine.portfolio.check import broken_rules, value_of
from kopgroep.engine.portfolio.chooser import Best, Chooser
from kopgroep.engine.portfolio.explain import explain_portfolio
from kopgroep.engine.portfolio.lots import lots_of
from kopgroep.engine.portfolio.nearby import next_best, together
from kopgroep.engine.portfolio.prices import prices_of
from kopgroep.engine.portfolio.problem import Agreed, PortfolioProblem
from kopgroep.engine.portfolio.rules import Ints, Norms, left_out, norms_of
from kopgroep.engine.solver import SolverFailed
from kopgroep.engine.watch import NOBODY, Watch


@dataclass(frozen=True)
class Choice:
    """The problem in order, as arrays: `points`, `lots` and `agreed` (n,)."""

    problem: PortfolioProblem
    norms: Norms
    points: Ints
    lots: Ints
    agreed: Ints | None
    patience: Patience

    def ids(self, x: Ints) -> tuple[str, ...]:
        chosen = tuple(tool.id for tool, inside in zip(self.problem.tools, x, strict=True) if inside)
        broken = broken_rules(self.problem, chosen)
        if broken:
            raise SolverFailed(f"the portfolio breaks {', '.join(broken)}")
        if value_of(self.problem, chosen) != int(self.points @ x):
            raise SolverFailed("the portfolio is not worth what the programme says")
        return chosen


def select_portfolio(
    problem: PortfolioProblem,
    *,
    agreed: Agreed | None = None,
    alternatives: int = 3,
    differ: int = 1,
    prices: bool = True,
    seconds: float | None = None,
    watch: Watch = NOBODY,
) -> Portfolio:
    """The best portfolio, proven; when something was agreed, the best of those that change the fewest tools.

    `alternatives`: how many of the next best, each with `differ` tools or more in just one of two. They, and the
    `prices`, are those of the rules alone: against what was agreed an alternative may be worth more.
    """
    need_finite("alternatives", alternatives, least=0, most=100)
    need_finite("differ", differ, least=1)
    if agreed is not None:
        problem = replace(problem, agreed=agreed)
    choice = _choice(problem.in_order(), Patience.of(seconds, watch))
    anew = Chooser(choice.norms, choice.lots).best(choice.points, choice.patience)
    best, changes = (anew, None) if choice.agreed is None or not anew.found else _least_change(choice, anew)
    if not best.found:
        return _without(choice, anew)
    watch.told(done=0.3, objective=best.value, bound=best.bound)
    chosen = choice.ids(best.x)
    near = tuple(_alternatives(choice, best, alternatives, differ)) if alternatives else ()
    watch.told(done=0.6, objective=best.value, bound=best.bound)
    every = prices_of(choice.norms, choice.points, choice.lots, anew, choice.patience) if prices else ()
    return Portfolio(
        outcome=outcome_of(choice.problem, status=best.status, objective=best.value, bound=best.bound),
        chosen=chosen,
        value=best.value,
        counts=_counts(choice, best.x),
        alternatives=near,
        prices=tuple(every),
        changes=changes,
        left_out=left_out(choice.problem),
    )


def _choice(problem: PortfolioProblem, patience: Patience) -> Choice:
    agreed, before = problem.agreed, None
    if agreed is not None and (agreed.tools or agreed.locked):
        named = {*agreed.tools, *agreed.locked}
        before = np.array([tool.id in named for tool in problem.tools], dtype=np.int64)
    return Choice(
        problem=problem,
        norms=norms_of(problem),
        points=np.array([tool.value for tool in problem.tools], dtype=np.int64),
        lots=lots_of(tool.id for tool in problem.tools),
        agreed=before,
        patience=patience,
    )


def _without(choice: Choice, best: Best) -> Portfolio:
    problem = choice.problem
    if best.status == "stopped":
        outcome = outcome_of(problem, status="stopped", bound=best.bound)
        return Portfolio(outcome=outcome, left_out=left_out(problem))
    return Portfolio(
        outcome=outcome_of(problem, status="infeasible"),
        left_out=left_out(problem),
        infeasibility=explain_portfolio(problem, patience=choice.patience),
    )


def _least_change(choice: Choice, anew: Best) -> tuple[Best, Changes]:
    """The fewest changes that the rules allow, then the most points with no more changes than that."""
    before = choice.agreed
    assert before is not None
    fewest = Chooser(choice.norms, choice.lots, [anew.x]).best(2 * before - 1, choice.patience, ties=False)
    count = int(before.sum()) - fewest.value
    norms = choice.norms.with_rule(together(before, count, "changes"))
    best = Chooser(norms, choice.lots, [fewest.x]).best(choice.points, choice.patience)
    if best.status == "optimal" and fewest.status == "stopped":
        best = Best("stopped", best.x, best.value, anew.bound, True)
    named = choice.problem.agreed
    tools = {tool.id for tool in choice.problem.tools}
    turned = choice.ids(best.x)
    agreed = set() if named is None else {*named.tools, *named.locked}
    return best, Changes(
        added=tuple(one for one in turned if one not in agreed),
        dropped=tuple(sorted((agreed & tools) - set(turned))),
        left=tuple(sorted(agreed - tools)),
        fewest=fewest.status == "optimal",
        value_anew=anew.value if anew.status == "optimal" else None,
    )


def _alternatives(choice: Choice, best: Best, count: int, differ: int) -> Iterator[Alternative]:
    first = set(choice.ids(best.x))
    found = next_best(
        choice.norms, choice.points, choice.lots, best.x, choice.patience, differ=differ, count=count
    )
    for one in found:
        chosen = choice.ids(one.x)
        yield Alternative(
            chosen=chosen,
            value=one.value,
            loss=best.value - one.value,
            added=tuple(sorted(set(chosen) - first)),
            dropped=tuple(sorted(first - set(chosen))),
            proven=one.status == "optimal",
        )


def _counts(choice: Choice, x: Ints) -> tuple[Count, ...]:
    return tuple(
        Count(ref=rule.ref, have=int(rule.uses @ x), minimum=rule.minimum, maximum=rule.maximum)
        for rule in choice.norms.rules
    )
