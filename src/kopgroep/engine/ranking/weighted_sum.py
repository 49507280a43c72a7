"""The weighted sum: the more of what weighs more, the better.

    V(i) = sum over j of w_j * v_ij

v_ij is the share of tool i on criterion j, from 0 (worst end of the scale) to 1 (best), and w_j the weight of j. The
simple additive weighting of Churchman and Ackoff ("An approximate measure of value", Operations Research 2, 1954). On
fixed scales it never turns two tools round when a third comes or goes.
"""

from __future__ import annotations

import numpy as np

from kopgroep.engine.ranking.judged import Judged, Scored


def weighted_sum(judged: Judged) -> Scored:
    parts = judged.row_weights * np.where(judged.applies, judged.shares, 0.0)
    return Scored(parts.sum(axis=1), parts)
