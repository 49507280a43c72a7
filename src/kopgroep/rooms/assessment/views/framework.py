"""The framework: what holds, the draft beside it, and changing that."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kopgroep.kernel import clock
from kopgroep.kernel.access import Permission, may, require
from kopgroep.kernel.acting import act_page, show_refusal
from kopgroep.kernel.actors import Actor
from kopgroep.kernel.obstacles import Obstructed
from kopgroep.kernel.texts import Text
from kopgroep.rooms.assessment import actions
from kopgroep.rooms.assessment.forms import CriterionForm
from kopgroep.rooms.assessment.models import Criterion, Framework
from kopgroep.rooms.assessment.queries import draft_of, framework_on, to_judge_anew
from kopgroep.rooms.assessment.rules import obstacles_to_adopting, obstacles_to_editing
from kopgroep.rooms.programme.models import Deal


def load_deal(request: HttpRequest, code: str, permission: Permission) -> tuple[Deal, Actor]:
    deal = get_object_or_404(Deal, code=code)
    return deal, require(request, permission, about=deal)


def crumbs_of(deal: Deal) -> list[dict[str, str]]:
    return [{"label": _("Exploring"), "url": reverse("tools:exploring", args=[deal.code])}]


def framework(request: HttpRequest, deal: str) -> HttpResponse:
    """The version that holds, another one that is asked for, or the draft where nothing holds yet."""
    found, _by = load_deal(request, deal, Permission.FRAMEWORK_VIEW)
    held, draft = framework_on(found, clock.today()), draft_of(found)
    asked = request.GET.get("version", "")
    shown = held or draft
    if asked.isdigit():
        shown = get_object_or_404(Framework, deal=found, number=int(asked))
    edits = may(request, Permission.FRAMEWORK_EDIT, about=found) and not found.is_read_only
    criteria = list(shown.criteria.prefetch_related("principles").order_by("order", "pk")) if shown else []
    total = sum(criterion.weight for criterion in criteria)
    context = {
        "deal": found,
        "framework": shown,
        "held": held,
        "draft": draft,
        "versions": Framework.objects.filter(deal=found).order_by("-number"),
        "rows": [_row(criterion, total) for criterion in criteria],
        "edits": edits,
        "changes": edits and shown is not None and not shown.is_adopted,
        "obstacles": list(obstacles_to_adopting(shown)) if edits and shown and not shown.is_adopted else [],
        "anew": to_judge_anew(shown, clock.today()) if shown and shown == held and shown.number > 1 else [],
        "crumbs": crumbs_of(found),
    }
    return render(request, "assessment/framework.html", context)


def _row(criterion: Criterion, total: int) -> dict[str, object]:
    anchors = sorted((score, Text.of(text)) for score, text in criterion.anchors.items())
    return {
        "criterion": criterion,
        "share": round(100 * criterion.weight / total) if total else 0,
        "sub_questions": [Text.of(each) for each in criterion.sub_questions],
        "anchors": anchors,
        "principles": list(criterion.principles.all()),
    }


@require_POST
def draft(request: HttpRequest, deal: str) -> HttpResponse:
    found, by = load_deal(request, deal, Permission.FRAMEWORK_EDIT)
    try:
        made = actions.draft_framework(deal=found, by=by, at=clock.now())
    except Obstructed as refusal:
        messages.error(request, str(refusal))
        return redirect("assessment:framework", found.code)
    return redirect(made)


def criterion(request: HttpRequest, framework_id: int, code: str = "") -> HttpResponse:
    """Add a criterion to a draft, or change one."""
    found = get_object_or_404(Framework.objects.select_related("deal"), pk=framework_id)
    by = require(request, Permission.FRAMEWORK_EDIT, about=found)
    known = get_object_or_404(found.criteria, code=code) if code else None
    form = CriterionForm(request.POST or None, framework=found, known=known)
    if form.is_valid():
        try:
            actions.change_criterion(framework=found, code=code, **form.said(), by=by, at=clock.now())
        except Obstructed as refusal:
            show_refusal(form, refusal)
        else:
            return redirect(found)
    return act_page(
        request,
        found.deal,
        form,
        title=_("Change a criterion") if known else _("Add a criterion"),
        submit=_("Keep this criterion"),
        back=found.get_absolute_url(),
        crumbs=[
            *crumbs_of(found.deal),
            {"label": _("Assessment framework"), "url": found.get_absolute_url()},
        ],
        obstacles=list(obstacles_to_editing(found)),
    )


@require_POST
def remove(request: HttpRequest, framework_id: int, code: str) -> HttpResponse:
    found = get_object_or_404(Framework.objects.select_related("deal"), pk=framework_id)
    by = require(request, Permission.FRAMEWORK_EDIT, about=found)
    known = get_object_or_404(found.criteria.select_related("framework__deal"), code=code)
    try:
        actions.remove_criterion(criterion=known, by=by, at=clock.now())
    except Obstructed as refusal:
        messages.error(request, str(refusal))
    return redirect(found)


@require_POST
def adopt(request: HttpRequest, framework_id: int) -> HttpResponse:
    found = get_object_or_404(Framework.objects.select_related("deal"), pk=framework_id)
    by = require(request, Permission.FRAMEWORK_EDIT, about=found)
    try:
        actions.adopt_framework(framework=found, by=by, at=clock.now())
    except Obstructed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The framework is adopted. Tools can be assessed with it from now on."))
    return redirect(found)
