"""The entrance of the exploration, the gaps, and what looks like what somebody types."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kopgroep.kernel import clock
from kopgroep.kernel.access import Permission, may
from kopgroep.rooms.programme.models import Deal
from kopgroep.rooms.tools.models import ON_LONGLIST, ExistingTool, ToolStatus
from kopgroep.rooms.tools.queries import alike_in, gaps_of, seen_tools, sight_of
from kopgroep.rooms.tools.queries.needs import Gap
from kopgroep.rooms.tools.views.loading import acts_for, crumbs_of, load_deal

CHOSEN = (ToolStatus.CHOSEN, ToolStatus.DEVELOPING, ToolStatus.TESTING, ToolStatus.DELIVERED)


def address_of(view: str, deal: Deal) -> str:
    """A page of a later room; "" while it is not there."""
    try:
        return reverse(view, args=[deal.code])
    except NoReverseMatch:
        return ""


def exploring(request: HttpRequest, deal: str) -> HttpResponse:
    """From need to choice: how many there are of each, and the one thing to do now."""
    found, _by = load_deal(request, deal, Permission.TOOL_VIEW)
    on = clock.today()
    gaps = gaps_of(found, on)
    tools: Any = seen_tools(found, sight_of(request.user, found, on), on)
    numbers = dict(tools.order_by().values_list("status").annotate(number=Count("pk", distinct=True)))
    context = {
        "deal": found,
        "steps": list(_steps(found, gaps, numbers)),
        "states": may(request, Permission.NEED_STATE, about=found) and not found.is_read_only,
        "proposes": may(request, Permission.TOOL_PROPOSE, about=found) and not found.is_read_only,
    }
    if context["states"]:
        context["next"] = _next(found, gaps, numbers, keeps=may(request, Permission.TOOL_KEEP, about=found))
    return render(request, "tools/exploring.html", context)


def _steps(deal: Deal, gaps: list[Gap], numbers: dict[str, int]) -> Iterator[dict[str, Any]]:
    """The way from need to choice; a step of a later room shows when its page is there."""
    existing = ExistingTool.objects.filter(deal=deal).count()
    looked = sum(1 for gap in gaps if gap.is_looked_for)
    listed = sum(numbers.get(status, 0) for status in ON_LONGLIST)
    chosen = sum(numbers.get(status, 0) for status in CHOSEN)
    yield _step(
        _("Needs"), "tools:needs", deal, len(gaps), _("What do we need, apart from what would answer it?")
    )
    words = ngettext("%(looked)d need was looked for", "%(looked)d needs were looked for", looked)
    yield _step(_("What exists already"), "tools:existing", deal, existing, words % {"looked": looked})
    yield _step(
        _("Gaps"),
        "tools:gaps",
        deal,
        sum(1 for gap in gaps if gap.verdict),
        _("Develop, develop further, or adopt?"),
    )
    yield _step(_("Longlist"), "tools:tools", deal, listed, _("What the deal may make."))
    later = (
        (_("Assessment framework"), "assessment:framework", _("What a tool is held against.")),
        (_("Assessment"), "assessment:assessments", _("What partners think of the tools.")),
        (_("Selection"), "selection:selection", _("Which tools the deal makes.")),
    )
    for label, view, note in later:
        if address_of(view, deal):
            yield _step(label, view, deal, chosen if view == "selection:selection" else None, note)


def _step(label: str, view: str, deal: Deal, count: int | None, note: str) -> dict[str, Any]:
    return {"label": label, "url": address_of(view, deal), "count": count, "note": note}


def _next(deal: Deal, gaps: list[Gap], numbers: dict[str, int], *, keeps: bool) -> dict[str, str]:
    """The one thing that brings the exploration on most."""
    if not gaps:
        return {"label": _("State the first need"), "url": reverse("tools:need-add", args=[deal.code])}
    unseen = next((gap.need for gap in gaps if not gap.is_looked_for), None)
    if unseen is not None:
        return {
            "label": _("Look for what exists"),
            "url": reverse("tools:search-add", args=[unseen.pk]),
            "note": unseen.process_question,
        }
    if keeps and numbers.get(ToolStatus.IDEA):
        return {
            "label": _("Look at the ideas: which go on the longlist?"),
            "url": reverse("tools:tools", args=[deal.code]) + f"?status={ToolStatus.IDEA}",
        }
    if not any(numbers.get(status) for status in ON_LONGLIST):
        return {"label": _("Propose the first tool"), "url": reverse("tools:tool-add", args=[deal.code])}
    if url := address_of("assessment:assessments", deal):
        return {"label": _("Assess the tools"), "url": url}
    return {"label": _("Look at the longlist"), "url": reverse("tools:tools", args=[deal.code])}


def gaps(request: HttpRequest, deal: str) -> HttpResponse:
    """Per need: what exists, what follows from that, and what was decided."""
    found, _by = load_deal(request, deal, Permission.TOOL_VIEW)
    context = {
        "deal": found,
        "gaps": gaps_of(found, clock.today()),
        "crumbs": crumbs_of(found),
        "logs": may(request, Permission.RESEARCH_LOG, about=found) and not found.is_read_only,
    }
    return render(request, "tools/gaps.html", context)


def alike(request: HttpRequest, deal: str) -> HttpResponse:
    """A part of a page: what looks like the question or name that somebody is typing."""
    found, _by = load_deal(request, deal, Permission.TOOL_VIEW)
    words = next((request.GET[name] for name in ("q", "process_question", "name") if name in request.GET), "")
    return render(request, "tools/alike.html", alike_context(request, found, words))


def alike_context(request: HttpRequest, deal: Deal, words: str) -> dict[str, Any]:
    on = clock.today()
    found = alike_in(deal, words[:500], sight_of(request.user, deal, on), on)
    acting = list(acts_for(request, deal)[:2]) if any(each.is_need for each in found) else []
    return {
        "deal": deal,
        "alike": found,
        # Who speaks for one organisation supports in one tap; who speaks for more says for which.
        "acting": acting[0] if len(acting) == 1 else None,
        "supports": bool(acting) and not deal.is_read_only,
    }
