"""What goes into a robust ranking: scores and how sure they are, and the weights that are possible."""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

from kopgroep.engine.assessment import Assessment, Scale
from kopgroep.engine.faults import InputWrong, need_finite, need_known, need_range
from kopgroep.engine.givens import Given
from kopgroep.engine.robust.shift import Measure
from kopgroep.engine.weights.region import PerAssessor, WeightSet, need_criteria

# Every tool against every other: beyond this, tables of pairs and ranks no longer fit in memory as they should.
MOST_TOOLS = 2_000


class Normal(Given, frozen=True, kw_only=True, tag="normal", tag_field="kind"):
    """Around `mean`, with standard `deviation`, both in units of the criterion's scale."""

    tool: str
    criterion: str
    mean: float
    deviation: float

    def __post_init__(self) -> None:
        need_finite("mean", self.mean)
        need_finite("deviation", self.deviation, least=0)

    def need_within(self, scale: Scale) -> None:
        need_finite("mean", self.mean, least=scale.low, most=scale.high)
        need_finite("deviation", self.deviation, most=scale.high - scale.low)


class LogNormal(Given, frozen=True, kw_only=True, tag="lognormal", tag_field="kind"):
    """As likely above `median` as below; its logarithm is normal with standard deviation `sigma`."""

    tool: str
    criterion: str
    median: float
    sigma: float

    def __post_init__(self) -> None:
        need_finite("median", self.median)
        if self.median <= 0:
            raise InputWrong("too_small", "median", self.median, "a number above 0")
        need_finite("sigma", self.sigma, least=0, most=3)

    def need_within(self, scale: Scale) -> None:
        need_finite("median", self.median, least=scale.low, most=scale.high)


class Uniform(Given, frozen=True, kw_only=True, tag="uniform", tag_field="kind"):
    """Anything from `low` to `high`, all as likely."""

    tool: str
    criterion: str
    low: float
    high: float

    def __post_init__(self) -> None:
        need_finite("low", self.low)
        need_finite("high", self.high)
        need_range("low", self.low, self.high)

    def need_within(self, scale: Scale) -> None:
        for name in ("low", "high"):
            need_finite(name, getattr(self, name), least=scale.low, most=scale.high)


class Beta(Given, frozen=True, kw_only=True, tag="beta", tag_field="kind"):
    """A share between 0 and 1, known from trials: Beta(successes, failures)."""

    tool: str
    criterion: str
    successes: float
    failures: float

    def __post_init__(self) -> None:
        for name in ("successes", "failures"):
            need_finite(name, getattr(self, name), most=1e9)
            if getattr(self, name) <= 0:
                raise InputWrong("too_small", name, getattr(self, name), "a number above 0")

    def need_within(self, scale: Scale) -> None:
        need_finite("scale", scale.low, most=1)


Spread: TypeAlias = Normal | LogNormal | Uniform | Beta


class RobustProblem(Given, frozen=True, kw_only=True, tag="robust", tag_field="problem"):
    """`uncertain`: scores that are a distribution, in place of what assessors gave; they are not cut off at the ends of
    the scale. `assessors`: what several scores mean. "mean": their mean is the score; "per_score": in every sample, for
    every tool and criterion, one of them is picked; "per_criterion": one assessor is picked for a criterion, for all
    tools alike. A missing score is drawn evenly from its whole scale.

    `measure` and `within` are for the smallest change of weights that would swap two tools, seen from the middle of the
    weights: the share of the weight that moves in `total` or the `largest` change of one weight; within `any` weights
    or only those of the `region`.
    """

    assessment: Assessment
    weights: WeightSet
    uncertain: tuple[Spread, ...] = ()
    assessors: Literal["mean", "per_score", "per_criterion"] = "mean"
    measure: Measure = "total"
    within: Literal["any", "region"] = "any"

    def __post_init__(self) -> None:
        criteria = {criterion.id: criterion for criterion in self.assessment.criteria}
        need_finite("assessment.tools", len(self.assessment.tools), most=MOST_TOOLS)
        need_criteria("weights", self.weights, tuple(criteria))
        if self.within == "region" and isinstance(self.weights, PerAssessor):
            raise InputWrong(
                "does_not_apply", "within", "region", "there is a vector per assessor, no region"
            )
        seen: set[tuple[str, str]] = set()
        for at, spread in enumerate(self.uncertain):
            place = f"uncertain[{at}]"
            need_known(f"{place}.tool", spread.tool, self.assessment.tools, named="tools")
            need_known(f"{place}.criterion", spread.criterion, criteria, named="criteria")
            scale = criteria[spread.criterion].scale
            if scale is None:
                raise InputWrong(
                    "does_not_apply", f"{place}.criterion", spread.criterion, "this criterion has no scale"
                )
            try:
                spread.need_within(scale)
            except InputWrong as wrong:
                raise InputWrong(wrong.code, f"{place}.{wrong.field}", wrong.value, wrong.limit) from None
            if (spread.tool, spread.criterion) in seen:
                raise InputWrong("twice", place, f"{spread.tool} · {spread.criterion}")
            seen.add((spread.tool, spread.criterion))

    def in_order(self) -> RobustProblem:
        return msgspec.structs.replace(
            self,
            assessment=self.assessment.in_order(),
            uncertain=tuple(sorted(self.uncertain, key=lambda one: (one.tool, one.criterion))),
        )
