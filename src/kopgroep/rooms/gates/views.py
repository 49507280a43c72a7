"""The gate of a phase, deciding about it, and what was decided."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from kopgroep.kernel import clock
from kopgroep.kernel.access import Permission, may, require
from kopgroep.kernel.obstacles import Obstructed
from kopgroep.rooms.gates.actions import review_gate
from kopgroep.rooms.gates.forms import ReviewForm, day_in
from kopgroep.rooms.gates.models import Review
from kopgroep.rooms.gates.queries import for_public, for_readers, gate, next_phase
from kopgroep.rooms.gates.queries.evidence import compare
from kopgroep.rooms.gates.rules import obstacles_to_reviewing
from kopgroep.rooms.programme.models import Phase


def load_phase(deal_code: str, phase_code: str) -> Phase:
    return get_object_or_404(Phase.objects.select_related("deal"), deal__code=deal_code, code=phase_code)


def gate_page(request: HttpRequest, deal: str, phase: str) -> HttpResponse:
    found = load_phase(deal, phase)
    require(request, Permission.DEAL_VIEW, about=found.deal)
    today = clock.today()
    on, form = day_in(request, today=today)
    state = gate(found.deal, found, on)
    may_mend = may(request, Permission.PARTNER_ADMIT, about=found.deal)
    takes_part = may(request, Permission.HISTORY_VIEW, about=found.deal)
    context = {
        "deal": found.deal,
        "phase": found,
        "gate": state if may_mend else for_readers(state) if takes_part else for_public(state),
        "on": on,
        "is_today": on == today,
        "show": request.GET.get("show", ""),
        "day_form": form,
        "may_review": may(request, Permission.GATE_REVIEW, about=found.deal) and not found.deal.is_read_only,
        "may_read_words": may(request, Permission.HISTORY_VIEW, about=found.deal),
        "next_phase": next_phase(found) if may(request, Permission.PHASE_ENTER, about=found.deal) else None,
    }
    return render(request, "gates/gate.html", context)


def review(request: HttpRequest, deal: str, phase: str) -> HttpResponse:
    found = load_phase(deal, phase)
    by = require(request, Permission.GATE_REVIEW, about=found.deal)
    now = clock.now()
    state = gate(found.deal, found, clock.day_of(now))
    form = ReviewForm(request.POST or None, gate=state)
    obstacles = list(obstacles_to_reviewing(found.deal))
    if form.is_valid():
        typed = form.cleaned_data
        try:
            made = review_gate(
                deal=found.deal,
                phase=found,
                decision=typed["decision"],
                reason=typed["reason"],
                conditions=typed["conditions"],
                exceptions=form.exceptions,
                state_on=state.on,
                seen=typed["seen"],
                uid=typed["uid"],
                by=by,
                at=now,
            )
        except Obstructed as refusal:
            form.show(refusal)
        else:
            return redirect("gates:decision", made.pk)
    context = {"deal": found.deal, "phase": found, "gate": state, "form": form, "obstacles": obstacles}
    return render(request, "gates/review.html", context)


def decision(request: HttpRequest, review_id: int) -> HttpResponse:
    made = get_object_or_404(Review.objects.select_related("deal", "phase", "reviewed_by"), pk=review_id)
    require(request, Permission.DEAL_VIEW, about=made.deal)
    made.phase.deal = made.deal
    today = gate(made.deal, made.phase, clock.today())
    context = {
        "deal": made.deal,
        "review": made,
        "gate": today,
        "norms": compare(made, today),
        "may_read_words": may(request, Permission.HISTORY_VIEW, about=made.deal),
        "next_phase": next_phase(made.phase)
        if may(request, Permission.PHASE_ENTER, about=made.deal)
        else None,
    }
    return render(request, "gates/decision.html", context)
