"""What people say of the weights: points, an order, limits, or comparisons with the best and the worst criterion."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Literal, TypeAlias

import msgspec

from kopgroep.engine.faults import InputWrong, need_finite, need_known, need_some, need_unique
from kopgroep.engine.givens import Given
from kopgroep.engine.weights.region import Boxes, need_criteria, need_weights

# Comparisons are made on the scale of 1 (as important) to 9 (absolutely more important).
LARGEST_COMPARISON = 9


class Points(Given, frozen=True, kw_only=True):
    """`give_or_take`: every number may be this much too high or too low."""

    points: Mapping[str, float]
    give_or_take: float = 0.0

    def __post_init__(self) -> None:
        need_weights("points", self.points)
        need_finite("give_or_take", self.give_or_take, least=0)
        if self.give_or_take >= max(self.points.values()):
            raise InputWrong("too_large", "give_or_take", self.give_or_take, max(self.points.values()))


class Direct(Points, frozen=True, kw_only=True, tag="direct", tag_field="method"):
    """Points per criterion, for instance 100 divided over all."""


class Swing(Points, frozen=True, kw_only=True, tag="swing", tag_field="method"):
    """What it is worth that a criterion goes from its worst to its best score: 100 for the one that is worth most."""


class Order(Given, frozen=True, kw_only=True, tag="ranked", tag_field="method"):
    """The criteria from heaviest to lightest, and how that becomes one vector."""

    order: tuple[str, ...]
    rule: Literal["centroid", "rank_sum"] = "centroid"

    def __post_init__(self) -> None:
        need_some("order", self.order)
        need_unique("order", self.order)


class Limits(Given, frozen=True, kw_only=True, tag="boxes", tag_field="method"):
    """Per criterion the lowest and the highest weight that seems right."""

    limits: Mapping[str, tuple[float, float]]

    def __post_init__(self) -> None:
        Boxes(limits=self.limits)


class BestWorst(Given, frozen=True, kw_only=True, tag="best_worst", tag_field="method"):
    """`best_to_others`: how much more important the best criterion is than each; `others_to_worst`: how much more
    important each is than the worst. From 1 (as important) to 9. The best against itself, the worst against itself and,
    in one of the two, the best against the worst may be left out."""

    best: str
    worst: str
    best_to_others: Mapping[str, float]
    others_to_worst: Mapping[str, float]

    def __post_init__(self) -> None:
        if self.best == self.worst:
            raise InputWrong("twice", "worst", self.worst)
        for name in ("best_to_others", "others_to_worst"):
            need_some(name, getattr(self, name))
            for criterion, value in getattr(self, name).items():
                need_finite(f"{name}.{criterion}", value, least=1, most=LARGEST_COMPARISON)
        for name, own in (("best_to_others", self.best), ("others_to_worst", self.worst)):
            if getattr(self, name).get(own, 1) != 1:
                raise InputWrong("too_large", f"{name}.{own}", getattr(self, name)[own], 1)
        said = {self.best_to_others.get(self.worst), self.others_to_worst.get(self.best)} - {None}
        if not said:
            raise InputWrong("empty", f"best_to_others.{self.worst}")
        if len(said) > 1:
            once, again = self.best_to_others[self.worst], self.others_to_worst[self.best]
            raise InputWrong(
                "does_not_apply", f"others_to_worst.{self.best}", again, f"best_to_others says {once:g}"
            )

    @property
    def best_to_worst(self) -> float:
        return self.best_to_others.get(self.worst, self.others_to_worst.get(self.best, 1))

    def to_best(self, criterion: str) -> float:
        return (
            1
            if criterion == self.best
            else {**self.best_to_others, self.worst: self.best_to_worst}[criterion]
        )

    def to_worst(self, criterion: str) -> float:
        return (
            1
            if criterion == self.worst
            else {**self.others_to_worst, self.best: self.best_to_worst}[criterion]
        )


Judgement: TypeAlias = Direct | Swing | Order | Limits | BestWorst


class Said(Given, frozen=True, kw_only=True):
    assessor: str
    judgement: Judgement


class Judgements(Given, frozen=True, kw_only=True, tag="weights", tag_field="problem"):
    """What each assessor says; they need not all use the same method."""

    criteria: tuple[str, ...]
    said: tuple[Said, ...]

    def __post_init__(self) -> None:
        need_some("criteria", self.criteria)
        need_unique("criteria", self.criteria)
        need_some("said", self.said)
        need_unique("said", [one.assessor for one in self.said])
        for at, one in enumerate(self.said):
            need_all(f"said[{at}].judgement", one.judgement, self.criteria)

    def in_order(self) -> Judgements:
        return msgspec.structs.replace(
            self,
            criteria=tuple(sorted(self.criteria)),
            said=tuple(sorted(self.said, key=lambda one: one.assessor)),
        )


def need_all(field: str, judgement: Judgement, criteria: Collection[str]) -> None:
    """A judgement says something of every criterion, and of nothing else."""
    match judgement:
        case Direct(points=points) | Swing(points=points):
            _need_same(f"{field}.points", points, criteria)
        case Order(order=order):
            _need_same(f"{field}.order", order, criteria)
        case Limits(limits=limits):
            need_criteria(f"{field}.limits", Boxes(limits=limits), tuple(criteria))
        case BestWorst(best=best, worst=worst):
            need_known(f"{field}.best", best, criteria, named="criteria")
            need_known(f"{field}.worst", worst, criteria, named="criteria")
            ends = {best, worst}
            _need_same(f"{field}.best_to_others", {*judgement.best_to_others, *ends}, criteria)
            _need_same(f"{field}.others_to_worst", {*judgement.others_to_worst, *ends}, criteria)


def _need_same(field: str, said: Collection[str], criteria: Collection[str]) -> None:
    for name in sorted(set(said).symmetric_difference(criteria)):
        raise InputWrong(
            "unknown", field, name, "criteria" if name in said else "criteria that are judged here"
        )
