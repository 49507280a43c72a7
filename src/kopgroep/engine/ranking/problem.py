"""What goes into a ranking."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

import msgspec

from kopgroep.engine.assessment import Assessment
from kopgroep.engine.faults import InputWrong, need_finite, need_known, need_range
from kopgroep.engine.givens import Given
from kopgroep.engine.weights.region import WeightSet, need_criteria

Method: TypeAlias = Literal["weighted_sum", "weighted_product", "topsis", "promethee"]
Scaling: TypeAlias = Literal["vector", "min_max"]


class Usual(Given, frozen=True, kw_only=True, tag="usual", tag_field="shape"):
    """Any difference counts in full."""


class UShape(Given, frozen=True, kw_only=True, tag="u_shape", tag_field="shape"):
    """A difference counts in full once it is more than `indifference`."""

    indifference: float

    def __post_init__(self) -> None:
        need_finite("indifference", self.indifference, least=0)


class VShape(Given, frozen=True, kw_only=True, tag="v_shape", tag_field="shape"):
    """A difference counts in proportion, in full from `preference` on."""

    preference: float

    def __post_init__(self) -> None:
        need_positive("preference", self.preference)


class Level(Given, frozen=True, kw_only=True, tag="level", tag_field="shape"):
    """A difference counts half above `indifference` and in full above `preference`."""

    indifference: float
    preference: float

    def __post_init__(self) -> None:
        need_finite("indifference", self.indifference, least=0)
        need_range("indifference", self.indifference, self.preference)


class Linear(Given, frozen=True, kw_only=True, tag="linear", tag_field="shape"):
    """A difference counts in proportion between `indifference` and `preference`."""

    indifference: float
    preference: float

    def __post_init__(self) -> None:
        need_finite("indifference", self.indifference, least=0)
        need_positive("preference", self.preference)
        need_range("indifference", self.indifference, self.preference)


class Gaussian(Given, frozen=True, kw_only=True, tag="gaussian", tag_field="shape"):
    """A difference counts 1 - exp(-d^2 / 2 s^2), with s its `spread`."""

    spread: float

    def __post_init__(self) -> None:
        need_positive("spread", self.spread)


Preference: TypeAlias = Usual | UShape | VShape | Level | Linear | Gaussian


class RankProblem(Given, frozen=True, kw_only=True, tag="rank", tag_field="problem"):
    """`weights`: what is known of them; their middle is used. `scaling` is for TOPSIS. `preferences`: per criterion the
    preference function of PROMETHEE, in the units of its scores; without one a difference counts in proportion to the
    whole scale. `top`: how many tools will be chosen, for the second opinion; None is half of them."""

    assessment: Assessment
    weights: WeightSet
    method: Method = "weighted_sum"
    scaling: Scaling = "vector"
    preferences: Mapping[str, Preference] = {}
    top: int | None = None

    def __post_init__(self) -> None:
        criteria = [criterion.id for criterion in self.assessment.criteria]
        need_criteria("weights", self.weights, criteria)
        for criterion in self.preferences:
            need_known("preferences", criterion, criteria, named="criteria")
        if self.top is not None:
            need_finite("top", self.top, least=1, most=len(self.assessment.tools))

    def in_order(self) -> RankProblem:
        return msgspec.structs.replace(self, assessment=self.assessment.in_order())


def need_positive(field: str, value: float) -> None:
    need_finite(field, value, least=0)
    if value == 0:
        raise InputWrong("too_small", field, value, "something above 0")
