"""One question for both kinds of portfolio problem: with points that are settled, or weights that are not."""

from __future__ import annotations

from kopgroep.engine.portfolio.answer import Portfolio, RobustPortfolio
from kopgroep.engine.portfolio.problem import PortfolioProblem, RobustProblem
from kopgroep.engine.portfolio.robust import robust_portfolio
from kopgroep.engine.portfolio.select import select_portfolio
from kopgroep.engine.watch import NOBODY, Watch


def choose_portfolio(
    problem: PortfolioProblem | RobustProblem,
    *,
    seed: int = 0,
    seconds: float | None = None,
    watch: Watch = NOBODY,
) -> Portfolio | RobustPortfolio:
    """Which tools together."""
    if isinstance(problem, PortfolioProblem):
        return select_portfolio(problem, seconds=seconds, watch=watch)
    return robust_portfolio(
        problem.portfolio, problem.weights, samples=problem.samples, seed=seed, seconds=seconds, watch=watch
    )
