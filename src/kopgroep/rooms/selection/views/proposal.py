"""What the engine would choose, why, and what would make a wish possible."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kopgroep.kernel import clock
from kopgroep.kernel.access import Permission
from kopgroep.rooms.contributions.queries import promised_hours
from kopgroep.rooms.programme.models import Deal
from kopgroep.rooms.selection import forms
from kopgroep.rooms.selection.advice import (
    Limits,
    Proposal,
    ask_for_proposal,
    job_of,
    proposal_of,
    relaxation_of,
    sentence_of,
    title_of,
)
from kopgroep.rooms.selection.models import Choice
from kopgroep.rooms.selection.queries import norm_of
from kopgroep.rooms.selection.views.loading import crumbs_of, load_deal
from kopgroep.rooms.tools.queries import longlist


def asked(request: HttpRequest, deal: Deal, typed: Any) -> tuple[forms.ProposalForm, Limits]:
    """What was typed in the address, else what the deal begins with: what is chosen stays in."""
    on = clock.today()
    chosen = list(Choice.objects.in_force(on).filter(tool__deal=deal).values_list("tool", flat=True))
    wanting = int(norm_of(deal, "sites_per_tool") or 0)
    tools: Any = longlist(deal, on).order_by("name", "pk")
    first = {"inside": chosen, "wanting": wanting}
    form = forms.ProposalForm(typed or None, tools=tools, initial=first)
    if not form.is_valid():
        return form, Limits(wanting=wanting, inside=tuple(chosen))
    said = form.cleaned_data
    inside = tuple(sorted(tool.pk for tool in said["inside"]))
    return form, Limits(
        hours=said["hours"],
        euros=said["euros"],
        wanting=said["wanting"] or 0,
        inside=inside,
        outside=tuple(sorted(tool.pk for tool in said["outside"] if tool.pk not in inside)),
    )


def proposal(request: HttpRequest, deal: str) -> HttpResponse:
    """Core, borderline and out, with the reason for each; where nothing is possible, what would make it so."""
    found, _by = load_deal(request, deal, Permission.SELECTION_KEEP)
    form, limits = asked(request, found, request.GET)
    question, answer = proposal_of(found, clock.today(), limits)
    context = {
        "deal": found,
        "form": form,
        "crumbs": crumbs_of(found),
        "count": len(question.tools),
        "remarks": list(_remarks(question)),
        "promised": round(sum(promised_hours(found, clock.today()).values())),
        "query": request.GET.urlencode(),
    }
    if answer is not None:
        context |= shown(found, answer)
    elif question.tools:
        context["job"] = job_of(found, question)
    return render(request, "selection/proposal.html", context)


@require_POST
def calculate(request: HttpRequest, deal: str) -> HttpResponse:
    found, by = load_deal(request, deal, Permission.SELECTION_KEEP)
    _form, limits = asked(request, found, request.GET)
    ask_for_proposal(deal=found, on=clock.today(), limits=limits, by=by, at=clock.now())
    query = request.GET.urlencode()
    return redirect(reverse("selection:proposal", args=[found.code]) + (f"?{query}" if query else ""))


def _remarks(question: Any) -> Any:
    if question.tools and not question.weights:
        yield _("Nothing was assessed yet, so every tool counts the same.")
    elif question.unscored:
        words = ngettext(
            "%(count)d tool was not assessed, and counts for nothing.",
            "%(count)d tools were not assessed, and count for nothing.",
            question.unscored,
        )
        yield words % {"count": question.unscored}
    if question.unestimated and question.problem.rules.limits:
        words = ngettext(
            "Of %(count)d tool it is not said how many hours and euros it takes; that counts as 0.",
            "Of %(count)d tools it is not said how many hours and euros they take; that counts as 0.",
            question.unestimated,
        )
        yield words % {"count": question.unestimated}


def shown(deal: Deal, answer: Proposal) -> dict[str, Any]:
    question, portfolio = answer.question, answer.portfolio
    why = {reason.refs[0]: sentence_of(reason, question) for reason in portfolio.left_out if reason.refs}
    chosen = set(portfolio.chosen)
    rows = [
        {
            "tool": tool,
            "name": question.tools[int(tool.id)],
            "is_in": tool.id in chosen,
            "points": tool.value / 1000,
            "principles": [question.names[one] for one in tool.principles],
            "owner": question.names.get(tool.owner or "", ""),
            "wanting": len(tool.wanted_by),
            "place": answer.place_of(tool.id),
            "why": why.get(tool.id, ""),
        }
        for tool in question.problem.tools
    ]
    rows.sort(key=lambda row: (not row["is_in"], -row["points"], row["name"]))
    ticked = urlencode([("tools", one) for one in portfolio.chosen])
    counts = [
        {
            "title": title_of(one.ref, question),
            "have": one.have,
            "minimum": one.minimum,
            "maximum": one.maximum,
        }
        for one in portfolio.counts
        if one.ref.partition(":")[0] in ("minimum", "principle", "resource")
    ]
    prices = [
        {"title": title_of(one.ref, question), "gain": (one.without - portfolio.value) / 1000}
        for one in portfolio.prices
        if one.without is not None and one.without > portfolio.value
    ]
    return {
        "portfolio": portfolio,
        "rows": rows,
        "counts": counts,
        "prices": prices,
        "choose_url": reverse("selection:choose", args=[deal.code]) + (f"?{ticked}" if ticked else ""),
        **_impossible(answer),
    }


def _impossible(answer: Proposal) -> dict[str, Any]:
    found = answer.portfolio.infeasibility
    if found is None:
        return {}
    question = answer.question
    return {
        "impossible": True,
        "because": [sentence_of(reason, question) for reason in found.reasons],
        "conflicts": [[title_of(ref, question) for ref in one.refs] for one in found.conflicts],
        "relaxations": [relaxation_of(one, question) for one in found.relaxations],
    }
