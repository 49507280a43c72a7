"""Krippendorff's alpha: how much better assessors agree than by chance.

    alpha = 1 - D_o / D_e

D_o is the disagreement that there is: the mean difference between two scores of one tool. D_e is what chance would
give: the mean difference between any two scores. From the table n, with n_uc the number of times that tool u got
score c:

    n_u   = sum over c of n_uc                    scores of tool u; a tool with fewer than two says nothing
    n_c   = sum over u of n_uc                    times that score c was given
    n     = sum over u of n_u
    D_o   = 1/n       * sum over u of 1/(n_u - 1) * sum over c, k of n_uc * n_uk * delta(c, k)
    D_e   = 1/(n(n-1)) * sum over c, k of n_c * n_k * delta(c, k)

delta is the squared difference of the level of measurement:

    nominal    1 if c and k differ
    ordinal    (n_c/2 + the scores given between c and k + n_k/2)^2
    interval   (c - k)^2
    ratio      ((c - k) / (c + k))^2

Krippendorff, "Computing Krippendorff's alpha-reliability" (2011); "Content Analysis" (2004), chapter 11. Counting
values and not pairs of scores keeps the work in proportion to the scores. 1 is full agreement, 0 what chance gives,
and below 0 is worse than chance. Where all scores are the same there is nothing to disagree about: 0/0, undefined.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from kopgroep.engine.faults import InputWrong

Floats = NDArray[np.float64]
Level: TypeAlias = Literal["nominal", "ordinal", "interval", "ratio"]


@dataclass(frozen=True)
class Disagreement:
    """`observed`: D_o times n, per tool. `expected`: D_e. `scores`: n_u per tool, 0 for a tool that says nothing."""

    observed: Floats
    expected: float
    scores: Floats

    @property
    def alpha(self) -> float | None:
        if self.expected == 0:
            return None
        return 1.0 - float(self.observed.sum()) / float(self.scores.sum()) / self.expected


def disagreement(scores: Floats, level: Level) -> Disagreement:
    """Of `scores`: tools x assessors, NaN where there is none. InputWrong when the level does not fit the scores."""
    values, counts = value_counts(scores)
    if level == "ratio" and len(values) and values[0] < 0:
        raise InputWrong("too_small", "scores", float(values[0]), 0)
    per_tool = counts.sum(axis=1)
    counts = counts * (per_tool > 1)[:, None]
    per_tool = np.where(per_tool > 1, per_tool, 0.0)
    per_value = counts.sum(axis=0)
    total = float(per_tool.sum())
    delta = differences(values, per_value, level)
    apart = np.einsum("uc,ck,uk->u", counts, delta, counts)
    observed = np.divide(apart, per_tool - 1, out=np.zeros_like(apart), where=per_tool > 1)
    expected = float(per_value @ delta @ per_value) / (total * (total - 1)) if total > 1 else 0.0
    return Disagreement(observed, expected, per_tool)


def alpha(scores: Floats, level: Level) -> float | None:
    """Alpha, or None where it is undefined."""
    return disagreement(scores, level).alpha


def value_counts(scores: Floats) -> tuple[Floats, Floats]:
    """The different values, rising, and tools x values: how often each tool got each."""
    given = ~np.isnan(scores)
    values, which = np.unique(scores[given], return_inverse=True)
    counts = np.zeros((len(scores), len(values)))
    np.add.at(counts, (np.nonzero(given)[0], which), 1.0)
    return values, counts


def differences(values: Floats, per_value: Floats, level: Level) -> Floats:
    """delta: values x values."""
    one, other = values[:, None], values[None, :]
    match level:
        case "nominal":
            return np.asarray((one != other).astype(float))
        case "ordinal":
            # How many scores were given up to the middle of each value; the rank of a value is that of its middle.
            middle = np.cumsum(per_value) - per_value / 2
            return np.asarray((middle[:, None] - middle[None, :]) ** 2)
        case "interval":
            return np.asarray((one - other) ** 2)
        case "ratio":
            total = one + other
            return np.asarray(np.divide(one - other, total, out=np.zeros_like(total), where=total > 0) ** 2)


def bootstrap(found: Disagreement, uniform: Floats) -> Floats:
    """Alphas that could have come out: Hayes and Krippendorff, "Answering the call for a standard reliability measure"
    (Communication Methods and Measures 1, 2007), with tools drawn instead of pairs so that what hangs together stays
    together: each row of `uniform` (samples x tools, in [0, 1)) draws as many tools, with D_e kept as it is. NaN for a
    draw of tools that say nothing."""
    telling = np.flatnonzero(found.scores)
    drawn = telling[
        np.minimum((uniform[:, : len(telling)] * len(telling)).astype(np.int64), len(telling) - 1)
    ]
    observed, scores = found.observed[drawn].sum(axis=1), found.scores[drawn].sum(axis=1)
    return np.asarray(1.0 - observed / scores / found.expected)
