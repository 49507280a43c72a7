"""The weighted sum (additive value model).

Keeney and Raiffa, "Decisions with Multiple Objectives: Preferences and Value Tradeoffs", Wiley, 1976, chapter 3.

    V_i = sum_j w_ij v_ij

v_ij  how good tool i is on criterion j: 0 at the worst end of the fixed scale, 1 at the best     m x n
w_ij  the weight of criterion j for tool i; the weights of what does not apply go to the others   m x n, rows with sum 1
V_i   the score of tool i, 0 to 1                                                                 m

On fixed scales no tool that comes or goes changes the order of two others.
"""

from __future__ import annotations

from kopgroep.engine.draws import Floats
from kopgroep.engine.ranking.board import Board


def weighted_sum(board: Board) -> tuple[Floats, Floats]:
    """The scores, and what each criterion adds to them."""
    added = board.own * board.values
    return added.sum(axis=1), added
