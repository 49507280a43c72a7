"""The network at a glance, and the board on which partners move."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kopgroep.kernel import clock
from kopgroep.kernel.access import Permission, may, require
from kopgroep.kernel.obstacles import Obstructed
from kopgroep.kernel.records import EditedMeanwhile
from kopgroep.rooms.partners.actions import move_partner
from kopgroep.rooms.partners.forms import BoardMoveForm
from kopgroep.rooms.partners.models import Partner, Stage
from kopgroep.rooms.partners.queries.network import network_of
from kopgroep.rooms.partners.views.loading import load_deal


def network(request: HttpRequest, deal: str) -> HttpResponse:
    found = load_deal(request, deal)
    wholly = may(request, Permission.HISTORY_VIEW, about=found)
    state = network_of(found, on=clock.today(), wholly=wholly)
    rows = [[each.label, each.count, each.target, each.coming] for each in state.helices]
    context = {
        "deal": found,
        "network": state,
        "wholly": wholly,
        "may_see_enquiries": may(request, Permission.ENQUIRY_VIEW, about=found),
        "may_add": may(request, Permission.PARTNER_ADMIT, about=found) and not found.is_read_only,
        "may_import": may(request, Permission.IMPORT_RUN, about=found) and not found.is_read_only,
        "helix_table": {
            "heads": [_("Helix"), _("take part"), _("asked"), _("may come")][: 4 if wholly else 3],
            "rows": rows if wholly else [row[:3] for row in rows],
        },
    }
    return render(request, "partners/network.html", context)


def board(request: HttpRequest, deal: str) -> HttpResponse:
    found = load_deal(request, deal)
    if not may(request, Permission.HISTORY_VIEW, about=found):
        raise PermissionDenied
    state = network_of(found, on=clock.today(), wholly=True)
    context = {
        "deal": found,
        "network": state,
        "wholly": True,
        "may_see_enquiries": may(request, Permission.ENQUIRY_VIEW, about=found),
        "stages": Stage.choices,
        "may_move": may(request, Permission.PARTNER_ADMIT, about=found) and not found.is_read_only,
    }
    return render(request, "partners/board.html", context)


@require_POST
def step(request: HttpRequest, partner_id: int) -> HttpResponse:
    """A card's own form: to another stage, today. What needs a reason goes on to the form that asks for it."""
    partner = get_object_or_404(Partner.objects.select_related("deal", "organisation"), pk=partner_id)
    by = require(request, Permission.PARTNER_ADMIT, about=partner)
    form = BoardMoveForm(request.POST)
    now = clock.now()
    if not form.is_valid():
        messages.error(request, _("Choose a stage."))
        return redirect("partners:board", partner.deal.code)
    stage = form.cleaned_data["stage"]
    try:
        move_partner(
            partner=partner,
            stage=stage,
            since_on=clock.day_of(now),
            seen_revision=form.cleaned_data["seen_revision"],
            by=by,
            at=now,
        )
    except Obstructed as refusal:
        if any(obstacle.code == "no-reason" for obstacle in refusal.obstacles):
            address = redirect("partners:move", partner.pk)
            address["Location"] += f"?stage={stage}"
            return address
        messages.error(request, str(refusal))
    except EditedMeanwhile:
        messages.warning(request, _("Somebody else moved this partner just now. Look at the board again."))
    else:
        words = _("%(partner)s now stands at: %(stage)s.")
        messages.success(request, words % {"partner": partner.organisation.name, "stage": Stage(stage).label})
    return redirect("partners:board", partner.deal.code)
