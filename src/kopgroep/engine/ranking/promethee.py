"""PROMETHEE II: every tool against every other.

Brans and Vincke, "A preference ranking organisation method", Management Science 31(6), 1985, pages 647-656; Brans,
Vincke and Mareschal, "How to select and how to rank projects: The PROMETHEE method", European Journal of Operational
Research 24(2), 1986, pages 228-238.

    d          x_ij - x_kj                            how much more tool i scores than tool k on criterion j
    P_j(d)     0 for d <= 0; for d > 0, by the kind of criterion j, with its q, p or s:
                 usual      1
                 u_shape    0 if d <= q, else 1
                 v_shape    d / p if d <= p, else 1
                 level      0 if d <= q, 1/2 if d <= p, else 1
                 linear     0 if d <= q, (d - q) / (p - q) if d <= p, else 1
                 gaussian   1 - exp(-d^2 / (2 s^2))
    pi(i, k)   sum_j w_j P_j(x_ij - x_kj)             how far i is preferred to k, 0 to 1
    phi+(i)    sum_k pi(i, k) / (m - 1),  phi-(i) = sum_k pi(k, i) / (m - 1)
    phi(i)     phi+(i) - phi-(i)                      the net flow, -1 to 1: the score

x_ij: the score of tool i on criterion j, negated where less is better; w_j: its weight; m: how many tools there are. A
criterion counts in a pair only if it applies to both; its weight goes to the pair's other criteria. Flows depend on all
tools that take part, so a tool that comes or goes can turn two others round.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from kopgroep.engine.draws import Floats
from kopgroep.engine.ranking.board import Board, Ints
from kopgroep.engine.ranking.problem import Preference

# A difference below this part of the scale is rounding of a mean, and not felt.
FELT = 1e-12
# How many pairs of tools are looked at together.
PAIRS = 8_192


def promethee(board: Board, preferences: Sequence[Preference]) -> tuple[Floats, Floats]:
    """The net flows, and what each criterion adds to them."""
    flows = net_flows(board, preferences, board.raw, board.raw)
    return flows.sum(axis=1), flows


def net_flows(board: Board, preferences: Sequence[Preference], own: Floats, others: Floats) -> Floats:
    """What each criterion adds to the net flow of each tool (m x n) when it scores its row of `own` while the others
    score theirs of `others` (both m x n). In blocks of tools, so that memory grows with the tools and not their square.
    """
    size = len(own)
    block = max(1, PAIRS // max(size, 1))
    parts = [
        _flows_of(board, preferences, own, others, np.arange(start, min(start + block, size)))
        for start in range(0, size, block)
    ]
    return np.concatenate(parts) if parts else np.zeros_like(own)


def _flows_of(
    board: Board, preferences: Sequence[Preference], own: Floats, others: Floats, rows: Ints
) -> Floats:
    """The flows of some tools: b of them, by their row numbers."""
    applies = board.applies
    total = (applies[rows] * board.weights) @ applies.T.astype(float)
    total[np.arange(len(rows)), rows] = 0.0
    scale = np.divide(1.0, total, out=np.zeros_like(total), where=total > 0) / max(len(own) - 1, 1)
    added = np.zeros((len(rows), own.shape[1]))
    for at, preference in enumerate(preferences):
        more = own[rows, at, None] - others[None, :, at]
        more[np.abs(more) <= FELT * max(board.span[at], 1.0)] = 0.0
        # P(d) - P(-d): of the two one is 0.
        felt = np.copysign(degree(np.abs(more), preference), more)
        if not applies[:, at].all():
            felt *= applies[rows, at, None] & applies[None, :, at]
        added[:, at] = board.weights[at] * np.einsum("ij,ij->i", felt, scale)
    return added


def degree(more: Floats, preference: Preference) -> Floats:
    """P_j(d), for differences d of 0 or more."""
    felt = KINDS[preference.kind](more, preference)
    felt[more == 0] = 0.0
    return felt


def _usual(more: Floats, preference: Preference) -> Floats:
    return np.ones_like(more)


def _u_shape(more: Floats, preference: Preference) -> Floats:
    return (more > _of(preference.indifference)).astype(float)


def _v_shape(more: Floats, preference: Preference) -> Floats:
    return np.minimum(more / _of(preference.preference), 1.0)


def _level(more: Floats, preference: Preference) -> Floats:
    return ((more > _of(preference.indifference)) * 0.5) + ((more > _of(preference.preference)) * 0.5)


def _linear(more: Floats, preference: Preference) -> Floats:
    least, most = _of(preference.indifference), _of(preference.preference)
    if least == most:
        return (more > least).astype(float)
    return np.clip((more - least) / (most - least), 0.0, 1.0)


def _gaussian(more: Floats, preference: Preference) -> Floats:
    return -np.expm1(-((more / _of(preference.deviation)) ** 2) / 2)


def _of(parameter: float | None) -> float:
    """Preference has made sure that it is there."""
    assert parameter is not None
    return parameter


KINDS: dict[str, Callable[[Floats, Preference], Floats]] = {
    "usual": _usual,
    "u_shape": _u_shape,
    "v_shape": _v_shape,
    "level": _level,
    "linear": _linear,
    "gaussian": _gaussian,
}
