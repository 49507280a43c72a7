"""Rounds, votes and what was chosen."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from kopgroep.rooms.partners.models import Partner
from kopgroep.rooms.programme.models import Deal
from kopgroep.rooms.selection.models import Ballot, Choice, Rejection, Round, Vote
from kopgroep.rooms.tools.models import Tool
from tests.factories.partners import LONG_AGO, make_partner
from tests.factories.programme import make_deal
from tests.factories.tools import make_tool

_number = count(1)
MORNING = datetime(2026, 3, 10, 9, tzinfo=UTC)


def make_round(deal: Deal | None = None, *, tools: tuple[Tool, ...] = (), **fields: Any) -> Round:
    number = next(_number)
    plain = {"title": f"Round {number}", "code": f"{number:06d}", "opened_at": MORNING}
    made = Round.objects.create(deal=deal or make_deal(), **plain | fields)
    made.tools.set(tools)
    return made


def make_ballot(within: Round | None = None, partner: Partner | None = None) -> Ballot:
    within = within or make_round()
    return Ballot.objects.create(round=within, partner=partner or make_partner(within.deal), cast_at=MORNING)


def make_vote(ballot: Ballot | None = None, tool: Tool | None = None, points: int = 1) -> Vote:
    ballot = ballot or make_ballot()
    return Vote.objects.create(ballot=ballot, tool=tool or make_tool(ballot.round.deal), points=points)


def make_choice(tool: Tool | None = None, *, chosen_on: date = LONG_AGO, **fields: Any) -> Choice:
    plain = {"reason": "The best of its kind."}
    return Choice.objects.create(tool=tool or make_tool(), chosen_on=chosen_on, **plain | fields)


def make_rejection(tool: Tool | None = None, **fields: Any) -> Rejection:
    plain = {"reason": "Others were better.", "rejected_on": LONG_AGO}
    return Rejection.objects.create(tool=tool or make_tool(), **plain | fields)
