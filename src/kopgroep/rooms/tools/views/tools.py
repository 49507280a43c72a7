"""Tools: the list, the card, and what one does with it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kopgroep.kernel import clock
from kopgroep.kernel.access import Permission, may, require
from kopgroep.kernel.acting import act_page, kept
from kopgroep.kernel.obstacles import Obstructed
from kopgroep.rooms.partners.models import Partner
from kopgroep.rooms.programme.rules import obstacles_to_changing
from kopgroep.rooms.tools import actions, forms
from kopgroep.rooms.tools.models import Need, Seen, TestWish, Tool, ToolStatus
from kopgroep.rooms.tools.queries import checks_of, seen_tools, sight_of, twins_of_tool
from kopgroep.rooms.tools.queries.tools import spoken_for
from kopgroep.rooms.tools.rules import obstacles_to_admitting
from kopgroep.rooms.tools.views.exploring import alike_context
from kopgroep.rooms.tools.views.lists import STATUS_TONES, tools_list
from kopgroep.rooms.tools.views.loading import (
    acts_for,
    below_tools,
    crumbs_of,
    load_deal,
    load_tool,
    partners_of,
)


def tool_list(request: HttpRequest, deal: str) -> HttpResponse:
    """Only what this reader may see."""
    found, _by = load_deal(request, deal, Permission.TOOL_VIEW)
    on = clock.today()
    rows = seen_tools(found, sight_of(request.user, found, on), on).prefetch_related("principles")
    shown = tools_list(found).show(request, rows, title=_("Tools"))
    if shown.download:
        return shown.download
    proposes = may(request, Permission.TOOL_PROPOSE, about=found) and not found.is_read_only
    context = {
        "deal": found,
        "list": shown,
        "title": _("Tools"),
        "lead": _("The longlist, and what became of it."),
        "crumbs": crumbs_of(found),
        "action_label": _("Propose a tool") if proposes else "",
        "action_url": reverse("tools:tool-add", args=[found.code]),
    }
    return render(request, "tools/list.html", context)


def add(request: HttpRequest, deal: str) -> HttpResponse:
    """A name is enough; what looks like it is shown while one types."""
    found, by = load_deal(request, deal, Permission.TOOL_PROPOSE)
    keeps = may(request, Permission.TOOL_KEEP, about=found)
    chosen = forms.principles_of(found).filter(code=request.GET.get("principle", ""))
    asked = request.GET.get("need", "")
    needs = Need.objects.filter(deal=found, pk=int(asked)) if asked.isdecimal() and len(asked) < 12 else None
    initial = {
        "principles": chosen,
        "makers": () if keeps else acts_for(request, found),
        "needs": needs,
        "visibility": Seen.DEAL,
    }
    form = forms.NewToolForm(request.POST or None, deal=found, partners=partners_of(found), initial=initial)
    context = alike_context(request, found, request.POST.get("name", ""))
    if form.is_valid() and context["alike"] and "seen_alike" not in request.POST:
        form.add_error(
            None, _("Something that looks like it is there already. Is it none of these, then send it again.")
        )
    elif kept(form, _proposed, deal=found, by=by, at=clock.now()):
        messages.success(
            request, _("The idea is on the list. The office looks whether it goes on the longlist.")
        )
        return redirect("tools:tools", found.code)
    return render(
        request,
        "tools/state.html",
        {
            **context,
            "form": form,
            "first": form["name"],
            "title": _("Propose a tool"),
            "lead": _("A name is enough to begin with; the card can be filled in later."),
            "submit": _("Propose this tool"),
            "back": reverse("tools:tools", args=[found.code]),
            "crumbs": below_tools(found),
            "obstacles": list(obstacles_to_changing(found)),
        },
    )


def _proposed(*, seen_revision: int | None = None, **said: Any) -> Tool:
    """A card that is new was not seen before."""
    return actions.propose_tool(**said)


def tool_page(request: HttpRequest, tool_id: int) -> HttpResponse:
    """The card: what it is, how far it is, what is missing, who would test it."""
    tool, _by = load_tool(request, tool_id, Permission.TOOL_VIEW)
    deal, on = tool.deal, clock.today()
    is_open = not deal.is_read_only
    sight = sight_of(request.user, deal, on)
    context: dict[str, Any] = {
        "deal": deal,
        "tool": tool,
        "status": ToolStatus(tool.status).label,
        "tone": STATUS_TONES.get(ToolStatus(tool.status), "neutral"),
        "owner": Partner.objects.filter(pk=tool.owner_id or 0).select_related("organisation").first(),
        "makers": tool.makers.select_related("organisation").order_by("organisation__name", "pk"),
        "principles": tool.principles.order_by("order", "pk"),
        "needs": tool.needs.order_by("process_question", "pk"),
        "standings": tool.standings.order_by("-since_on", "-pk"),
        "wishes": tool.test_wishes.filter(withdrawn_on=None)
        .select_related("partner__organisation")
        .order_by("-strength", "partner__organisation__name", "pk"),
        "mine": set(spoken_for(request.user, deal, on).values_list("pk", flat=True)),
        "checks": checks_of(tool, on),
        "missing": list(obstacles_to_admitting(tool, on)),
        "wishes_to_test": is_open and forms.municipalities(acts_for(request, deal)).exists(),
        "edits": is_open and may(request, Permission.TOOL_EDIT, about=tool),
        "keeps": is_open and may(request, Permission.TOOL_KEEP, about=tool),
        "sees_history": may(request, Permission.HISTORY_VIEW, about=tool),
        "crumbs": below_tools(deal),
    }
    if context["edits"]:
        answered = {need.address for need in tool.needs.all()}
        twins = twins_of_tool(tool, sight, on)
        context["twins"] = [each for each in twins if each.record.address not in answered]
    return render(request, "tools/tool.html", context)


def _act(request: HttpRequest, tool: Tool, form: Any, **more: Any) -> HttpResponse:
    return act_page(
        request,
        tool.deal,
        form,
        back=tool.get_absolute_url(),
        eyebrow=tool.name,
        crumbs=below_tools(tool.deal, tool),
        obstacles=list(obstacles_to_changing(tool.deal)),
        **more,
    )


def edit(request: HttpRequest, tool_id: int) -> HttpResponse:
    tool, by = load_tool(request, tool_id, Permission.TOOL_EDIT)
    form = forms.ToolForm(
        request.POST or None, deal=tool.deal, partners=partners_of(tool.deal), initial=forms.card_of(tool)
    )
    if kept(form, actions.change_tool, tool=tool, by=by, at=clock.now()):
        messages.success(request, _("The card is changed."))
        return redirect(tool)
    return _act(request, tool, form, title=_("Change the card"), submit=_("Save the card"))


def status(request: HttpRequest, tool_id: int) -> HttpResponse:
    """What it was before stays on record."""
    tool, by = load_tool(request, tool_id, Permission.TOOL_KEEP)
    following = ToolStatus.LONGLIST if tool.status == ToolStatus.IDEA else tool.status
    form = forms.StatusForm(request.POST or None, initial={"status": following, "on": clock.today()})
    if kept(form, actions.note_status, tool=tool, by=by, at=clock.now()):
        return redirect(tool)
    return _act(request, tool, form, title=_("Note how far it is"), submit=_("Note this status"))


def owner(request: HttpRequest, tool_id: int) -> HttpResponse:
    tool, by = load_tool(request, tool_id, Permission.TOOL_EDIT)
    initial = {"partner": tool.owner_id, "on": clock.today()}
    form = forms.OwnerForm(request.POST or None, partners=partners_of(tool.deal), initial=initial)
    if kept(form, actions.name_owner, tool=tool, by=by, at=clock.now()):
        return redirect(tool)
    return _act(
        request,
        tool,
        form,
        title=_("Who owns it"),
        lead=_("The partner that keeps it up when the deal is over."),
        submit=_("Note the owner"),
    )


def wish(request: HttpRequest, tool_id: int) -> HttpResponse:
    """A municipality says how much it would like to test this."""
    tool, _by = load_tool(request, tool_id, Permission.TOOL_VIEW)
    partners = forms.municipalities(acts_for(request, tool.deal))
    form = forms.WishForm(request.POST or None, partners=partners)
    chosen: Partner | None = form.cleaned_data["partner"] if form.is_valid() else None
    by = require(request, Permission.TOOL_SUPPORT, about=chosen or partners.first() or tool)
    if chosen and kept(form, actions.wish_to_test, tool=tool, by=by, at=clock.now()):
        messages.success(request, _("The wish is noted. Thank you."))
        return redirect(tool)
    return _act(request, tool, form, title=_("We would like to test this"), submit=_("Note this wish"))


@require_POST
def wish_withdraw(request: HttpRequest, wish_id: int) -> HttpResponse:
    rows = TestWish.objects.select_related("tool__deal", "partner__organisation", "partner__deal")
    found = get_object_or_404(rows, pk=wish_id)
    require(request, Permission.TOOL_VIEW, about=found.tool)
    by = require(request, Permission.TOOL_SUPPORT, about=found.partner)
    try:
        actions.withdraw_wish(wish=found, by=by, at=clock.now())
    except Obstructed as refusal:
        messages.error(request, str(refusal))
    return redirect(found.tool)
