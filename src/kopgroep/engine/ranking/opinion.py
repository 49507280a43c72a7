"""Does another method choose the same tools?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from scipy.stats import kendalltau

from kopgroep.engine.assessment import Booleans, Floats
from kopgroep.engine.ranking.answer import Opinion, SecondOpinion
from kopgroep.engine.ranking.board import Board, Ints, ranks_of
from kopgroep.engine.ranking.problem import SCALINGS, Method, Preference, Scaling
from kopgroep.engine.ranking.promethee import promethee
from kopgroep.engine.ranking.topsis import topsis
from kopgroep.engine.ranking.weighted_product import weighted_product
from kopgroep.engine.ranking.weighted_sum import weighted_sum

METHODS: tuple[Method, ...] = ("weighted_sum", "weighted_product", "topsis", "promethee")


def scored(
    board: Board, method: Method, scaling: Scaling, preferences: Sequence[Preference]
) -> tuple[Floats, Floats]:
    """The scores by a method (m), and what each criterion did to them (m x n)."""
    match method:
        case "weighted_sum":
            return weighted_sum(board)
        case "weighted_product":
            return weighted_product(board)
        case "topsis":
            return topsis(board, scaling)
        case "promethee":
            return promethee(board, preferences)


def second_opinion(
    board: Board, tools: Sequence[str], method: Method, top: int, preferences: Sequence[Preference]
) -> SecondOpinion:
    """The three methods beside `method`, each with its own scaling."""
    ranks = {one: ranks_of(scored(board, one, SCALINGS[one][0], preferences)[0]) for one in METHODS}
    opinions = tuple(_opinion(tools, ranks, method, other, top) for other in METHODS if other != method)
    return SecondOpinion(
        top=top,
        chosen=tuple(tools[at] for at in np.flatnonzero(ranks[method] <= top).tolist()),
        same=all(opinion.same for opinion in opinions),
        opinions=opinions,
    )


def _opinion(
    tools: Sequence[str], ranks: Mapping[Method, Ints], here: Method, there: Method, top: int
) -> Opinion:
    ours, theirs = ranks[here] <= top, ranks[there] <= top

    def both_ranks(which: Booleans) -> dict[str, tuple[int, int]]:
        return {
            tools[at]: (int(ranks[here][at]), int(ranks[there][at])) for at in np.flatnonzero(which).tolist()
        }

    return Opinion(
        method=there,
        scaling=SCALINGS[there][0],
        same=bool((ours == theirs).all()),
        shared=int((ours & theirs).sum()),
        only_here=both_ranks(ours & ~theirs),
        only_there=both_ranks(theirs & ~ours),
        correlation=_correlation(ranks[here], ranks[there]),
    )


def _correlation(here: Ints, there: Ints) -> float | None:
    """Kendall's tau-b: 1 for the same order, -1 for the reverse; None when a method ties everything."""
    if len(np.unique(here)) < 2 or len(np.unique(there)) < 2:
        return None
    return float(kendalltau(here, there).statistic)
