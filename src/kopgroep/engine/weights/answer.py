"""What comes out of judgements: a vector and a region per assessor, the same for all together, and how consistent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from kopgroep.engine.answers import Outcome, Reason, Told
from kopgroep.engine.weights.region import Boxes, WeightSet


class LookFirst(Told, frozen=True, kw_only=True):
    """The comparison whose change alone lowers the input-based ratio the most, to `ratio`, when it becomes `better`."""

    comparison: Literal["best_to_others", "others_to_worst", "best_to_worst"]
    criterion: str
    value: float
    better: float
    ratio: float


class Consistency(Told, frozen=True, kw_only=True):
    """How well comparisons with the best and the worst go together; 0 is fully consistent.

    `xi`: the largest gap that the linear model leaves. `input_ratio`: from the comparisons alone, and per criterion in
    `local`; `threshold` is what is acceptable for so many criteria (None where no threshold is published), `acceptable`
    compares the two. `output_ratio`: from the smallest gap of the ratio model. `look_first`: None when consistent.
    """

    xi: float
    input_ratio: float
    local: Mapping[str, float]
    threshold: float | None
    acceptable: bool | None
    output_ratio: float
    look_first: LookFirst | None


class AssessorWeights(Told, frozen=True, kw_only=True):
    """`weights` is one vector with sum 1; `region` holds every vector that fits what was said."""

    assessor: str
    method: str
    weights: Mapping[str, float]
    region: WeightSet
    consistency: Consistency | None = None
    reasons: tuple[Reason, ...] = ()


class WeightResult(Told, frozen=True, kw_only=True):
    """`weights`: the mean of the assessors' vectors. `region`: the one assessor's region, or each assessor's vector.
    `between`: the smallest limits per criterion that hold every assessor's whole region."""

    outcome: Outcome
    weights: Mapping[str, float]
    region: WeightSet
    between: Boxes
    assessors: tuple[AssessorWeights, ...]
