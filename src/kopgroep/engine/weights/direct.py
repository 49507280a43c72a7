"""Points per criterion.

Direct rating: von Winterfeldt and Edwards, "Decision Analysis and Behavioral Research", Cambridge, 1986, chapter 8.

    w_j = p_j / sum_k p_k

p_j: the points of criterion j (a number >= 0); w_j: its weight (a share). When every number may be d too high or too
low, the weight of j is lowest where its own points are lowest and all others are highest, and the reverse:

    lowest w_j  = max(p_j - d, 0) / (max(p_j - d, 0) + sum_{k != j} (p_k + d))
    highest w_j = (p_j + d) / (p_j + d + sum_{k != j} max(p_k - d, 0))
"""

from __future__ import annotations

from collections.abc import Mapping

from kopgroep.engine.weights.region import Boxes, Fixed


def shares(points: Mapping[str, float]) -> dict[str, float]:
    total = sum(points.values())
    return {criterion: given / total for criterion, given in points.items()}


def region_of_points(points: Mapping[str, float], give_or_take: float) -> Fixed | Boxes:
    if not give_or_take:
        return Fixed(weights=shares(points))
    low = {criterion: max(given - give_or_take, 0.0) for criterion, given in points.items()}
    high = {criterion: given + give_or_take for criterion, given in points.items()}
    return Boxes(limits=between_ends(low, high))


def between_ends(low: Mapping[str, float], high: Mapping[str, float]) -> dict[str, tuple[float, float]]:
    """The lowest and highest share of each, when each can be anything between its ends apart from the others."""
    least, most = sum(low.values()), sum(high.values())
    limits = {}
    for criterion in low:
        own_low, own_high = low[criterion], high[criterion]
        beside_high, beside_low = most - own_high, least - own_low
        lowest = own_low / (own_low + beside_high) if own_low else 0.0
        highest = min(own_high / (own_high + max(beside_low, 0.0)), 1.0)
        # Ends that meet may be turned round by rounding.
        limits[criterion] = (min(lowest, highest), max(lowest, highest))
    return limits
