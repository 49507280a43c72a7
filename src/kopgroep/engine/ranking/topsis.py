"""TOPSIS: close to the best that there is, and far from the worst.

Hwang and Yoon, "Multiple Attribute Decision Making: Methods and Applications", Springer, 1981, chapter III.

    r_ij   x_ij / sqrt(sum_k x_kj^2)                     scaling "vector", as in the book
           (x_ij - min_k x_kj) / (max_k x_kj - min_k x_kj)   scaling "min_max"
    A*_j   max_i r_ij,  A-_j = min_i r_ij                the best and the worst that there is
    S*_i   sqrt(sum_j (w_ij (r_ij - A*_j))^2)            distance from the best; S-_i from the worst
    C_i    S-_i / (S*_i + S-_i)                          closeness, 0 to 1

x_ij  the score of tool i on criterion j, negated where less is better (then max and min swap by themselves)    m x n
w_ij  the weight of criterion j for tool i; the weights of what does not apply go to the others                 m x n

Both scalings depend on which tools take part, and so do A* and A-: a tool that comes or goes can turn two others round.
The two do not always agree on the winner, which is why the scaling is part of the answer. Tools that all score the same
are as close as far: C is then 1/2.
"""

from __future__ import annotations

import numpy as np

from kopgroep.engine.assessment import Booleans
from kopgroep.engine.draws import Floats
from kopgroep.engine.ranking.board import Board
from kopgroep.engine.ranking.problem import Scaling


def topsis(board: Board, scaling: Scaling) -> tuple[Floats, Floats]:
    """The closeness, and per criterion (S-^2 - S*^2) / (sum of S-^2 + S*^2), whose sum orders the tools as C does."""
    highest, lowest = best_and_worst(board.raw, board.applies)
    unit = units(board.raw, board.applies, scaling)
    lacking = (board.own * (highest - board.raw) / unit) ** 2 * board.applies
    beyond = (board.own * (board.raw - lowest) / unit) ** 2 * board.applies
    return closeness(lacking.sum(axis=1), beyond.sum(axis=1)), _balance(lacking, beyond)


def closeness(lacking: Floats, beyond: Floats) -> Floats:
    """C from the squared distances to the best and from the worst."""
    to_best, from_worst = np.sqrt(lacking), np.sqrt(beyond)
    both = to_best + from_worst
    close: Floats = np.divide(from_worst, both, out=np.full_like(both, 0.5), where=both > 0)
    return close


def _balance(lacking: Floats, beyond: Floats) -> Floats:
    both = (lacking + beyond).sum(axis=1, keepdims=True)
    balance: Floats = np.divide(beyond - lacking, both, out=np.zeros_like(lacking), where=both > 0)
    return balance


def best_and_worst(raw: Floats, applies: Booleans) -> tuple[Floats, Floats]:
    """Per criterion the highest and lowest score of the tools that it applies to; 0 where it applies to none."""
    highest = np.where(applies, raw, -np.inf).max(axis=0)
    lowest = np.where(applies, raw, np.inf).min(axis=0)
    some = applies.any(axis=0)
    return np.where(some, highest, 0.0), np.where(some, lowest, 0.0)


def units(raw: Floats, applies: Booleans, scaling: Scaling) -> Floats:
    """By what the scores of each criterion are divided; 1 where all are the same or zero, so that nothing follows."""
    if scaling == "vector":
        most = np.abs(raw).max(axis=0, initial=0.0, where=applies)
        safe = np.where(most > 0, most, 1.0)
        unit = safe * np.sqrt(((raw / safe) ** 2 * applies).sum(axis=0))
    else:
        highest, lowest = best_and_worst(raw, applies)
        unit = highest - lowest
    return np.where(unit > 0, unit, 1.0)
