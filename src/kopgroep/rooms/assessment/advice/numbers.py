"""Everything that was handed in, as the engine takes it: means per tool and criterion, counted in the database."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeVar

from django.core.cache import cache

from kopgroep.engine.assessment import Assessment as Given
from kopgroep.engine.assessment import Criterion as GivenCriterion
from kopgroep.engine.assessment import KnockOut, Scale, Score
from kopgroep.rooms.assessment.models import HIGHEST, LOWEST, Criterion, Framework
from kopgroep.rooms.assessment.queries.frameworks import criteria_apart
from kopgroep.rooms.assessment.queries.scores import Mean, means_of, spreads_of, state_of
from kopgroep.rooms.tools.models import Tool

SCALE = Scale(low=LOWEST, high=HIGHEST)
KEPT_SECONDS = 24 * 3600
# All assessors together: the engine is told their mean.
ALL = "all"
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Numbers:
    """What is kept between two visits: the means, and how many assessors lie how far apart."""

    means: Mapping[int, Mapping[int, Mean]]
    spreads: Mapping[int, tuple[int, float]]


@dataclass(frozen=True)
class Judged:
    """A version of the framework and what was handed in under it, once for the engine and once for the page.

    state  other as soon as anything is that the engine is told: as long as it is the same, so is the answer
    """

    framework: Framework
    on: date
    helix: str
    criteria: tuple[Criterion, ...]
    tools: Mapping[int, str]
    state: str

    @property
    def weights(self) -> dict[str, float]:
        return {criterion.code: float(criterion.weight) for criterion in self.criteria}

    @cached_property
    def numbers(self) -> Numbers:
        framework, on, helix = self.framework, self.on, self.helix
        return kept(
            f"numbers:{self.state}",
            lambda: Numbers(means_of(framework, on, helix=helix), spreads_of(framework, on, helix=helix)),
        )

    @cached_property
    def given(self) -> Given | None:
        """None when nobody said anything yet."""
        return given_of(self)


def judged(framework: Framework, on: date, *, helix: str = "", only: Collection[int] | None = None) -> Judged:
    """A few queries, whatever the number of tools and scores; `only` these tools, where not all may be seen."""
    rows = Tool.objects.on_longlist(on).filter(deal=framework.deal_id).order_by("name", "pk")
    tools = {key: name for key, name in rows.values_list("pk", "name") if only is None or key in only}
    criteria = tuple(framework.criteria.order_by("order", "pk"))
    said = [
        state_of(framework, on, helix=helix),
        [[one.code, one.weight, one.knock_out_below] for one in criteria],
        sorted(tools.items()),
    ]
    state = hashlib.sha256(json.dumps(said).encode()).hexdigest()
    return Judged(framework, on, helix, criteria, tools, state)


def given_of(found: Judged) -> Given | None:
    apart = criteria_apart(found.framework)
    codes = {one.pk: one.code for one in found.criteria}
    scores = []
    for tool in found.tools:
        means = found.numbers.means.get(tool)
        if not means:
            continue
        for key, code in codes.items():
            if tool in apart.get(key, ()):
                scores.append(Score(tool=str(tool), criterion=code, assessor=ALL, applies=False))
            elif key in means:
                mean = means[key]
                scores.append(_score(tool, code, mean))
    if not scores:
        return None
    return Given(
        tools=tuple(dict.fromkeys(score.tool for score in scores)),
        criteria=engine_criteria(found.criteria),
        assessors=(ALL,),
        scores=tuple(scores),
    )


def _score(tool: int, code: str, mean: Mean) -> Score:
    return Score(tool=str(tool), criterion=code, assessor=ALL, value=mean.value, applies=mean.applies)


def engine_criteria(criteria: Collection[Criterion]) -> tuple[GivenCriterion, ...]:
    return tuple(
        GivenCriterion(
            id=one.code,
            scale=SCALE,
            knock_out=KnockOut(least=one.knock_out_below) if one.knock_out_below else None,
        )
        for one in criteria
    )


def kept(key: str, ask: Callable[[], Answer]) -> Answer:
    """The answer of before, as long as the key is the same."""
    name = hashlib.sha256(f"assessment:{key}".encode()).hexdigest()
    answer: Answer | None = cache.get(name)
    if answer is None:
        answer = ask()
        cache.set(name, answer, KEPT_SECONDS)
    return answer
