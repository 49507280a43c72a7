"""Tools judged on criteria by assessors: what goes in, and the same as arrays.

A score is given, missing, or "does not apply". Missing is never read as zero: whatever it could have been on the
criterion's scale stays possible. What does not apply does not count, and its weight goes to the tool's other criteria.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from kopgroep.engine.answers import Reason
from kopgroep.engine.faults import InputWrong, need_finite, need_known, need_range, need_some, need_unique
from kopgroep.engine.givens import Given, by_id

Floats = NDArray[np.float64]
Booleans = NDArray[np.bool_]


class Scale(Given, frozen=True, kw_only=True):
    """The lowest and highest score that there can be, whatever scores were given."""

    low: float
    high: float

    def __post_init__(self) -> None:
        need_finite("low", self.low)
        need_finite("high", self.high)
        if not self.low < self.high:
            raise InputWrong("minimum_above_maximum", "low", self.low, self.high)


class KnockOut(Given, frozen=True, kw_only=True):
    """A tool whose mean score is below `least` or above `most` is out, however well it does elsewhere."""

    least: float | None = None
    most: float | None = None

    def __post_init__(self) -> None:
        for name in ("least", "most"):
            limit = getattr(self, name)
            if limit is not None:
                need_finite(name, limit)
        if self.least is not None and self.most is not None:
            need_range("least", self.least, self.most)


class Criterion(Given, frozen=True, kw_only=True):
    """`direction` "max": more is better. Without a `scale` the scores themselves span it, and then a tool that comes or
    goes can change the ranks of others."""

    id: str
    direction: Literal["max", "min"] = "max"
    scale: Scale | None = None
    knock_out: KnockOut | None = None


class Score(Given, frozen=True, kw_only=True):
    """What an assessor says of a tool on a criterion. `value` None: asked for and not given; `applies` False: the
    criterion cannot be said of this tool. An assessor who was not asked has no score at all."""

    tool: str
    criterion: str
    assessor: str
    value: float | None = None
    applies: bool = True

    def __post_init__(self) -> None:
        if self.value is not None:
            need_finite("value", self.value)
            if not self.applies:
                raise InputWrong("does_not_apply", "value", self.value, "the criterion does not apply")


class Assessment(Given, frozen=True, kw_only=True):
    tools: tuple[str, ...]
    criteria: tuple[Criterion, ...]
    assessors: tuple[str, ...]
    scores: tuple[Score, ...]

    def __post_init__(self) -> None:
        for name in ("tools", "criteria", "assessors", "scores"):
            need_some(name, getattr(self, name))
        need_unique("tools", self.tools)
        need_unique("criteria", [criterion.id for criterion in self.criteria])
        need_unique("assessors", self.assessors)
        tools, assessors = set(self.tools), set(self.assessors)
        criteria = {criterion.id: criterion for criterion in self.criteria}
        seen: set[tuple[str, str, str]] = set()
        for at, score in enumerate(self.scores):
            need_known(f"scores[{at}].tool", score.tool, tools, named="tools")
            need_known(f"scores[{at}].criterion", score.criterion, criteria, named="criteria")
            need_known(f"scores[{at}].assessor", score.assessor, assessors, named="assessors")
            scale = criteria[score.criterion].scale
            if scale is not None and score.value is not None:
                need_finite(f"scores[{at}].value", score.value, least=scale.low, most=scale.high)
            key = (score.tool, score.criterion, score.assessor)
            if key in seen:
                raise InputWrong("twice", f"scores[{at}]", " · ".join(key))
            seen.add(key)

    def in_order(self) -> Assessment:
        return msgspec.structs.replace(
            self,
            tools=tuple(sorted(self.tools)),
            criteria=by_id(self.criteria),
            assessors=tuple(sorted(self.assessors)),
            scores=tuple(sorted(self.scores, key=lambda one: (one.tool, one.criterion, one.assessor))),
        )


@dataclass(frozen=True)
class Table:
    """An assessment as arrays, with m tools, n criteria and k assessors in their order.

    `scores`: m x n x k as given, NaN where there is no number. `applies`: m x n. `values`: m x n between 0 (worst) and
    1 (best on the scale), the mean over the assessors who gave a score, NaN where nobody did. `lowest` and `highest`:
    the same with every score that is missing as bad, or as good, as the scale has it; where nothing is missing both
    equal `values`, and where the criterion does not apply both are NaN. `own_scale`: n, the criteria that have one.
    `shares`: m x n x k, each score as `values` has their mean. `withheld`: m x n x k, who was asked and gave no score;
    `absent`: m x n, the number of scores that are missing. `low` and `high`: n, the ends of the scales.
    """

    scores: Floats
    applies: Booleans
    values: Floats
    lowest: Floats
    highest: Floats
    own_scale: Booleans
    shares: Floats
    withheld: Booleans
    absent: NDArray[np.int64]
    low: Floats
    high: Floats

    @property
    def complete(self) -> bool:
        """Whether nothing is missing; what does not apply is not missing."""
        return bool((self.lowest[self.applies] == self.highest[self.applies]).all())


def table_of(assessment: Assessment) -> Table:
    """The arrays of an assessment that is in order."""
    scores, says_not, withheld = _filled(assessment)
    given = ~np.isnan(scores)
    # It applies unless somebody says it does not and nobody scored it.
    applies = np.asarray(given.any(axis=2) | ~says_not.any(axis=2))
    # Where nobody was asked, one score is missing: it could be anything.
    absent = np.maximum(withheld.sum(axis=2), ~(given | says_not | withheld).any(axis=2))
    own_scale = np.array([criterion.scale is not None for criterion in assessment.criteria])
    low, high = _spans(assessment, scores)
    rising = np.array([criterion.direction == "max" for criterion in assessment.criteria])
    with np.errstate(invalid="ignore", divide="ignore"):
        good = np.where(
            rising[:, None],
            (scores - low[:, None]) / (high - low)[:, None],
            (high[:, None] - scores) / (high - low)[:, None],
        )
        # A criterion on which all score the same tells nothing apart: everybody has all of it.
        good[:, high == low] = np.where(given[:, high == low], 1.0, np.nan)
        total, count = np.nansum(good, axis=2), given.sum(axis=2)
        values = np.where(count > 0, total / count, np.nan)
        asked = count + absent
        lowest = np.where(applies, total / asked, np.nan)
        highest = np.where(applies, (total + absent) / asked, np.nan)
    whole = applies & (absent == 0)
    return Table(
        scores=scores,
        applies=applies,
        values=values,
        lowest=np.where(whole, values, lowest),
        highest=np.where(whole, values, highest),
        own_scale=own_scale,
        shares=good,
        withheld=withheld,
        absent=absent,
        low=low,
        high=high,
    )


def knocked_out(assessment: Assessment) -> dict[str, Reason]:
    """The tools that are out, with the reason: the first criterion, in order, whose limit they do not keep."""
    scores, _, _ = _filled(assessment)
    count = (~np.isnan(scores)).sum(axis=2)
    means = np.where(count > 0, np.nansum(scores, axis=2) / np.maximum(count, 1), np.nan)
    out: dict[str, Reason] = {}
    for at, tool in enumerate(assessment.tools):
        for which, criterion in enumerate(assessment.criteria):
            mean, limit = float(means[at, which]), criterion.knock_out
            if limit is None or np.isnan(mean):
                continue
            if limit.least is not None and mean < limit.least:
                params = {"score": mean, "least": limit.least}
                out.setdefault(tool, Reason(code="ranking.below_least", params=params, refs=(criterion.id,)))
            if limit.most is not None and mean > limit.most:
                params = {"score": mean, "most": limit.most}
                out.setdefault(tool, Reason(code="ranking.above_most", params=params, refs=(criterion.id,)))
    return out


def without(assessment: Assessment, tools: set[str]) -> Assessment:
    """The assessment of the other tools."""
    kept = tuple(tool for tool in assessment.tools if tool not in tools)
    scores = tuple(score for score in assessment.scores if score.tool not in tools)
    if kept and not scores:
        # Of the others nothing is known: that one of their scores is missing says the same.
        first, criterion, who = kept[0], assessment.criteria[0].id, assessment.assessors[0]
        scores = (Score(tool=first, criterion=criterion, assessor=who),)
    return msgspec.structs.replace(assessment, tools=kept, scores=scores)


def _filled(assessment: Assessment) -> tuple[Floats, Booleans, Booleans]:
    """The scores (m x n x k, NaN where not given), where the criterion is said not to apply, and where a score was
    asked for and not given."""
    places = [
        {name: at for at, name in enumerate(names)}
        for names in (assessment.tools, [one.id for one in assessment.criteria], assessment.assessors)
    ]
    shape = tuple(len(names) for names in places)
    scores = np.full(shape, np.nan)
    says_not, withheld = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool)
    tools, criteria, assessors = places
    for score in assessment.scores:
        at = (tools[score.tool], criteria[score.criterion], assessors[score.assessor])
        if score.value is not None:
            scores[at] = score.value
        elif score.applies:
            withheld[at] = True
        else:
            says_not[at] = True
    return scores, says_not, withheld


def _spans(assessment: Assessment, scores: Floats) -> tuple[Floats, Floats]:
    """Per criterion the ends of its scale: its own, or the lowest and highest score that was given (0 to 1 if none)."""
    spans = []
    for at, criterion in enumerate(assessment.criteria):
        given = scores[:, at][~np.isnan(scores[:, at])]
        if criterion.scale is not None:
            spans.append((criterion.scale.low, criterion.scale.high))
        elif len(given):
            spans.append((float(given.min()), float(given.max())))
        else:
            spans.append((0.0, 1.0))
    low, high = np.array(spans).T
    return low, high
