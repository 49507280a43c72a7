"""One gate on one day, when it is given which shocks happen: then items are independent of each other."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopgroep.engine.forecast.counts import (
    Outcomes,
    chance_of_all,
    chances_if_sure,
    poisson_binomial,
)

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# The states of the counts of norms that share items, times those items: 64 MB of chances.
MOST_STATES = 8_000_000


@dataclass(frozen=True)
class Asked:
    """The norms of a gate as arrays. `members`: items x norms, whether the item may count for the norm; `places` and
    `thresholds`: per norm the stage's number and how many items are needed."""

    members: NDArray[np.bool_]
    places: Ints
    thresholds: Ints

    def without(self, norm: int) -> Asked:
        rest = np.arange(len(self.places)) != norm
        return Asked(self.members[:, rest], self.places[rest], self.thresholds[rest])


@dataclass(frozen=True)
class Together:
    """Norms that share items, and those items: a part of the gate that is independent of its other parts."""

    norms: tuple[int, ...]
    items: tuple[int, ...]


def parts_of(asked: Asked) -> list[Together]:
    """The gate's norms, put together as far as they share items."""
    if len(asked.places) == 1:
        return [Together((0,), tuple(np.flatnonzero(asked.members[:, 0]).tolist()))]
    left, parts = set(range(len(asked.places))), []
    while left:
        norms = {min(left)}
        while True:
            items = asked.members[:, sorted(norms)].any(axis=1)
            wider = {int(norm) for norm in np.flatnonzero(asked.members[items].any(axis=0))} | norms
            if wider == norms:
                break
            norms = wider
        parts.append(Together(tuple(sorted(norms)), tuple(int(item) for item in np.flatnonzero(items))))
        left -= norms
    return parts


def can_be_exact(asked: Asked) -> bool:
    return all(
        math.prod(int(asked.thresholds[norm]) + 1 for norm in part.norms) * (len(part.items) + 1)
        <= MOST_STATES
        for part in parts_of(asked)
        if not _hopeless(asked, part)
    )


def chance_of(asked: Asked, reached: Floats) -> float:
    """The chance that all norms are met; `reached`: items x stages, the chance that the item comes so far."""
    return math.prod(_chance_of_part(asked, part, reached) for part in parts_of(asked))


def if_sure(asked: Asked, reached: Floats) -> Floats:
    """Per item: that chance if the item were sure to go all the way."""
    parts = parts_of(asked)
    chances = [_chance_of_part(asked, part, reached) for part in parts]
    found = np.full(len(asked.members), math.prod(chances))
    for at, part in enumerate(parts):
        if _hopeless(asked, part):
            continue
        others = math.prod(chances[:at] + chances[at + 1 :])
        thresholds = [int(asked.thresholds[norm]) for norm in part.norms]
        sure = [tuple(int(asked.members[item, norm]) for norm in part.norms) for item in part.items]
        outcomes = _outcomes(asked, part, reached)
        found[list(part.items)] = np.minimum(1.0, others * chances_if_sure(outcomes, sure, thresholds))
    return found


def _chance_of_part(asked: Asked, part: Together, reached: Floats) -> float:
    if _hopeless(asked, part):
        return 0.0
    alike = _classes(asked, part, reached)
    if any(one.varied for one in alike):
        thresholds = [int(asked.thresholds[norm]) for norm in part.norms]
        return min(1.0, chance_of_all(_outcomes(asked, part, reached), thresholds))
    shared = []
    for norm in part.norms:
        counting = [one for one in alike if norm in one.norms]
        if len(counting) == 1:
            # Nobody else can meet this norm, so it only cuts off what this class may not be short of.
            counting[0].counts[: asked.thresholds[norm]] = 0.0
        else:
            shared.append(norm)
    return min(1.0, _chance_of_classes(alike, shared, asked.thresholds))


class _Class:
    """Items that count for the same norms. `counts[k]`: the chance that k of them do."""

    def __init__(self, asked: Asked, norms: Sequence[int], items: list[int], reached: Floats) -> None:
        self.norms = set(norms)
        places = {int(asked.places[norm]) for norm in norms}
        # With norms at several stages an item may count for some and not for others.
        self.varied = len(places) > 1
        self.counts = poisson_binomial(reached[items, max(places)])


def _classes(asked: Asked, part: Together, reached: Floats) -> list[_Class]:
    alike: dict[tuple[int, ...], list[int]] = {}
    for item, row in zip(part.items, asked.members[list(part.items)].tolist(), strict=True):
        alike.setdefault(tuple(norm for norm, member in enumerate(row) if member), []).append(item)
    return [_Class(asked, norms, items, reached) for norms, items in sorted(alike.items())]


def _chance_of_classes(alike: Sequence[_Class], shared: Sequence[int], thresholds: Ints) -> float:
    if not shared:
        return math.prod(float(one.counts.sum()) for one in alike)
    if len(shared) == 1:
        total = np.ones(1)
        for one in alike:
            total = np.convolve(total, one.counts) if shared[0] in one.norms else total * one.counts.sum()
        return float(total[thresholds[shared[0]] :].sum())
    parts = [
        [
            (float(chance), tuple(count * int(norm in one.norms) for norm in shared))
            for count, chance in enumerate(one.counts)
            if chance > 0
        ]
        for one in alike
    ]
    return chance_of_all(parts, [int(thresholds[norm]) for norm in shared])


def _hopeless(asked: Asked, part: Together) -> bool:
    """A norm asks for more items than there are."""
    norms = list(part.norms)
    return bool((asked.members[:, norms].sum(axis=0) < asked.thresholds[norms]).any())


def _outcomes(asked: Asked, part: Together, reached: Floats) -> list[Outcomes]:
    return [_outcomes_of(asked, part.norms, item, reached[item]) for item in part.items]


def _outcomes_of(asked: Asked, norms: Sequence[int], item: int, row: Floats) -> Outcomes:
    """What can become of one item: it comes as far as a stage and no further, and then counts for some norms."""
    exactly = np.append(1.0, row) - np.append(row, 0.0)
    together: dict[tuple[int, ...], float] = {}
    for furthest, chance in enumerate(exactly, start=-1):
        if chance > 0:
            steps = tuple(int(asked.members[item, norm] and asked.places[norm] <= furthest) for norm in norms)
            together[steps] = together.get(steps, 0.0) + float(chance)
    return [(chance, steps) for steps, chance in together.items()]
