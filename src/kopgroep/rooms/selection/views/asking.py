"""A round by mail: each organisation gets its ballot, and fills it in without an account."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kopgroep.kernel import clock
from kopgroep.kernel.access import Permission
from kopgroep.kernel.acting import act_page, show_refusal
from kopgroep.kernel.actors import Actor
from kopgroep.kernel.links.actions import ask_by_mail
from kopgroep.kernel.obstacles import Obstacle, Obstructed
from kopgroep.rooms.partners.models import Partner
from kopgroep.rooms.partners.queries.partner import whom_to_ask
from kopgroep.rooms.programme.rules import obstacles_to_changing
from kopgroep.rooms.selection import forms
from kopgroep.rooms.selection.actions import cast_vote, hand_out_ballot
from kopgroep.rooms.selection.models import Ballot, Round
from kopgroep.rooms.selection.queries import turnout_of
from kopgroep.rooms.selection.rules import obstacles_to_voting
from kopgroep.rooms.selection.views.loading import crumbs_of, load_round
from kopgroep.rooms.selection.views.rounds import ballot_form, how_to_vote


class BallotByMail:
    """The purpose of a personal link: the ballot of one organisation in one round."""

    code = "ballot"
    days = 60
    template = "ballot"

    def title(self, about: Ballot) -> str:
        return about.round.title

    def facts(self, about: Ballot, on: date) -> Mapping[str, Any]:
        name = about.partner.organisation.name
        return {
            "lead": f"{name}. {how_to_vote(about.round)}",
            "submit": _("Give our voice"),
            "organisation": name,
            "round": about.round.title,
            "closes_on": about.round.closes_on,
            "deal": about.deal,
        }

    def may_answer(self, about: Ballot, email: str, on: date) -> bool:
        return any(contact.person.email == email for contact in whom_to_ask(about.partner, on=on))

    def obstacles(self, about: Ballot) -> Iterator[Obstacle]:
        yield from obstacles_to_voting(about.round, about.partner, clock.today())

    def form(self, about: Ballot, typed: Any) -> forms.BallotForm:
        return ballot_form(about.round, about.partner, typed)

    def act(self, about: Ballot, typed: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
        cast_vote(
            within=about.round,
            partner=about.partner,
            points=typed["points"],
            reasons=typed["reasons"],
            by=by,
            at=at,
        )

    def effect(self, about: Ballot, on: date) -> str:
        turnout = turnout_of(about.round, on)
        words = _("%(voted)s of %(asked)s organisations have voted now.")
        return words % {"voted": turnout.voted, "asked": turnout.asked}


def ask(request: HttpRequest, round_id: int) -> HttpResponse:
    """Mail a ballot to every organisation that has not voted yet."""
    within, by = load_round(request, round_id, Permission.LINK_SEND)
    on = clock.today()
    voted = Ballot.objects.cast().filter(round=within).values("partner")
    rows = Partner.objects.taking_part(on).filter(deal=within.deal).exclude(pk__in=voted)
    waiting = list(rows.select_related("organisation", "deal").order_by("organisation__name", "pk"))
    form = django_forms.Form(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            sent = _mail(within, waiting, by=by, at=clock.now())
        except Obstructed as refusal:
            show_refusal(form, refusal)
        else:
            words = ngettext("%(count)d ballot goes out.", "%(count)d ballots go out.", sent)
            messages.success(request, words % {"count": sent})
            return redirect(within)
    count = len(waiting)
    lead = ngettext(
        "%(count)d organisation has not voted yet. Who speaks for it gets a personal link.",
        "%(count)d organisations have not voted yet. Who speaks for them gets a personal link.",
        count,
    )
    return act_page(
        request,
        within.deal,
        form,
        title=_("Mail the ballots"),
        eyebrow=within.title,
        lead=lead % {"count": count},
        submit=_("Mail the ballots"),
        back=within.get_absolute_url(),
        crumbs=crumbs_of(within.deal, within),
        obstacles=list(obstacles_to_changing(within.deal)) or list(_nobody(within, waiting, on)),
    )


def _nobody(within: Round, waiting: list[Partner], on: date) -> Iterator[Obstacle]:
    if not within.takes_votes(on):
        yield Obstacle("closed", _("This round is closed; what was voted stands."))
    elif not waiting:
        yield Obstacle("everybody", _("Every organisation has voted already."))


@transaction.atomic
def _mail(within: Round, partners: list[Partner], *, by: Actor, at: datetime) -> int:
    sent = 0
    for partner in partners:
        for contact in whom_to_ask(partner, on=clock.day_of(at))[:1]:
            person = contact.person
            ask_by_mail(
                purpose=BallotByMail(),
                about=hand_out_ballot(within=within, partner=partner, at=at),
                name=person.name,
                email=person.email,
                language=person.user.language if person.user else "nl",
                by=by,
                at=at,
            )
            sent += 1
    return sent
