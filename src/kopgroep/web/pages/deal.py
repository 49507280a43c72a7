"""The state of a deal for who works in it, and its public page."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from kopgroep.kernel import clock
from kopgroep.kernel.access import Permission, may, require
from kopgroep.rooms.gates.forms import day_in
from kopgroep.rooms.gates.queries import (
    DealState,
    GateState,
    counted_parties,
    for_public,
    for_readers,
    route_of,
    state_of,
)
from kopgroep.rooms.partners.rules import obstacles_to_enquiring_in_public
from kopgroep.rooms.programme.models import Deal, Phase
from kopgroep.web.nav import address_of


@require_safe
def deal(request: HttpRequest, deal: str) -> HttpResponse:
    """Stand van de deal: are we on our way, what is missing, who can mend it."""
    found = get_object_or_404(Deal, code=deal)
    require(request, Permission.DEAL_VIEW, about=found)
    today = clock.today()
    on, form = day_in(request, today=today)
    state = state_of(found, on)
    route = route_of(found, state, on)
    if not may(request, Permission.PARTNER_ADMIT, about=found):
        shown = for_readers if may(request, Permission.HISTORY_VIEW, about=found) else for_public
        state = replace(state, gates=tuple(shown(gate) for gate in state.gates))
    context = {
        "deal": found,
        "state": state,
        "route": route,
        "on": on,
        "is_today": on == today,
        "day_form": form,
        "gates": ordered(state),
        "unmeasured": unmeasured(state),
        "parties": counted_parties(found, state.counts),
        "planning_url": address_of("programme:planning", found.code),
        "phases_url": address_of("programme:phases", found.code),
        "may_plan": may(request, Permission.PHASE_PLAN, about=found) and not found.is_read_only,
        "may_manage": may(request, Permission.ACCOUNT_MANAGE, about=found),
    }
    return render(request, "pages/deal.html", context)


def ordered(state: DealState) -> list[tuple[GateState, bool]]:
    """The gates in the order of the deal; the one that comes next is unfolded."""
    following = state.next_gate
    return [(gate, gate is following) for gate in state.gates]


def unmeasured(state: DealState) -> int:
    """How many musts of the gates up to now nothing measures yet."""
    reached = state.phase.order if state.phase else 1
    return sum(
        not norm.is_met and not norm.is_gap
        for gate in state.gates
        if gate.phase.order <= reached
        for norm in gate.musts
    )


@require_safe
def about(request: HttpRequest, deal: str) -> HttpResponse:
    """What the deal is, for anyone who may see it: its phases, principles, norms, partners and sources."""
    found = get_object_or_404(Deal, code=deal)
    require(request, Permission.DEAL_VIEW, about=found)
    on = clock.today()
    state = state_of(found, on)
    partners = next((norm for norm in state.norms if norm.norm.measure == "partners"), None)
    route = route_of(found, state, on)
    phases = Phase.objects.filter(deal=found).order_by("order")
    context = {
        "deal": found,
        "state": state,
        "route": route,
        "legs": list(zip(route.legs, phases, strict=True)),
        "principles": found.principles.select_related("source").order_by("order"),
        "partners": partners,
        "parties": counted_parties(found, state.counts),
        "party_count": int(partners.value or 0) if partners else 0,
        "network_url": address_of("partners:network", found.code),
        "join_url": None
        if list(obstacles_to_enquiring_in_public(found))
        else address_of("partners:join", found.code),
        "sources": found.sources.order_by("pk"),
    }
    return render(request, "pages/about.html", context)
