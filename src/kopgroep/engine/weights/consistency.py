"""How well comparisons with the best and the worst go together, and which of them to look at first.

Input-based ratio and its thresholds: Liang, Brunelli and Rezaei, "Consistency issues in the best worst method:
Measurements and thresholds", Omega 96, 2020, 102175, Table 3. It needs no model, so it can be shown at once:

    ratio_j = |a_j b_j - a_BW| / (a_BW^2 - a_BW)        0 when a_BW = 1
    ratio   = the largest ratio_j

a_j: the best over j; b_j: j over the worst; a_BW: the best over the worst. Output-based ratio: Rezaei, Omega 53, 2015:

    ratio = g / G(a_BW),   G(a) = the smaller root of  g^2 - (1 + 2 a) g + (a^2 - a) = 0

g: the smallest gap of the ratio model (not of the linear one); G(a): the largest such gap that there can be.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

import numpy as np

from kopgroep.engine.draws import Floats
from kopgroep.engine.weights.answer import Consistency, LookFirst
from kopgroep.engine.weights.best_worst import Compared, ratio_gap
from kopgroep.engine.weights.problem import LARGEST_COMPARISON

# By a_BW, for 3 to 9 criteria; with a_BW of 2 nothing but full consistency is acceptable.
THRESHOLDS = {
    2: (0.0,) * 7,
    3: (0.1667,) * 7,
    4: (0.1121, 0.1529, 0.1898, 0.2206, 0.2527, 0.2577, 0.2683),
    5: (0.1354, 0.1994, 0.2306, 0.2546, 0.2716, 0.2844, 0.2960),
    6: (0.1330, 0.1990, 0.2643, 0.3044, 0.3144, 0.3221, 0.3262),
    7: (0.1294, 0.2457, 0.2819, 0.3029, 0.3144, 0.3251, 0.3403),
    8: (0.1309, 0.2521, 0.2958, 0.3154, 0.3408, 0.3620, 0.3657),
    9: (0.1359, 0.2681, 0.3062, 0.3337, 0.3517, 0.3620, 0.3662),
}
FEWEST, MOST = 3, 9


def consistency_of(compared: Compared, xi: float) -> Consistency:
    local = local_ratios(compared)
    ratio, limit = float(local.max()), threshold(compared)
    largest = largest_gap(compared.ends)
    return Consistency(
        xi=xi,
        input_ratio=ratio,
        local={criterion: float(one) for criterion, one in zip(compared.criteria, local, strict=True)},
        threshold=limit,
        acceptable=None if limit is None else ratio <= limit,
        output_ratio=ratio_gap(compared) / largest if largest else 0.0,
        look_first=look_first(compared) if ratio > 0 else None,
    )


def local_ratios(compared: Compared) -> Floats:
    ends = compared.ends
    if ends <= 1:
        # Then best and worst are as important, so all between them should be too.
        return np.abs(compared.to_best * compared.to_worst - 1) / (LARGEST_COMPARISON**2 - 1)
    ratios: Floats = np.abs(compared.to_best * compared.to_worst - ends) / (ends**2 - ends)
    return ratios


def threshold(compared: Compared) -> float | None:
    """None where none is published: other than 3 to 9 criteria, or a best that is as important as the worst."""
    row = THRESHOLDS.get(math.floor(compared.ends))
    size = len(compared.criteria)
    return row[size - FEWEST] if row is not None and FEWEST <= size <= MOST else None


def largest_gap(ends: float) -> float:
    """G(a): 0.44 at 2, 1.00 at 3, 1.63 at 4, up to 5.23 at 9."""
    return (1 + 2 * ends - math.sqrt(8 * ends + 1)) / 2


def look_first(compared: Compared) -> LookFirst:
    """Try every comparison at every whole number: what lowers the largest ratio most (then their sum) by itself. Of
    changes that do as much, the smallest; of those, the first criterion."""
    tried = []
    for kind, at, value in _comparisons(compared):
        for better in map(float, range(1, LARGEST_COMPARISON + 1)):
            if better != value:
                ratios = local_ratios(_changed(compared, kind, at, better))
                key = (
                    round(float(ratios.max()), 9),
                    round(float(ratios.sum()), 9),
                    float(abs(better - value)),
                )
                tried.append((key, compared.criteria[at], kind, value, better))
    (ratio, _, _), criterion, kind, value, better = min(tried, key=lambda one: (one[0], one[1], one[2]))
    return LookFirst(comparison=kind, criterion=criterion, value=value, better=better, ratio=ratio)


Kind = Literal["best_to_others", "others_to_worst", "best_to_worst"]


def _comparisons(compared: Compared) -> Iterator[tuple[Kind, int, float]]:
    yield "best_to_worst", compared.worst, compared.ends
    for at in compared.others:
        yield "best_to_others", at, float(compared.to_best[at])
        yield "others_to_worst", at, float(compared.to_worst[at])


def _changed(compared: Compared, kind: Kind, at: int, value: float) -> Compared:
    to_best, to_worst = compared.to_best.copy(), compared.to_worst.copy()
    if kind != "others_to_worst":
        to_best[at] = value
    if kind == "others_to_worst":
        to_worst[at] = value
    if kind == "best_to_worst":
        to_worst[compared.best] = value
    return replace(compared, to_best=to_best, to_worst=to_worst)


def contradictions(compared: Compared) -> list[tuple[str, str]]:
    """Pairs of criteria of which the first is heavier by the one comparison and lighter by the other."""
    found = []
    for one in range(len(compared.criteria)):
        for other in range(len(compared.criteria)):
            by_best = compared.to_best[one] < compared.to_best[other]
            by_worst = compared.to_worst[one] < compared.to_worst[other]
            if by_best and by_worst:
                found.append((compared.criteria[one], compared.criteria[other]))
    return found
