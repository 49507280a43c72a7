"""What the assessments say together: the ranking and its parts, how sure it is, and where assessors differ."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kopgroep.kernel import clock
from kopgroep.kernel.access import Permission, may, require
from kopgroep.kernel.obstacles import Words
from kopgroep.rooms.assessment.advice import Judged, agreement_of, judged, ranking_of, robust_of
from kopgroep.rooms.assessment.models import Given
from kopgroep.rooms.assessment.queries import framework_on, judgements_of, sees_results
from kopgroep.rooms.assessment.queries.work import sees_scores_of
from kopgroep.rooms.assessment.views.framework import crumbs_of, load_deal
from kopgroep.rooms.partners.models import Helix
from kopgroep.rooms.tools.models import Tool

MOST_WEIGHT = 10
SHOWN_IN_PICTURE = 15
METHODS: Mapping[str, Words] = {
    "weighted_sum": gettext_lazy("weighted sum"),
    "weighted_product": gettext_lazy("weighted product"),
    "topsis": "TOPSIS",
    "promethee": "PROMETHEE II",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One tool of the ranking, ready to show."""

    tool: int
    name: str
    rank: str
    score: float
    parts: tuple[tuple[str, float], ...]
    assessors: int
    spread: float
    rank_range: str


def results(request: HttpRequest, deal: str) -> HttpResponse:
    found, _by = load_deal(request, deal, Permission.FRAMEWORK_VIEW)
    on = clock.today()
    framework = framework_on(found, on)
    runs_it = may(request, Permission.FRAMEWORK_EDIT, about=found)
    context: dict[str, Any] = {"deal": found, "framework": framework, "crumbs": crumbs_of(found)}
    if framework is None or not sees_results(request.user, found, framework, on, runs_it=runs_it):
        return render(request, "assessment/blind.html", context)
    helix = request.GET.get("helix", "")
    rows = judged(framework, on, helix=helix if helix in Helix.values else "")
    weights = _weights(request, rows)
    lines = _lines(rows, weights)
    context |= {
        "lines": lines,
        "sliders": [
            {"criterion": criterion, "value": weights[criterion.code], "most": MOST_WEIGHT}
            for criterion in rows.criteria
        ],
        "is_own": weights == rows.weights,
        "helix": helix,
        "helices": Helix.choices,
        "without": [
            name
            for key, name in sorted(rows.tools.items(), key=lambda each: each[1])
            if not any(line.tool == key for line in lines)
        ],
    }
    if request.headers.get("HX-Request"):
        return render(request, "assessment/ranking.html", context)
    if context["is_own"]:
        context |= _certainty(rows)
    return render(request, "assessment/results.html", context)


def _without(rows: Judged, lines: Sequence[Line]) -> list[str]:
    """Tools that have no place: nobody assessed them, or a knock-out keeps them out."""
    ranked = {line.tool for line in lines}
    return sorted(name for key, name in rows.tools.items() if key not in ranked)


def _weights(request: HttpRequest, rows: Judged) -> dict[str, float]:
    """The weights in the address, where they are numbers; else the framework's own."""
    found = {}
    for code, own in rows.weights.items():
        text = request.GET.get(f"w-{code}", "")
        found[code] = float(min(int(text), MOST_WEIGHT)) if text.isdigit() else own
    return found if any(found.values()) else rows.weights


def _lines(rows: Judged, weights: Mapping[str, float]) -> list[Line]:
    ranking = ranking_of(rows, weights)
    if ranking is None:
        return []
    names = {criterion.code: str(criterion.name) for criterion in rows.criteria}
    values = _values(rows)
    shared: dict[int, int] = defaultdict(int)
    for one in ranking.tools:
        shared[one.rank] += 1
    return [
        Line(
            tool=int(one.tool),
            name=rows.tools[int(one.tool)],
            rank=f"{one.rank}=" if shared[one.rank] > 1 else str(one.rank),
            score=round(one.score * 100),
            parts=tuple((names[code], round(part * 100)) for code, part in one.contributions.items()),
            assessors=len(values[int(one.tool)]),
            spread=_spread(values[int(one.tool)]),
            rank_range="" if one.best_rank == one.worst_rank else f"{one.best_rank}–{one.worst_rank}",
        )
        for one in ranking.tools
    ]


def _values(rows: Judged) -> dict[int, list[float]]:
    """Per tool the mean score of each assessor."""
    found: dict[int, list[float]] = defaultdict(list)
    for one in rows.judgements:
        given = [value for said, value in one.answers.values() if said == Given.SCORE and value is not None]
        if given:
            found[one.tool].append(sum(given) / len(given))
    return found


def _spread(means: Sequence[float]) -> float:
    return round(max(means) - min(means), 1) if len(means) > 1 else 0.0


def _certainty(rows: Judged) -> dict[str, Any]:
    """How sure the ranking is: the heat map, what other methods choose, agreement, what to talk about first."""
    robust, agreement = robust_of(rows), agreement_of(rows)
    ranking = ranking_of(rows)
    found: dict[str, Any] = {}
    if robust is not None:
        standings = robust.standings[:SHOWN_IN_PICTURE]
        found["heat"] = _heat(rows, standings)
        found["shifts"] = [
            {"name": rows.tools[int(shift.tool)], "size": round(100 * shift.size)}
            for shift in sorted(robust.shifts, key=lambda each: each.size if each.size is not None else 9)[:5]
            if shift.size is not None
        ]
        found["leader"] = rows.tools[int(robust.leader)] if robust.leader else ""
    if ranking is not None and ranking.second_opinion is not None:
        found["opinions"] = [
            {"method": METHODS.get(one.method, one.method), "same": one.same, "shared": one.shared}
            for one in ranking.second_opinion.opinions
        ]
        found["top"] = ranking.second_opinion.top
    if agreement is not None:
        found["alpha"] = agreement.overall.alpha
    values = _values(rows)
    differ = sorted(values, key=lambda tool: (-_spread(values[tool]), rows.tools[tool]))
    found["discuss"] = [
        {"tool": tool, "name": rows.tools[tool], "spread": _spread(values[tool])}
        for tool in differ[:5]
        if _spread(values[tool]) >= 1
    ]
    return found


def _heat(rows: Judged, standings: Sequence[Any]) -> dict[str, Any]:
    """Tools by ranks; the darker, the more often over all weights that are possible."""
    ranks = range(min(len(standings), SHOWN_IN_PICTURE))
    cells, table = [], []
    for down, one in enumerate(standings):
        shares = [one.acceptability[rank] if rank < len(one.acceptability) else 0.0 for rank in ranks]
        for across, share in enumerate(shares):
            cells.append(
                {
                    "x": across * 40 + 220,
                    "y": down * 28 + 30,
                    "shade": round(share, 3),
                    "words": f"{round(100 * share)}" if share >= 0.005 else "",
                    "is_dark": share > 0.55,
                }
            )
        table.append([rows.tools[int(one.tool)], *(f"{round(100 * share)}%" for share in shares)])
    return {
        "cells": cells,
        "names": [
            {"y": down * 28 + 49, "name": rows.tools[int(one.tool)][:30]}
            for down, one in enumerate(standings)
        ],
        "ranks": [{"x": rank * 40 + 240, "rank": rank + 1} for rank in ranks],
        "width": 230 + 40 * len(ranks),
        "height": 40 + 28 * len(standings),
        "table": {"heads": [_("Tool"), *(str(rank + 1) for rank in ranks)], "rows": table},
    }


def tool_scores(request: HttpRequest, tool_id: int) -> HttpResponse:
    """Every assessment of one tool, for who may see it."""
    tool = get_object_or_404(Tool.objects.select_related("deal"), pk=tool_id)
    require(request, Permission.FRAMEWORK_VIEW, about=tool)
    on = clock.today()
    framework = framework_on(tool.deal, on)
    runs_it = may(request, Permission.FRAMEWORK_EDIT, about=tool)
    context: dict[str, Any] = {"deal": tool.deal, "tool": tool, "framework": framework}
    context["crumbs"] = [
        *crumbs_of(tool.deal),
        {"label": _("Results"), "url": reverse("assessment:results", args=[tool.deal.code])},
    ]
    if framework is None or not sees_scores_of(request.user, tool, on, runs_it=runs_it):
        return render(request, "assessment/blind.html", context)
    criteria = list(framework.criteria.order_by("order", "pk"))
    rows = [one for one in judgements_of(framework, on) if one.tool == tool.pk]
    context |= {
        "criteria": criteria,
        "rows": [
            {
                "organisation": one.organisation,
                "remark": one.remark,
                "answers": [_shown(one.answers.get(criterion.pk)) for criterion in criteria],
            }
            for one in rows
        ],
    }
    return render(request, "assessment/tool.html", context)


def _shown(answer: tuple[str, int | None] | None) -> str:
    if answer is None:
        return "–"
    given, value = answer
    return str(value) if given == Given.SCORE else str(Given(given).label)
