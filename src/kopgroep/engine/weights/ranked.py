"""Weights from an order alone. n criteria; r is the place of a criterion, 1 for the heaviest.

Rank order centroid: Barron and Barrett, "Decision quality using ranked attribute weights", Management Science 42(11),
1996, pages 1515-1523. The middle of all vectors that keep the order:

    w_r = (1 / n) * sum_{k = r..n} 1 / k

Rank sum: Stillwell, Seaver and Edwards, "A comparison of weight approximation techniques in multiattribute utility
decision making", Organizational Behavior and Human Performance 28(1), 1981, pages 62-77. Equal steps:

    w_r = 2 (n + 1 - r) / (n (n + 1))
"""

from __future__ import annotations

from collections.abc import Sequence


def centroid(order: Sequence[str]) -> dict[str, float]:
    size, tail, weights = len(order), 0.0, {}
    for place in range(size, 0, -1):
        tail += 1 / place
        weights[order[place - 1]] = tail / size
    return weights


def rank_sum(order: Sequence[str]) -> dict[str, float]:
    size = len(order)
    return {criterion: 2 * (size - at) / (size * (size + 1)) for at, criterion in enumerate(order)}


RULES = {"centroid": centroid, "rank_sum": rank_sum}
