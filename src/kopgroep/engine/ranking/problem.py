"""What is ranked, with which weights and by which method."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

import msgspec

from kopgroep.engine.assessment import Assessment
from kopgroep.engine.faults import InputWrong, need_finite, need_known
from kopgroep.engine.givens import Given
from kopgroep.engine.weights.region import WeightSet, need_criteria

Method: TypeAlias = Literal["weighted_sum", "weighted_product", "topsis", "promethee"]
Scaling: TypeAlias = Literal["fixed", "vector", "min_max", "none"]

# What each method can be given; the first is what it takes when nothing is said.
SCALINGS: Mapping[str, tuple[Scaling, ...]] = {
    "weighted_sum": ("fixed",),
    "weighted_product": ("fixed",),
    "topsis": ("vector", "min_max"),
    "promethee": ("none",),
}


class Preference(Given, frozen=True, kw_only=True):
    """How strongly a difference in score is felt (PROMETHEE), in the units of the score. See `promethee`.

    `indifference` (q): up to this it is not felt. `preference` (p): from this it is felt fully. `deviation` (s): where
    the bend of the Gaussian lies.
    """

    kind: Literal["usual", "u_shape", "v_shape", "level", "linear", "gaussian"] = "usual"
    indifference: float | None = None
    preference: float | None = None
    deviation: float | None = None

    def __post_init__(self) -> None:
        wanted = WANTED[self.kind]
        for name in ("indifference", "preference", "deviation"):
            value = getattr(self, name)
            if name in wanted and value is None:
                raise InputWrong("empty", name)
            if value is not None:
                if name not in wanted:
                    raise InputWrong("does_not_apply", name, value, f"{self.kind} has no {name}")
                need_finite(name, value, least=0)
                if name != "indifference" and value == 0:
                    raise InputWrong("too_small", name, value, "a number above 0")
        if (
            self.indifference is not None
            and self.preference is not None
            and self.indifference > self.preference
        ):
            raise InputWrong("minimum_above_maximum", "indifference", self.indifference, self.preference)


WANTED = {
    "usual": (),
    "u_shape": ("indifference",),
    "v_shape": ("preference",),
    "level": ("indifference", "preference"),
    "linear": ("indifference", "preference"),
    "gaussian": ("deviation",),
}


class RankingProblem(Given, frozen=True, kw_only=True, tag="rank", tag_field="problem"):
    """`scaling` None: the method's own. `preferences`: per criterion, for PROMETHEE; "usual" where there is none. Of a
    region of weights the middle is taken. `top`: how many tools the second opinion is about."""

    assessment: Assessment
    weights: WeightSet
    method: Method = "weighted_sum"
    scaling: Scaling | None = None
    preferences: Mapping[str, Preference] = {}
    top: int = 5

    def __post_init__(self) -> None:
        criteria = [criterion.id for criterion in self.assessment.criteria]
        need_criteria("weights", self.weights, criteria)
        need_finite("top", self.top, least=1)
        for criterion in self.preferences:
            need_known("preferences", criterion, criteria, named="criteria")
        if self.scaling is not None and self.scaling not in SCALINGS[self.method]:
            possible = ", ".join(SCALINGS[self.method])
            raise InputWrong("does_not_apply", "scaling", self.scaling, f"{self.method} takes {possible}")

    @property
    def scaled(self) -> Scaling:
        return self.scaling or SCALINGS[self.method][0]

    def in_order(self) -> RankingProblem:
        return msgspec.structs.replace(self, assessment=self.assessment.in_order())
