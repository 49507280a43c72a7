"""Problems of any size to time the choice of tools and the panels with, from one seed."""

from __future__ import annotations

import numpy as np

from kopgroep.engine.panels.problem import Assessor, Fit, PanelProblem, PanelRules
from kopgroep.engine.panels.problem import Tool as Assessed
from kopgroep.engine.portfolio.problem import PortfolioProblem, PortfolioRules, Tool

PRINCIPLES = tuple(f"principle{number}" for number in range(4))
HELIX = ("government", "knowledge", "market", "society")


def portfolio(tools: int, seed: int = 0, *, criteria: int = 12, share: float = 0.06) -> PortfolioProblem:
    """Scores 0 to 100; one or more of 4 principles, three of each at least and twelve in all; five tools per owner, two
    of them at most; hours and euros for `share` of what all tools together use."""
    draw = np.random.default_rng(seed)
    owner = draw.integers(max(8, tools // 5), size=tools)
    of_principle = draw.random((tools, len(PRINCIPLES))) < 0.15
    of_principle[np.arange(tools), draw.integers(len(PRINCIPLES), size=tools)] = True
    hours, euros = draw.integers(40, 401, tools), draw.integers(5, 61, tools) * 1000
    scores = draw.integers(0, 101, (tools, criteria))
    # Twelve tools of the usual size must fit, however few there are.
    share = max(share, 15 / tools)
    return PortfolioProblem(
        tools=tuple(
            Tool(
                id=f"t{at:04}",
                value=int(scores[at].sum()),
                scores={f"c{number:02}": int(score) for number, score in enumerate(scores[at])},
                principles=tuple(one for one, of in zip(PRINCIPLES, of_principle[at], strict=True) if of),
                owner=f"owner{owner[at]:03}",
                uses={"hours": int(hours[at]), "euros": int(euros[at])},
            )
            for at in range(tools)
        ),
        principles=PRINCIPLES,
        criteria=tuple(f"c{number:02}" for number in range(criteria)),
        rules=PortfolioRules(
            minimum=12,
            per_principle=3,
            per_owner=2,
            limits={"hours": int(hours.sum() * share), "euros": int(euros.sum() * share)},
        ),
    )


def panels(tools: int, assessors: int, seed: int = 0, **rules: object) -> PanelProblem:
    """Fit 0 to 100, two assessors per organisation, each tool made by one of them, three assessors per tool."""
    draw = np.random.default_rng(seed)
    most = -(-3 * tools // assessors) + 1
    return PanelProblem(
        assessors=tuple(
            Assessor(id=f"a{at:03}", organisation=f"o{at // 2:03}", helix=HELIX[at // 2 % len(HELIX)])
            for at in range(assessors)
        ),
        tools=tuple(
            Assessed(id=f"t{at:03}", organisations=(f"o{draw.integers(assessors // 2):03}",))
            for at in range(tools)
        ),
        fits=tuple(
            Fit(assessor=f"a{one:03}", tool=f"t{tool:03}", fit=int(draw.integers(101)))
            for one in range(assessors)
            for tool in range(tools)
        ),
        rules=PanelRules(**{"maximum": most, **rules}),  # type: ignore[arg-type]
    )
