"""How often one tool beats another: the pairwise winning indices of SMAA.

Source: P. Leskinen, J. Viitanen, A. Kangas and J. Kangas, Alternatives to incorporate uncertainty and risk attitude in
multicriteria evaluation of forest plans, Forest Science 52(3), 2006, 304-312.

    c[i, j] = the share of the weights and scores under which tool i has a higher value than tool j

Values that differ by no more than TIE are a draw, so c[i, j] + c[j, i] + draws[i, j] = 1. Three ways, two exact: with
fixed scores and weights spread evenly over a simplex, the frustum of that simplex; with one or a few weight
vectors and scores that are fixed or normal, the normal distribution function; in all other cases samples are counted.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from kopgroep.engine.assessment import Booleans
from kopgroep.engine.draws import Floats
from kopgroep.engine.robust.frustum import shares_below
from kopgroep.engine.robust.ranks import TIE, Ints


@dataclass(frozen=True)
class Pairs:
    """wins[i, j]: the chance that tool i beats tool j. `samples` is 0 when that is exact."""

    wins: Floats
    samples: int = 0


def pairs_of_simplex(scores: Floats, corners: Floats) -> Pairs:
    """Exact, for weights that are uniform over the simplex with these corners (corners x criteria)."""
    # Not by BLAS, whose last bits may depend on the number of cores.
    at_corners = np.einsum("ij,kj->ik", scores, corners)
    one, other = np.triu_indices(len(scores), 1)
    losses, draws = shares_below(at_corners[one] - at_corners[other])
    return Pairs(_both_ways(len(scores), np.where(draws, 0.0, 1.0 - losses), losses))


def pairs_of_vectors(mean: Floats, variance: Floats, vectors: Floats) -> Pairs:
    """Exact, for a few weight vectors that are as likely each, and independent normal scores (variance 0: fixed).

    Given w the difference of two tools is normal, with mean sum_j w_j (mu_ij - mu_kj) and variance
    sum_j w_j^2 (sigma_ij^2 + sigma_kj^2).
    """
    one, other = np.triu_indices(len(mean), 1)
    wins, losses = np.zeros(len(one)), np.zeros(len(one))
    for vector in vectors:
        value, spread = (mean * vector).sum(axis=1), (variance * vector**2).sum(axis=1)
        apart, deviation = value[one] - value[other], np.sqrt(spread[one] + spread[other])
        sure = deviation <= TIE
        z = apart / np.where(sure, 1.0, deviation)
        wins += np.where(sure, apart > TIE, ndtr(z))
        losses += np.where(sure, apart < -TIE, ndtr(-z))
    return Pairs(_both_ways(len(mean), wins / len(vectors), losses / len(vectors)))


class PairTally:
    """Counts wins over samples. Comparisons are packed eight to a byte and counted as bits of words."""

    def __init__(self, tools: int) -> None:
        self.samples = 0
        self._counts = np.zeros((tools, tools), dtype=np.int64)

    def add(self, values: Floats) -> None:
        """A chunk of values (rows x tools)."""
        self.samples += len(values)
        columns = np.ascontiguousarray(values.T)
        for tool in range(len(columns) - 1):
            mine, others = columns[tool], columns[tool + 1 :]
            self._counts[tool, tool + 1 :] += _counted(others < mine - TIE)
            self._counts[tool + 1 :, tool] += _counted(others > mine + TIE)

    def pairs(self) -> Pairs:
        return Pairs(self._counts / max(self.samples, 1), self.samples)


def _counted(true: Booleans) -> Ints:
    """How often a row is true."""
    packed = np.packbits(true, axis=1)
    words = np.zeros((len(packed), -(-packed.shape[1] // 8) * 8), dtype=np.uint8)
    words[:, : packed.shape[1]] = packed
    return np.asarray(np.bitwise_count(words.view(np.uint64)).sum(axis=1, dtype=np.int64))


def _both_ways(tools: int, wins: Floats, losses: Floats) -> Floats:
    table = np.zeros((tools, tools))
    table[np.triu_indices(tools, 1)] = wins
    table.T[np.triu_indices(tools, 1)] = losses
    return table
