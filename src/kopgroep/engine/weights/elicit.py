"""From what assessors say to weights: one vector and one region each, and both for all of them together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from kopgroep.engine.answers import Reason, outcome_of
from kopgroep.engine.weights.answer import AssessorWeights, WeightResult
from kopgroep.engine.weights.best_worst import Compared, linear_model, ratio_limits
from kopgroep.engine.weights.consistency import consistency_of, contradictions
from kopgroep.engine.weights.direct import region_of_points, shares
from kopgroep.engine.weights.problem import BestWorst, Direct, Judgements, Limits, Order, Said, Swing
from kopgroep.engine.weights.ranked import RULES
from kopgroep.engine.weights.region import (
    Boxes,
    Fixed,
    PerAssessor,
    Ranked,
    WeightSet,
    centre,
    extremes,
)
from kopgroep.engine.weights.swing import swing_reasons, swing_weights


def elicit_weights(judgements: Judgements) -> WeightResult:
    problem = judgements.in_order()
    each = tuple(_weights_of(said, problem.criteria) for said in problem.said)
    together = {
        criterion: float(np.mean([one.weights[criterion] for one in each])) for criterion in problem.criteria
    }
    return WeightResult(
        outcome=outcome_of(problem),
        weights=together,
        region=_together(each),
        between=_between([one.region for one in each], problem.criteria),
        assessors=each,
    )


def _weights_of(said: Said, criteria: tuple[str, ...]) -> AssessorWeights:
    match said.judgement:
        case Direct(points=points, give_or_take=off):
            return _told(said, "direct", criteria, shares(points), region_of_points(points, off))
        case Swing(points=points, give_or_take=off):
            region = region_of_points(points, off)
            return _told(said, "swing", criteria, swing_weights(points), region, swing_reasons(points))
        case Order(order=order, rule=rule):
            return _told(said, "ranked", criteria, RULES[rule](order), Ranked(order=order))
        case Limits(limits=limits):
            boxes = Boxes(limits=limits)
            middle = dict(zip(criteria, centre(boxes, criteria).tolist(), strict=True))
            return _told(said, "boxes", criteria, middle, boxes)
        case BestWorst():
            return _best_worst(said.assessor, said.judgement, criteria)


def _told(
    said: Said,
    method: str,
    criteria: Sequence[str],
    weights: Mapping[str, float],
    region: WeightSet,
    reasons: tuple[Reason, ...] = (),
) -> AssessorWeights:
    in_order = {criterion: weights[criterion] for criterion in criteria}
    return AssessorWeights(
        assessor=said.assessor, method=method, weights=in_order, region=region, reasons=reasons
    )


def _best_worst(assessor: str, judgement: BestWorst, criteria: tuple[str, ...]) -> AssessorWeights:
    compared = Compared(
        criteria=criteria,
        best=criteria.index(judgement.best),
        worst=criteria.index(judgement.worst),
        to_best=np.array([judgement.to_best(criterion) for criterion in criteria]),
        to_worst=np.array([judgement.to_worst(criterion) for criterion in criteria]),
    )
    weights, xi, alone = linear_model(compared)
    vector = dict(zip(criteria, weights.tolist(), strict=True))
    limits = {
        criterion: (min(low, vector[criterion]), max(high, vector[criterion]))
        for criterion, (low, high) in ratio_limits(compared).items()
    }
    reasons = [Reason(code="weights.contradiction", refs=pair) for pair in contradictions(compared)]
    if not alone:
        reasons.append(Reason(code="weights.not_the_only_ones", params={"xi": xi}))
    return AssessorWeights(
        assessor=assessor,
        method="best_worst",
        weights=vector,
        region=Boxes(limits=limits) if xi else Fixed(weights=vector),
        consistency=consistency_of(compared, xi),
        reasons=tuple(reasons),
    )


def _together(each: Sequence[AssessorWeights]) -> WeightSet:
    if len(each) == 1:
        return each[0].region
    return PerAssessor(weights={one.assessor: one.weights for one in each})


def _between(regions: Sequence[WeightSet], criteria: Sequence[str]) -> Boxes:
    ends = [extremes(region, criteria) for region in regions]
    low = np.min([least for least, _ in ends], axis=0)
    high = np.max([most for _, most in ends], axis=0)
    return Boxes(
        limits={
            criterion: (float(one), float(other))
            for criterion, one, other in zip(criteria, np.clip(low, 0, 1), np.clip(high, 0, 1), strict=True)
        }
    )
