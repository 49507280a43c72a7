"""The weighted product: tools are compared by ratios, so that a very bad score cannot be bought off cheaply.

    P(i) = product over j of (x_ij / b_j) ^ w_j      and (b_j / x_ij) ^ w_j where less is better

x_ij is the score of tool i on criterion j in its own unit, b_j the best score of all tools and w_j the weight.
Bridgman, "Dimensional Analysis" (1922); Miller and Starr, "Executive Decisions and Operations Research" (1969).
Dividing by b_j changes no rank; it makes scores of different units comparable for tools to which not every criterion
applies. The scores must be above zero, since of nothing there is no ratio.
"""

from __future__ import annotations

import numpy as np

from kopgroep.engine.faults import InputWrong
from kopgroep.engine.ranking.judged import Floats, Judged, Scored


def weighted_product(judged: Judged) -> Scored:
    raw = judged.raw
    if (raw[judged.applies & (judged.weights > 0)] <= 0).any():
        raise InputWrong("does_not_apply", "method", "weighted_product", "a score is zero or less")
    return _product(judged, raw, reference(judged))


def bounds(judged: Judged, lowest: Floats, highest: Floats) -> tuple[Floats, Floats]:
    """The lowest and highest product that the missing scores allow: all of them at their worst, and at their best."""
    best = reference(judged)
    ends = [
        _product(judged, np.maximum(judged.at(shares).raw, 0.0), best).scores for shares in (lowest, highest)
    ]
    return ends[0], ends[1]


def reference(judged: Judged) -> Floats:
    """b: n, the best score of all tools."""
    raw = np.where(judged.applies, judged.raw, np.nan)
    most, least = np.nanmax(raw, axis=0, initial=-np.inf), np.nanmin(raw, axis=0, initial=np.inf)
    return np.asarray(np.where(judged.rising, most, least))


def _product(judged: Judged, raw: Floats, best: Floats) -> Scored:
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios = np.where(judged.rising, raw / best, best / raw)
        logs = np.where(judged.row_weights > 0, judged.row_weights * np.log(ratios), 0.0)
    return Scored(np.exp(logs.sum(axis=1)), logs)
