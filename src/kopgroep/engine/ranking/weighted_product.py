"""The weighted product.

Bridgman, "Dimensional Analysis", Yale University Press, 1922, chapter 2; Miller and Starr, "Executive Decisions and
Operations Research", Prentice-Hall, 1969.

    P_i = prod_j v_ij ^ w_ij

v_ij  how good tool i is on criterion j: 0 at the worst end of the fixed scale, 1 at the best     m x n
w_ij  the weight of criterion j for tool i; the weights of what does not apply go to the others   m x n, rows with sum 1
P_i   the score of tool i, 0 to 1: the weighted geometric mean, so what is bad somewhere is hardly made good elsewhere

A tool at the worst end of one criterion that weighs has score 0, whatever the rest.
"""

from __future__ import annotations

import numpy as np

from kopgroep.engine.draws import Floats
from kopgroep.engine.ranking.board import Board


def weighted_product(board: Board) -> tuple[Floats, Floats]:
    """The scores, and the factor by which each criterion multiplies them (1: none)."""
    # Of what does not weigh (0 to the power 0) the factor is 1.
    factors = np.power(np.clip(board.values, 0.0, None), board.own)
    return np.prod(factors, axis=1), factors
