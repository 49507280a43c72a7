"""The weights that are still possible: a region of the simplex {w >= 0, sum of w = 1}, not only one vector.

Every kind of region knows its corner points and can be sampled evenly; all but `PerAssessor` are convex and have linear
rows. Vectors are in the order of the criteria that the caller gives.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from kopgroep.engine.draws import Draws
from kopgroep.engine.faults import InputWrong, need_finite, need_range, need_some, need_unique
from kopgroep.engine.givens import Given

Floats = NDArray[np.float64]

# Corner points of boxes are found by trying every corner: n times 2 to the power n - 1 of them.
MOST_BOXES = 14
CHUNK = 4_096
# Below this share of accepted points it is sooner to walk than to throw.
LEAST_ACCEPTED = 0.01
STEPS_PER_CRITERION = 60


class Fixed(Given, frozen=True, kw_only=True, tag="fixed", tag_field="kind"):
    """One vector; it is divided by its sum."""

    weights: Mapping[str, float]

    def __post_init__(self) -> None:
        need_weights("weights", self.weights)


class Free(Given, frozen=True, kw_only=True, tag="free", tag_field="kind"):
    """Nothing is known of the weights."""


class Ranked(Given, frozen=True, kw_only=True, tag="ranked", tag_field="kind"):
    """The criteria from heaviest to lightest; how much heavier is not known."""

    order: tuple[str, ...]

    def __post_init__(self) -> None:
        need_some("order", self.order)
        need_unique("order", self.order)


class Boxes(Given, frozen=True, kw_only=True, tag="boxes", tag_field="kind"):
    """Per criterion the lowest and the highest weight; the weights still add up to 1."""

    limits: Mapping[str, tuple[float, float]]

    def __post_init__(self) -> None:
        need_some("limits", self.limits)
        for criterion, (low, high) in self.limits.items():
            need_finite(f"limits.{criterion}", low, least=0, most=1)
            need_finite(f"limits.{criterion}", high, least=0, most=1)
            need_range(f"limits.{criterion}", low, high)
        least, most = (sum(limit[end] for limit in self.limits.values()) for end in (0, 1))
        if least > 1 + SLACK:
            raise InputWrong("sum_wrong", "limits", least, "at most 1 for the lowest weights")
        if most < 1 - SLACK:
            raise InputWrong("sum_wrong", "limits", most, "at least 1 for the highest weights")


class PerAssessor(Given, frozen=True, kw_only=True, tag="per_assessor", tag_field="kind"):
    """Each assessor has a vector; every one of them is as likely as the others."""

    weights: Mapping[str, Mapping[str, float]]

    def __post_init__(self) -> None:
        need_some("weights", self.weights)
        for assessor, weights in self.weights.items():
            need_weights(f"weights.{assessor}", weights)


WeightSet: TypeAlias = Fixed | Free | Ranked | Boxes | PerAssessor
SLACK = 1e-9


def need_weights(field: str, weights: Mapping[str, float]) -> None:
    need_some(field, weights)
    for criterion, weight in weights.items():
        need_finite(f"{field}.{criterion}", weight, least=0)
    if not any(weights.values()):
        raise InputWrong("all_zero", field)


def need_criteria(field: str, region: WeightSet, criteria: Sequence[str]) -> None:
    """The region must be about these criteria, all of them and no others."""
    match region:
        case Fixed(weights=named) | Boxes(limits=named):
            sets = [(field, set(named))]
        case Ranked(order=order):
            sets = [(field, set(order))]
        case PerAssessor(weights=each):
            sets = [(f"{field}.weights.{assessor}", set(weights)) for assessor, weights in each.items()]
        case _:
            sets = []
    for place, names in sets:
        for name in sorted(names.symmetric_difference(criteria)):
            raise InputWrong("unknown", place, name, "criteria" if name in names else "weights")


def corners(region: WeightSet, criteria: Sequence[str]) -> Floats:
    """The corner points of the region, one per row; what is linear in the weights has its extremes there."""
    match region:
        case Fixed(weights=weights):
            return _vector(weights, criteria)[None, :]
        case Free():
            return np.eye(len(criteria))
        case Ranked(order=order):
            return _in_order_of(
                order, criteria, np.tril(1 / np.arange(1, len(order) + 1)[:, None] * np.ones(len(order)))
            )
        case Boxes(limits=limits):
            return _corners_of_boxes(*_ends(limits, criteria))
        case PerAssessor(weights=each):
            return np.unique([_vector(each[assessor], criteria) for assessor in sorted(each)], axis=0)


def centre(region: WeightSet, criteria: Sequence[str]) -> Floats:
    """A vector in the middle of the region: the mean of its corner points. For an order that is the rank order centroid
    (Barron and Barrett, "Decision quality using ranked attribute weights", Management Science 42, 1996)."""
    if isinstance(region, PerAssessor):
        each = [_vector(region.weights[assessor], criteria) for assessor in sorted(region.weights)]
        return np.asarray(np.mean(each, axis=0))
    if isinstance(region, Boxes) and len(criteria) > MOST_BOXES:
        low, high = _ends(region.limits, criteria)
        reach = (high - low).sum()
        return low + (high - low) * ((1 - low.sum()) / reach if reach > SLACK else 0.0)
    return np.asarray(corners(region, criteria).mean(axis=0))


def extremes(region: WeightSet, criteria: Sequence[str]) -> tuple[Floats, Floats]:
    """Per criterion the lowest and the highest weight in the region."""
    if isinstance(region, Boxes):
        low, high = _ends(region.limits, criteria)
        least, most = np.maximum(low, 1 - (high.sum() - high)), np.minimum(high, 1 - (low.sum() - low))
        # Ends that meet may be turned round by rounding.
        return np.minimum(least, most), np.maximum(least, most)
    points = corners(region, criteria)
    return points.min(axis=0), points.max(axis=0)


def linear_rows(region: WeightSet, criteria: Sequence[str]) -> tuple[Floats, Floats]:
    """A and b such that the region is {w : A w <= b, w >= 0, sum of w = 1}; for vectors per assessor there are none."""
    size = len(criteria)
    match region:
        case Fixed() | Boxes():
            low, high = (
                _ends(region.limits, criteria)
                if isinstance(region, Boxes)
                else (_vector(region.weights, criteria),) * 2
            )
            return np.vstack([np.eye(size), -np.eye(size)]), np.concatenate([high, -low])
        case Ranked(order=order):
            at = {criterion: place for place, criterion in enumerate(criteria)}
            rows = np.zeros((size - 1, size))
            for row, (heavier, lighter) in enumerate(pairwise(order)):
                rows[row, at[heavier]], rows[row, at[lighter]] = -1, 1
            return rows, np.zeros(size - 1)
        case Free():
            return np.zeros((0, size)), np.zeros(0)
        case PerAssessor():
            raise InputWrong("does_not_apply", "weights", "per_assessor", "a single convex region is needed")


def sample(region: WeightSet, criteria: Sequence[str], draws: Draws, count: int) -> Floats:
    """`count` vectors, even over the region; rows of the answer."""
    match region:
        case Fixed():
            return np.repeat(corners(region, criteria), count, axis=0)
        case Free():
            return draws.simplex(count, len(criteria))
        case Ranked(order=order):
            falling = -np.sort(-draws.simplex(count, len(order)), axis=1)
            return _in_order_of(order, criteria, falling)
        case Boxes(limits=limits):
            return _sample_boxes(*_ends(limits, criteria), draws, count)
        case PerAssessor(weights=each):
            vectors = np.array([_vector(each[assessor], criteria) for assessor in sorted(each)])
            return np.asarray(vectors[draws.choice(len(vectors), count)])


def _vector(weights: Mapping[str, float], criteria: Sequence[str]) -> Floats:
    given = np.array([weights[criterion] for criterion in criteria], dtype=float)
    return np.asarray(given / given.sum())


def _ends(limits: Mapping[str, tuple[float, float]], criteria: Sequence[str]) -> tuple[Floats, Floats]:
    low, high = np.array([limits[criterion] for criterion in criteria], dtype=float).T
    return low, high


def _in_order_of(order: Sequence[str], criteria: Sequence[str], rows: Floats) -> Floats:
    """Columns that stand from heaviest to lightest, put in the order of the criteria."""
    place = {criterion: at for at, criterion in enumerate(order)}
    return np.ascontiguousarray(rows[:, [place[criterion] for criterion in criteria]])


def _corners_of_boxes(low: Floats, high: Floats) -> Floats:
    """All weights but one at an end, and that one what is left: if it lies within its limits it is a corner."""
    size = len(low)
    if size > MOST_BOXES:
        raise InputWrong("too_large", "limits", size, MOST_BOXES)
    at_high = (np.arange(2 ** (size - 1))[:, None] >> np.arange(size - 1)) & 1
    found = []
    for left in range(size):
        others = np.delete(np.arange(size), left)
        points = np.empty((len(at_high), size))
        points[:, others] = np.where(at_high, high[others], low[others])
        points[:, left] = 1 - points[:, others].sum(axis=1)
        within = (points[:, left] >= low[left] - SLACK) & (points[:, left] <= high[left] + SLACK)
        found.append(np.clip(points[within], low, high))
    return np.unique(np.round(np.vstack(found), 12), axis=0)


def _sample_boxes(low: Floats, high: Floats, draws: Draws, count: int) -> Floats:
    """Even over the part of the simplex above the lowest weights; what comes above the highest is thrown away."""
    room = 1 - low.sum()
    if room <= SLACK or (high - low).sum() <= SLACK:
        return np.repeat(low[None, :] / low.sum(), count, axis=0)
    kept: list[Floats] = []
    thrown = accepted = 0
    while accepted < count:
        points = low + room * draws.simplex(CHUNK, len(low))
        points = points[(points <= high).all(axis=1)]
        kept.append(points)
        thrown, accepted = thrown + CHUNK, accepted + len(points)
        if accepted < LEAST_ACCEPTED * thrown:
            return _walk_in_boxes(low, high, draws, count)
    return np.vstack(kept)[:count]


def _walk_in_boxes(low: Floats, high: Floats, draws: Draws, count: int) -> Floats:
    """Hit-and-run (Smith, "Efficient Monte Carlo procedures for generating points uniformly distributed over bounded
    regions", Operations Research 32, 1984) along differences of two weights: every row walks by itself from the middle.
    """
    size = len(low)
    points = np.repeat(_corners_of_boxes(low, high).mean(axis=0)[None, :], count, axis=0)
    rows = np.arange(count)
    for _ in range(STEPS_PER_CRITERION * size):
        gains = draws.choice(size, count)
        gives = (gains + 1 + draws.choice(size - 1, count)) % size
        least = np.maximum(low[gains] - points[rows, gains], points[rows, gives] - high[gives])
        most = np.minimum(high[gains] - points[rows, gains], points[rows, gives] - low[gives])
        step = least + (most - least) * draws.uniform(count)
        points[rows, gains] += step
        points[rows, gives] -= step
    return np.asarray(np.clip(points, low, high))
