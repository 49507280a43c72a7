"""Swing weights.

von Winterfeldt and Edwards, "Decision Analysis and Behavioral Research", Cambridge, 1986, chapter 8.

Think of a tool that is worst on every criterion. Which one would you first bring from its worst to its best score? That
swing gets 100 points; every other gets the share of that which it is worth to you.

    w_j = s_j / sum_k s_k

s_j: the points for the swing of criterion j, 0 to 100; w_j: its weight. Unlike points for "importance" they take into
account how far the ends of a scale lie apart, which is what a weight in a weighted sum means.
"""

from __future__ import annotations

from collections.abc import Mapping

from kopgroep.engine.answers import Reason
from kopgroep.engine.weights.direct import shares

TOP = 100.0


def swing_weights(points: Mapping[str, float]) -> dict[str, float]:
    return shares(points)


def swing_reasons(points: Mapping[str, float]) -> tuple[Reason, ...]:
    """Points that are not relative to a swing of 100 were probably given without one in mind."""
    most = max(points.values())
    if most == TOP:
        return ()
    heaviest = tuple(sorted(criterion for criterion, given in points.items() if given == most))
    return (Reason(code="weights.no_swing_of_100", params={"most": most}, refs=heaviest),)
