"""A tool in a minute: one page, one choice per criterion, and on to the next."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kopgroep.kernel import clock
from kopgroep.kernel.access import Permission, require
from kopgroep.kernel.accounts.models import User
from kopgroep.kernel.acting import show_refusal
from kopgroep.kernel.actors import Actor
from kopgroep.kernel.obstacles import Obstructed
from kopgroep.rooms.assessment import actions
from kopgroep.rooms.assessment.actions.assessing import log_conflict
from kopgroep.rooms.assessment.forms import AssessForm
from kopgroep.rooms.assessment.models import Assessment
from kopgroep.rooms.assessment.queries import criteria_for, framework_on, work_of
from kopgroep.rooms.assessment.queries.conflicts import partners_of
from kopgroep.rooms.assessment.rules import obstacles_to_assessing
from kopgroep.rooms.assessment.views.framework import crumbs_of, load_deal
from kopgroep.rooms.partners.models import Partner
from kopgroep.rooms.tools.models import Tool


def mine(request: HttpRequest, deal: str) -> HttpResponse:
    """What I assessed and what is still to do."""
    found, _by = load_deal(request, deal, Permission.TOOL_ASSESS)
    assert isinstance(request.user, User)
    framework = framework_on(found, clock.today())
    work = work_of(request.user, found, framework, clock.today())
    context = {"deal": found, "framework": framework, "work": work, "crumbs": crumbs_of(found)}
    return render(request, "assessment/mine.html", context)


def assess(request: HttpRequest, tool_id: int) -> HttpResponse:
    tool = get_object_or_404(Tool.objects.select_related("deal"), pk=tool_id)
    by = require(request, Permission.TOOL_ASSESS, about=tool)
    on, user = clock.today(), request.user
    assert isinstance(user, User)
    partners = partners_of(user, tool.deal, on=on)
    if not partners:
        raise PermissionDenied
    framework = framework_on(tool.deal, on)
    obstacles = list(obstacles_to_assessing(tool, framework, partners[0], user, on=on))
    if any(obstacle.code == "conflict" for obstacle in obstacles) and request.method == "POST":
        log_conflict(tool=tool, partner=partners[0], assessor=user, by=by, at=clock.now())
    # One's own scores; of a new version, those under the version before stand there to begin with.
    own = Assessment.objects.filter(tool=tool, assessor=user, withdrawn_on=None)
    held = own.prefetch_related("scores__criterion").order_by("-framework__number").first()
    criteria = criteria_for(framework, tool) if framework else []
    form = AssessForm(request.POST or None, criteria=criteria, held=held)
    if not obstacles and form.is_valid() and _keep(form, tool, partners[0], user, request, by=by):
        return _on(request, tool, user, submit=request.POST.get("keep") != "draft")
    work = work_of(user, tool.deal, framework, on)
    context = {
        "deal": tool.deal,
        "tool": tool,
        "form": form,
        "obstacles": obstacles,
        "work": work,
        "before": held is not None and framework is not None and held.framework_id != framework.pk,
        "draft": f"assess-{tool.uid}",
        "crumbs": [
            *crumbs_of(tool.deal),
            {"label": _("Assess tools"), "url": reverse("assessment:mine", args=[tool.deal.code])},
        ],
    }
    return render(request, "assessment/assess.html", context)


def _keep(
    form: AssessForm, tool: Tool, partner: Partner, user: User, request: HttpRequest, *, by: Actor
) -> bool:
    try:
        actions.assess_tool(
            tool=tool,
            partner=partner,
            assessor=user,
            answers=form.answers(),
            remark=form.cleaned_data["remark"],
            submit=request.POST.get("keep") != "draft",
            by=by,
            at=clock.now(),
        )
    except Obstructed as refusal:
        show_refusal(form, refusal)
        return False
    return True


@require_POST
def withdraw(request: HttpRequest, assessment_id: int) -> HttpResponse:
    """Take back one's own judgement."""
    found = get_object_or_404(
        Assessment.objects.select_related("tool__deal", "framework__deal", "partner__organisation"),
        pk=assessment_id,
    )
    by = require(request, Permission.TOOL_ASSESS, about=found.tool)
    if found.assessor_id != request.user.pk:
        raise PermissionDenied
    try:
        actions.withdraw_assessment(assessment=found, by=by, at=clock.now())
    except Obstructed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Your assessment of %(tool)s is taken back.") % {"tool": found.tool.name})
    return redirect("assessment:mine", found.tool.deal.code)


def _on(request: HttpRequest, tool: Tool, user: User, *, submit: bool) -> HttpResponse:
    """Save and next: the tool that was assessed the fewest times."""
    if not submit:
        messages.success(request, _("Your draft is kept; nobody else sees it."))
        return redirect("assessment:mine", tool.deal.code)
    work = work_of(user, tool.deal, framework_on(tool.deal, clock.today()), clock.today())
    words = _("Thank you, %(tool)s is assessed: %(done)s of %(all)s.")
    messages.success(request, words % {"tool": tool.name, "done": len(work.done), "all": work.all})
    if work.next is not None:
        return redirect("assessment:assess", work.next.pk)
    return redirect("assessment:results", tool.deal.code)
