"""A round: in the room with telephones and a big screen, or over days."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import segno
from django import forms as django_forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from kopgroep.kernel import clock
from kopgroep.kernel.access import Permission, SignInFirst, require
from kopgroep.kernel.acting import act_page, kept, show_refusal
from kopgroep.kernel.obstacles import Obstructed
from kopgroep.rooms.partners.models import Helix, Partner
from kopgroep.rooms.programme.rules import obstacles_to_changing
from kopgroep.rooms.selection import actions, forms
from kopgroep.rooms.selection.models import Ballot, Method, Round
from kopgroep.rooms.selection.queries import result_of, turnout_of
from kopgroep.rooms.selection.rules import (
    obstacles_to_closing,
    obstacles_to_following,
    obstacles_to_seeing,
    obstacles_to_voting,
)
from kopgroep.rooms.selection.views.loading import (
    crumbs_of,
    keeps,
    load_deal,
    load_round,
    own_partners,
    still_in,
)


def add(request: HttpRequest, deal: str) -> HttpResponse:
    found, by = load_deal(request, deal, Permission.SELECTION_KEEP)
    tools = still_in(found)
    form = forms.RoundForm(request.POST or None, tools=tools, initial={"tools": tools})
    if form.is_valid():
        try:
            made = actions.open_round(deal=found, **form.cleaned_data, by=by, at=clock.now())
        except Obstructed as refusal:
            show_refusal(form, refusal)
        else:
            return redirect(made)
    return act_page(
        request,
        found,
        form,
        title=_("Open a round"),
        lead=_("Partners choose among tools, each organisation with one voice."),
        submit=_("Open this round"),
        back=reverse("selection:selection", args=[found.code]),
        crumbs=crumbs_of(found),
        obstacles=list(obstacles_to_changing(found)),
    )


def address_of(within: Round) -> str:
    """What stands on the big screen and in the QR code."""
    return f"{settings.BASE_URL}{reverse('selection:vote', args=[within.code])}"


def counted(within: Round) -> dict[str, Any]:
    """What pages show of a round: who voted always, the count when it may be seen."""
    on = clock.today()
    hidden = list(obstacles_to_seeing(within, on))
    turnout = turnout_of(within, on)
    result = None if hidden or (within.takes_votes(on) and not turnout.voted) else result_of(within)
    return {
        "round": within,
        "is_open": within.takes_votes(on),
        "turnout": turnout,
        "hidden": hidden,
        "result": result,
        "helices": [str(label) for label in Helix.labels],
        "address": address_of(within),
    }


@never_cache
def round_page(request: HttpRequest, round_id: int) -> HttpResponse:
    within, _by = load_round(request, round_id, Permission.SELECTION_VIEW)
    on = clock.today()
    cast = Ballot.objects.cast().filter(round=within)
    context = counted(within) | {
        "deal": within.deal,
        "own": own_partners(request, within.deal),
        "keeps": keeps(request, within.deal),
        "voted": cast.select_related("partner__organisation").order_by("partner__organisation__name", "pk"),
        "blocked": [] if within.is_open else list(obstacles_to_following(within, within.deal)),
        "choices": within.choices.filter(revoked_on=None).select_related("tool").order_by("tool__name", "pk"),
        "crumbs": crumbs_of(within.deal),
        "waiting": Partner.objects.taking_part(on)
        .filter(deal=within.deal)
        .exclude(ballots__in=cast)
        .select_related("organisation")
        .order_by("organisation__name", "pk"),
    }
    return render(request, "selection/round.html", context)


@never_cache
def screen(request: HttpRequest, round_id: int) -> HttpResponse:
    """For the big screen in the room; the part that changes asks for itself every few seconds."""
    within, _by = load_round(request, round_id, Permission.SELECTION_VIEW)
    context = counted(within) | {"deal": within.deal, "crumbs": crumbs_of(within.deal, within)}
    if request.headers.get("HX-Request"):
        return render(request, "selection/screen_part.html", context)
    return render(request, "selection/screen.html", context)


def code(request: HttpRequest, round_id: int) -> HttpResponse:
    """The QR code that leads a telephone to its ballot."""
    within, _by = load_round(request, round_id, Permission.SELECTION_VIEW)
    drawn = BytesIO()
    segno.make(address_of(within), error="m").save(drawn, kind="svg", scale=8, light="#fff")
    return HttpResponse(drawn.getvalue(), content_type="image/svg+xml")


def enter(request: HttpRequest, short: str = "") -> HttpResponse:
    """From the short code to one's own ballot; who speaks for several organisations chooses which."""
    typed = (short or request.GET.get("code", "")).strip().upper()
    if not request.user.is_authenticated:
        raise SignInFirst
    if not typed:
        return render(request, "selection/enter.html", {})
    within = Round.objects.filter(code=typed).select_related("deal").first()
    if within is None:
        return render(request, "selection/enter.html", {"unknown": typed}, status=404)
    require(request, Permission.SELECTION_VIEW, about=within)
    own = own_partners(request, within.deal)
    if len(own) == 1:
        return redirect("selection:ballot", within.pk, own[0].pk)
    context = {"deal": within.deal, "round": within, "own": own, "crumbs": crumbs_of(within.deal, within)}
    return render(request, "selection/enter.html", context)


@never_cache
def ballot(request: HttpRequest, round_id: int, partner_id: int) -> HttpResponse:
    """The ballot of one organisation; its people change the same one until the round closes."""
    within, _by = load_round(request, round_id, Permission.SELECTION_VIEW)
    rows = Partner.objects.select_related("organisation", "deal")
    partner = get_object_or_404(rows, pk=partner_id, deal=within.deal_id)
    by = require(request, Permission.VOTE_CAST, about=partner)
    form = ballot_form(within, partner, request.POST or None)
    if kept(form, actions.cast_vote, within=within, partner=partner, by=by, at=clock.now()):
        words = _("The voice of %(partner)s is noted. Until the round closes you can change it.")
        messages.success(request, words % {"partner": partner.organisation.name})
        return redirect("selection:round", within.pk)
    held = Ballot.objects.cast().filter(round=within, partner=partner).first()
    return act_page(
        request,
        within.deal,
        form,
        title=within.title,
        eyebrow=partner.organisation.name,
        lead=how_to_vote(within),
        submit=_("Change our voice") if held else _("Give our voice"),
        back=within.get_absolute_url(),
        crumbs=crumbs_of(within.deal, within),
        obstacles=list(obstacles_to_voting(within, partner, clock.today())),
    )


def ballot_form(within: Round, partner: Partner, typed: Any) -> forms.BallotForm:
    votes = {
        vote.tool_id: (vote.points, vote.reason)
        for held in Ballot.objects.filter(round=within, partner=partner).prefetch_related("votes")
        for vote in held.votes.all()
    }
    return forms.BallotForm(typed, within=within, tools=list(within.tools.order_by("name", "pk")), said=votes)


def how_to_vote(within: Round) -> str:
    if within.method == Method.DOTS:
        words = _("Divide %(dots)s dots over the tools; you need not use all.")
        return words % {"dots": within.dots}
    if within.method == Method.SCORE:
        return _("Give each tool 0 to 5 points.")
    return _("Say to which tools you object, and why. Who objects to nothing agrees.")


def close(request: HttpRequest, round_id: int) -> HttpResponse:
    within, by = load_round(request, round_id, Permission.SELECTION_KEEP)
    form = django_forms.Form(request.POST if request.method == "POST" else None)
    if kept(form, actions.close_round, within=within, by=by, at=clock.now()):
        return redirect(within)
    turnout = turnout_of(within, clock.today())
    lead = _("%(voted)s of %(asked)s organisations voted. After this no vote comes in any more.")
    return act_page(
        request,
        within.deal,
        form,
        title=_("Close the round"),
        eyebrow=within.title,
        lead=lead % {"voted": turnout.voted, "asked": turnout.asked},
        submit=_("Close the round"),
        back=within.get_absolute_url(),
        crumbs=crumbs_of(within.deal, within),
        obstacles=list(obstacles_to_closing(within)),
    )
