"""Robust Portfolio Modeling: which tools are in the best portfolio whatever the weights, and which depend on them.

Liesiö, Mild and Salo, Preference programming for robust portfolio modeling and project selection, European Journal of
Operational Research 181 (2007); and Robust portfolio modeling with incomplete cost information and project
interdependencies, the same journal 190 (2008).

    V(p, w) = sum over the tools i of p of  sum_k w_k v_ik            w in the region S of weights

v_ik (tools x criteria, whole points); w_k the weight of criterion k. A portfolio p is dominated by q when V(q, w) >=
V(p, w) for all w in S, and > for some: V is linear in w, so the corner points of S show it. Their core index of a tool
is the share of non-dominated portfolios that have it: core at 1, out at 0, borderline between.

Here every weight that is sampled from S, and every corner point, gets its own portfolio, proven best. The index of a
tool is the share of the sampled weights whose best portfolio has it, so that it is a chance with a standard error and
not a count of portfolios; beside it stands the exact share of the corner points. A non-dominated portfolio that is best
for no weight at all (an unsupported one) is not among those that are found.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopgroep.engine.answers import outcome_of
from kopgroep.engine.draws import Draws
from kopgroep.engine.patience import Patience
from kopgroep.engine.portfolio.answer import Found, RobustPortfolio, RobustTool
from kopgroep.engine.portfolio.check import broken_rules
from kopgroep.engine.portfolio.chooser import Best, Chooser
from kopgroep.engine.portfolio.explain import explain_portfolio
from kopgroep.engine.portfolio.lots import lots_of
from kopgroep.engine.portfolio.problem import PortfolioProblem, RobustProblem
from kopgroep.engine.portfolio.rules import left_out, norms_of
from kopgroep.engine.portfolio.whole import DENOMINATOR, whole_weights
from kopgroep.engine.solver import SolverFailed
from kopgroep.engine.watch import NOBODY, Watch
from kopgroep.engine.weights.region import WeightSet, corners, sample

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Portfolios:
    """What was found: `best` (k, n) per distinct weight vector; `drawn` and `cornered` (k,) how many of the samples and
    corner points each vector stands for. Only those that were proven."""

    best: Ints
    drawn: Ints
    cornered: Ints

    def share(self, counts: Ints) -> Floats | None:
        """Per tool, the share of the vectors so counted whose best portfolio has it."""
        return (counts @ self.best) / counts.sum() if counts.sum() else None


def robust_portfolio(
    problem: PortfolioProblem,
    weight_set: WeightSet,
    *,
    samples: int = 200,
    seed: int = 0,
    seconds: float | None = None,
    watch: Watch = NOBODY,
) -> RobustPortfolio:
    """The best portfolio at every sampled weight and at every corner point, each proven, and what they share."""
    asked = RobustProblem(portfolio=problem, weights=weight_set, samples=samples).in_order()
    problem, patience = asked.portfolio, Patience.of(seconds, watch)
    weights, counts, rounding = _weights(asked, seed)
    found = list(_solved(problem, weights, patience))
    outside = left_out(problem)
    if found and found[0].status == "infeasible":
        return RobustPortfolio(
            outcome=outcome_of(asked, status="infeasible", seed=seed),
            left_out=outside,
            infeasibility=explain_portfolio(problem, patience=patience),
        )
    proven = np.flatnonzero([best.status == "optimal" for best in found])
    chosen = np.array([found[at].x for at in proven], dtype=np.int64).reshape(-1, len(problem.tools))
    portfolios = Portfolios(chosen, *counts[:, proven])
    done = len(proven) == len(weights)
    return RobustPortfolio(
        outcome=outcome_of(asked, status="optimal" if done else "stopped", seed=seed),
        tools=tuple(_standing(problem, portfolios)),
        portfolios=tuple(_found(asked, portfolios)),
        samples=int(counts[0].sum()),
        corners=int(counts[1].sum()),
        proven=int(counts[:, proven].sum()),
        denominator=DENOMINATOR,
        rounding=rounding,
        left_out=outside,
    )


def _weights(asked: RobustProblem, seed: int) -> tuple[Ints, Ints, float]:
    """The distinct vectors in whole shares (k, n), and (2, k) how many samples and corner points each stands for."""
    criteria = asked.portfolio.criteria
    drawn = sample(asked.weights, criteria, Draws(seed), asked.samples)
    ends = corners(asked.weights, criteria)
    whole, rounding = whole_weights(np.vstack([ends, drawn]))
    distinct, which = np.unique(whole, axis=0, return_inverse=True)
    cornered = np.bincount(which[: len(ends)], minlength=len(distinct))
    sampled = np.bincount(which[len(ends) :], minlength=len(distinct))
    return distinct, np.array([sampled, cornered], dtype=np.int64), rounding


def _solved(problem: PortfolioProblem, weights: Ints, patience: Patience) -> Iterator[Best]:
    scores = _scores(problem)
    chooser = Chooser(norms_of(problem), lots_of(tool.id for tool in problem.tools))
    for number, row in enumerate(weights):
        if patience.over():
            return
        best = chooser.best(scores @ row, patience)
        if best.found:
            broken = broken_rules(problem, _ids(problem, best.x))
            if broken:
                raise SolverFailed(f"the portfolio breaks {', '.join(broken)}")
        yield best
        if best.status == "infeasible":
            return
        patience.watch.told(done=(number + 1) / len(weights))


def _scores(problem: PortfolioProblem) -> Ints:
    rows = [[tool.scores.get(one, 0) for one in problem.criteria] for tool in problem.tools]
    return np.array(rows, dtype=np.int64)


def _ids(problem: PortfolioProblem, x: Ints) -> tuple[str, ...]:
    return tuple(tool.id for tool, inside in zip(problem.tools, x, strict=True) if inside)


def _standing(problem: PortfolioProblem, portfolios: Portfolios) -> Iterator[RobustTool]:
    index, ends = portfolios.share(portfolios.drawn), portfolios.share(portfolios.cornered)
    if not len(portfolios.best):
        return
    always, ever = portfolios.best.min(axis=0) > 0, portfolios.best.max(axis=0) > 0
    for at, tool in enumerate(problem.tools):
        share = None if index is None else float(index[at])
        variance = 0.0 if share is None else share * (1 - share) / float(portfolios.drawn.sum())
        yield RobustTool(
            tool=tool.id,
            place="core" if always[at] else "borderline" if ever[at] else "out",
            index=share,
            error=variance**0.5,
            corners=None if ends is None else float(ends[at]),
        )


def _found(asked: RobustProblem, portfolios: Portfolios) -> Iterator[Found]:
    """The distinct portfolios, those that are best for most weights first."""
    if not len(portfolios.best):
        return
    distinct, which = np.unique(portfolios.best, axis=0, return_inverse=True)
    drawn, cornered = (
        np.bincount(which, weights=counts, minlength=len(distinct)).astype(np.int64)
        for counts in (portfolios.drawn, portfolios.cornered)
    )
    problem = asked.portfolio
    worth = distinct @ _scores(problem) @ corners(asked.weights, problem.criteria).T
    dominated = [_dominated(worth, at) for at in range(len(distinct))]
    ids = [_ids(problem, x) for x in distinct]
    for at in sorted(range(len(distinct)), key=lambda at: (-drawn[at], -cornered[at], ids[at])):
        yield Found(
            chosen=ids[at],
            samples=int(drawn[at]),
            corners=int(cornered[at]),
            dominated=dominated[at],
        )


def _dominated(worth: Floats, at: int) -> bool:
    """Whether another portfolio is worth no less at every corner point, and more at one. `worth` (portfolios,
    corners)."""
    more = worth - worth[at]
    slack = 1e-9 * (1 + float(np.abs(worth).max()))
    return bool(((more >= -slack).all(axis=1) & (more > slack).any(axis=1)).any())
