"""What the assessments say together: the ranking and its parts, how sure it is, and where assessors differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kopgroep.kernel import clock
from kopgroep.kernel.access import Permission, may, require
from kopgroep.kernel.actors import Actor
from kopgroep.kernel.lists.export import FORMATS, as_file
from kopgroep.rooms.assessment.advice import (
    Certainty,
    Judged,
    Line,
    certainty_of,
    judged,
    lines_of,
    own_lines_of,
)
from kopgroep.rooms.assessment.models import Assessment, Framework, Given
from kopgroep.rooms.assessment.queries import framework_on, judgements_of, sees_scores_of, tools_seen
from kopgroep.rooms.assessment.rules import obstacles_to_withdrawing
from kopgroep.rooms.assessment.views.framework import crumbs_of, load_deal
from kopgroep.rooms.assessment.views.pictures import columns_of, heat_map, helix_rows, opinions, shifts
from kopgroep.rooms.partners.models import Helix
from kopgroep.rooms.programme.models import Deal
from kopgroep.rooms.tools.models import Tool

MOST_WEIGHT = 10
ON_A_PAGE = 70


def results(request: HttpRequest, deal: str) -> HttpResponse:
    """The ranking of the tools whose scores this reader may see, with the weights in the address."""
    found, _by = load_deal(request, deal, Permission.FRAMEWORK_VIEW)
    on = clock.today()
    held = framework_on(found, on)
    framework = _version(request, found, held)
    context: dict[str, Any] = {"deal": found, "framework": framework, "crumbs": crumbs_of(found)}
    if framework is None:
        return render(request, "assessment/blind.html", context)
    runs_it = may(request, Permission.FRAMEWORK_EDIT, about=found)
    seen = tools_seen(request.user, found, framework, on, runs_it=runs_it)
    if seen is not None and not seen:
        return render(request, "assessment/blind.html", context)
    helix = request.GET.get("helix", "")
    rows = judged(framework, on, helix=helix if helix in Helix.values else "", only=seen)
    weights = _weights(request, rows)
    is_own = weights == rows.weights
    lines = own_lines_of(rows) if is_own else lines_of(rows, weights)
    if (kind := request.GET.get("export", "")) in FORMATS:
        return as_file(kind, name=_("Ranking"), columns=columns_of(rows), rows=lines)
    context |= _ranking(request, rows, lines, is_own=is_own)
    if request.headers.get("HX-Request"):
        return render(request, "assessment/ranking.html", context)
    context |= {
        "held": held,
        "some": seen is not None,
        "sliders": [{"criterion": one, "value": weights[one.code]} for one in rows.criteria],
        "most": max(MOST_WEIGHT, *(one.weight for one in rows.criteria)) if rows.criteria else MOST_WEIGHT,
        "helix": helix,
        "helices": Helix.choices,
    }
    if is_own and lines:
        context |= _certainty(rows, certainty_of(rows))
    return render(request, "assessment/results.html", context)


def _version(request: HttpRequest, deal: Deal, held: Framework | None) -> Framework | None:
    """Scores stay valid under the version that they were given under."""
    asked = request.GET.get("version", "")
    if asked.isdigit() and len(asked) < 6:
        return get_object_or_404(Framework.objects.exclude(adopted_on=None), deal=deal, number=int(asked))
    return held


def _ranking(request: HttpRequest, rows: Judged, lines: Sequence[Line], *, is_own: bool) -> dict[str, Any]:
    ranked = {line.tool for line in lines}
    page = Paginator(lines, ON_A_PAGE).get_page(request.GET.get("page"))
    names = {criterion.code: str(criterion.name) for criterion in rows.criteria}
    return {
        "page": page,
        "lines": [{"line": line, "parts": _parts(line, names)} for line in page],
        "is_own": is_own,
        "without": [name for tool, name in rows.tools.items() if tool not in ranked],
        "formats": [{"kind": kind, "label": label} for kind, (label, _type) in FORMATS.items()],
    }


def _parts(line: Line, names: Mapping[str, str]) -> str:
    return " · ".join(f"{names[code]} {part}" for code, part in line.parts)


def _weights(request: HttpRequest, rows: Judged) -> dict[str, float]:
    """The weights in the address, where they are numbers; else the framework's own."""
    found = {}
    for code, own in rows.weights.items():
        text = request.GET.get(f"w-{code}", "")
        found[code] = float(min(int(text[:4]), 100)) if text.isdecimal() else own
    return found if any(found.values()) else rows.weights


def _certainty(rows: Judged, sure: Certainty) -> dict[str, Any]:
    """How sure the ranking is: the heat map, what other methods choose, agreement, what to talk about first."""
    names = {criterion.code: str(criterion.name) for criterion in rows.criteria}
    return {
        "sure": sure,
        "heat": heat_map(rows.tools, sure.chances) if sure.chances else None,
        "leader": rows.tools[sure.leader] if sure.leader else "",
        "shifts": shifts(sure, rows.tools, names),
        "opinions": opinions(sure),
        "alphas": [(names[code], alpha) for code, alpha in sure.alphas.items() if code in names],
        "by_helix": helix_rows(sure, rows.tools),
    }


def load_tool(request: HttpRequest, tool_id: int, permission: Permission) -> tuple[Tool, Actor]:
    tool = get_object_or_404(Tool.objects.select_related("deal"), pk=tool_id)
    return tool, require(request, permission, about=tool)


def tool_scores(request: HttpRequest, tool_id: int) -> HttpResponse:
    """Every assessment of one tool, for who may see it."""
    tool, _by = load_tool(request, tool_id, Permission.FRAMEWORK_VIEW)
    on = clock.today()
    framework = _version(request, tool.deal, framework_on(tool.deal, on))
    runs_it = may(request, Permission.FRAMEWORK_EDIT, about=tool)
    results_url = reverse("assessment:results", args=[tool.deal.code])
    crumbs = [*crumbs_of(tool.deal), {"label": _("Results"), "url": results_url}]
    context: dict[str, Any] = {"deal": tool.deal, "tool": tool, "framework": framework, "crumbs": crumbs}
    if framework is None or not sees_scores_of(request.user, tool, framework, on, runs_it=runs_it):
        return render(request, "assessment/blind.html", context)
    criteria = list(framework.criteria.order_by("order", "pk"))
    own = Assessment.objects.filter(framework=framework, tool=tool, assessor=request.user.pk)
    own = own.filter(withdrawn_on=None).exclude(submitted_on=None)
    mine = own.select_related("framework__deal").first()
    context |= {
        "criteria": criteria,
        "rows": [
            {
                "organisation": one.organisation,
                "remark": one.remark,
                "answers": [_shown(one.answers.get(criterion.pk)) for criterion in criteria],
            }
            for one in judgements_of(framework, on, tool=tool.pk)
        ],
        "mine": mine if mine and not list(obstacles_to_withdrawing(mine)) else None,
    }
    return render(request, "assessment/tool.html", context)


def _shown(answer: tuple[str, int | None] | None) -> str:
    if answer is None:
        return "–"
    given, value = answer
    return str(value) if given == Given.SCORE else str(Given(given).label)
