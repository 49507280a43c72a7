"""The longlist as the engine sees it: points, principles, owners, wishes and what each tool takes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Avg, Q

from kopgroep.engine.portfolio.problem import PortfolioProblem, PortfolioRules, RobustProblem
from kopgroep.engine.portfolio.problem import Tool as GivenTool
from kopgroep.engine.weights.region import Boxes
from kopgroep.rooms.assessment.models import Criterion, Framework, Given, Score
from kopgroep.rooms.partners.models import Partner
from kopgroep.rooms.programme.models import Deal, DesignPrinciple
from kopgroep.rooms.selection.queries import norm_of
from kopgroep.rooms.tools.models import TestWish
from kopgroep.rooms.tools.queries import longlist

# The share by which a weight may turn out otherwise, up and down.
MARGIN = 0.5
SAMPLES = 100
# A mean of 1 to 5 in whole points.
POINTS = 1000


@dataclass(frozen=True)
class Limits:
    """What a proposal keeps to, beside the charter. `inside` and `outside`: tools that people decided on."""

    hours: int | None = None
    euros: int | None = None
    wanting: int = 0
    inside: tuple[int, ...] = ()
    outside: tuple[int, ...] = ()


@dataclass(frozen=True)
class Question:
    """What is asked of the engine, and by which names people know what it speaks of."""

    problem: PortfolioProblem
    weights: Mapping[str, float]
    tools: Mapping[int, str]
    names: Mapping[str, str]
    unscored: int
    unestimated: int
    deal: Deal

    @property
    def robust(self) -> RobustProblem | None:
        """The same for all weights that are still possible; None where nothing was assessed."""
        total = sum(self.weights.values())
        if not total or not self.problem.criteria:
            return None
        boxes = {
            code: (max(0.0, weight / total * (1 - MARGIN)), min(1.0, weight / total * (1 + MARGIN)))
            for code, weight in self.weights.items()
        }
        return RobustProblem(portfolio=self.problem, weights=Boxes(limits=boxes), samples=SAMPLES)


@dataclass(frozen=True)
class Means:
    """Per tool its mean on each criterion, and on all together."""

    weights: Mapping[str, float]
    by_tool: Mapping[int, Mapping[str, float]]
    least: Mapping[str, int]

    def whole(self, tool: int) -> float:
        found = self.by_tool.get(tool, {})
        weight = sum(self.weights[code] for code in found)
        if not weight:
            return 0.0
        return sum(self.weights[code] * mean for code, mean in found.items()) / weight

    def points(self, tool: int) -> dict[str, int]:
        """What was not scored counts as the mean of what was, so that a gap decides nothing."""
        found, whole = self.by_tool.get(tool, {}), self.whole(tool)
        return {code: round(POINTS * found.get(code, whole)) for code in self.weights}

    def is_knocked_out(self, tool: int) -> bool:
        found = self.by_tool.get(tool, {})
        return any(code in found and found[code] < least for code, least in self.least.items())


def means_of(deal: Deal, on: date) -> Means:
    """From the assessments that were in on a day, under the framework of that day."""
    framework = (
        Framework.objects.filter(deal=deal, adopted_on__lte=on)
        .filter(Q(ended_on=None) | Q(ended_on__gt=on))
        .order_by("-number")
        .first()
    )
    if framework is None:
        return Means({}, {}, {})
    criteria = list(Criterion.objects.filter(framework=framework).order_by("order", "pk"))
    rows = Score.objects.filter(
        assessment__framework=framework, assessment__submitted_on__lte=on, given=Given.SCORE
    ).filter(Q(assessment__withdrawn_on=None) | Q(assessment__withdrawn_on__gt=on))
    found: dict[int, dict[str, float]] = defaultdict(dict)
    means = rows.order_by().values_list("assessment__tool", "criterion__code").annotate(mean=Avg("value"))
    for tool, code, mean in means:
        found[tool][code] = float(mean)
    if not found:
        return Means({}, {}, {})
    weights = {one.code: float(one.weight) for one in criteria if one.weight}
    kept = {
        tool: {code: mean for code, mean in parts.items() if code in weights} for tool, parts in found.items()
    }
    least = {one.code: one.knock_out_below for one in criteria if one.knock_out_below}
    return Means(weights, kept, least)


def question_of(deal: Deal, on: date, limits: Limits) -> Question:
    """A constant number of queries."""
    rows: list[Any] = list(longlist(deal, on).prefetch_related("principles").order_by("pk"))
    means = means_of(deal, on)
    principles = list(DesignPrinciple.objects.filter(deal=deal).order_by("order", "pk"))
    wishes: dict[int, list[str]] = defaultdict(list)
    stated = TestWish.objects.filter(tool__deal=deal, stated_on__lte=on)
    stated = stated.filter(Q(withdrawn_on=None) | Q(withdrawn_on__gt=on))
    for tool, partner in stated.values_list("tool", "partner").distinct():
        wishes[tool].append(str(partner))
    owners = dict(Partner.objects.filter(deal=deal).values_list("pk", "organisation__name"))
    problem = PortfolioProblem(
        tools=tuple(_tool(row, means, wishes[row.pk], limits) for row in rows),
        principles=tuple(each.code for each in principles),
        municipalities=tuple(sorted({one for some in wishes.values() for one in some})),
        criteria=tuple(means.weights),
        rules=_rules(deal, limits),
    )
    names = {each.code: str(each.name) for each in principles}
    names |= {str(pk): name for pk, name in owners.items()}
    return Question(
        problem=problem,
        weights=means.weights,
        tools={row.pk: row.name for row in rows},
        names=names,
        unscored=sum(1 for row in rows if not means.by_tool.get(row.pk)),
        unestimated=sum(1 for row in rows if row.hours is None or row.euros is None),
        deal=deal,
    )


def _tool(row: Any, means: Means, wanted_by: list[str], limits: Limits) -> GivenTool:
    uses = {}
    if limits.hours is not None:
        uses["hours"] = int(row.hours or 0)
    if limits.euros is not None:
        uses["euros"] = round(row.euros or 0)
    stands: Any = "free"
    if row.pk in limits.inside:
        stands = "must"
    elif row.pk in limits.outside:
        stands = "must_not"
    elif means.is_knocked_out(row.pk):
        stands = "knocked_out"
    return GivenTool(
        id=str(row.pk),
        value=round(POINTS * means.whole(row.pk)),
        scores=means.points(row.pk),
        principles=tuple(sorted(each.code for each in row.principles.all())),
        owner=str(row.owner_id) if row.owner_id else None,
        uses=uses,
        wanted_by=tuple(sorted(wanted_by)),
        stands=stands,
    )


def _rules(deal: Deal, limits: Limits) -> PortfolioRules:
    """The charter's norms, and what there is."""
    given = {"hours": limits.hours, "euros": limits.euros}
    return PortfolioRules(
        minimum=int(norm_of(deal, "chosen_tools") or 0),
        per_principle=int(norm_of(deal, "chosen_tools_per_principle") or 0),
        owned=norm_of(deal, "tools_with_owner") is not None,
        wanting=limits.wanting,
        limits={name: limit for name, limit in given.items() if limit is not None},
    )
