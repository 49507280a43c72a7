"""A round is opened, organisations vote, and it is closed."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db import transaction

from kopgroep.kernel.actors import Actor
from kopgroep.kernel.clock import day_of
from kopgroep.kernel.journal.record import record
from kopgroep.kernel.journal.verbs import Verb
from kopgroep.kernel.obstacles import clear
from kopgroep.rooms.partners.models import Partner
from kopgroep.rooms.programme.models import Deal
from kopgroep.rooms.selection.models import Ballot, Method, Round, Vote
from kopgroep.rooms.selection.rules import (
    obstacles_to_casting,
    obstacles_to_closing,
    obstacles_to_opening,
    obstacles_to_voting,
)
from kopgroep.rooms.tools.models import Tool

# No signs that look like each other: it is read from a screen and typed on a telephone.
SIGNS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


def new_code() -> str:
    while True:
        code = "".join(secrets.choice(SIGNS) for _number in range(6))
        if not Round.objects.filter(code=code).exists():
            return code


@transaction.atomic
def open_round(
    *,
    deal: Deal,
    title: str,
    tools: Iterable[Tool],
    method: str = Method.DOTS,
    dots: int = 6,
    quorum: int = 0,
    closes_on: date | None = None,
    by: Actor,
    at: datetime,
) -> Round:
    """Let partners choose among these tools (keuzeronde), in the room or over days."""
    tools = list(tools)
    clear(obstacles_to_opening(deal, tools, closes_on=closes_on, on=day_of(at)))
    made = Round.objects.create(
        deal=deal,
        title=title.strip(),
        method=method,
        dots=dots,
        quorum=quorum,
        code=new_code(),
        opened_at=at,
        closes_on=closes_on,
    )
    made.tools.set(tools)
    record(Verb.ROUND_OPENED, about=made, by=by, at=at, facts={"round": made.title, "tools": len(tools)})
    return made


@transaction.atomic
def hand_out_ballot(*, within: Round, partner: Partner, at: datetime) -> Ballot:
    """The one ballot of an organisation in a round, empty when nobody filled it in yet."""
    partner.claim(None)
    clear(obstacles_to_voting(within, partner, day_of(at)))
    return Ballot.objects.get_or_create(round=within, partner=partner)[0]


@transaction.atomic
def cast_vote(
    *,
    within: Round,
    partner: Partner,
    points: Mapping[int, int],
    reasons: Mapping[int, str] | None = None,
    by: Actor,
    at: datetime,
) -> Ballot:
    """Fill in the ballot of an organisation (stemmen); what it said before makes way for this."""
    # One voice for each organisation: of two of its people at once the second waits here. The round is read anew, so
    # that nothing comes in after it was closed.
    partner.claim(None)
    within = Round.objects.select_for_update(of=("self",)).select_related("deal").get(pk=within.pk)
    reasons = reasons or {}
    clear(obstacles_to_casting(within, partner, points, reasons, day_of(at)))
    ballot, _made = Ballot.objects.get_or_create(round=within, partner=partner)
    ballot.claim(None)
    ballot.cast_at = at
    ballot.save(update_fields=["cast_at"])
    ballot.votes.all().delete()
    Vote.objects.bulk_create(
        Vote(ballot=ballot, tool_id=tool, points=given, reason=reasons.get(tool, "").strip())
        for tool, given in sorted(points.items())
        if given
    )
    facts = {"round": within.title, "partner": partner.organisation.name}
    record(Verb.BALLOT_CAST, about=ballot, also=[within, partner], by=by, at=at, facts=facts)
    return ballot


@transaction.atomic
def close_round(*, within: Round, by: Actor, at: datetime) -> Round:
    """No vote comes in any more, and the count is there for everybody."""
    within.claim(None)
    within.refresh_from_db()
    clear(obstacles_to_closing(within))
    within.closed_at = at
    within.save(update_fields=["closed_at"])
    voted = Ballot.objects.cast().filter(round=within).count()
    record(Verb.ROUND_CLOSED, about=within, by=by, at=at, facts={"round": within.title, "count": voted})
    return within
