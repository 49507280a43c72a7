"""Tools are chosen or left out, and the way back of both."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from kopgroep.kernel.actors import Actor
from kopgroep.kernel.clock import day_of
from kopgroep.kernel.journal.record import record
from kopgroep.kernel.journal.verbs import Verb
from kopgroep.kernel.obstacles import clear
from kopgroep.rooms.meetings.actions import record_decision
from kopgroep.rooms.programme.models import Deal
from kopgroep.rooms.selection.models import Choice, Rejection, Round
from kopgroep.rooms.selection.queries import CHOSEN, order_of
from kopgroep.rooms.selection.rules import (
    obstacles_to_choosing,
    obstacles_to_reconsidering,
    obstacles_to_rejecting,
    obstacles_to_revoking,
)
from kopgroep.rooms.tools.actions import note_status
from kopgroep.rooms.tools.models import Tool, ToolStanding, ToolStatus
from kopgroep.rooms.tools.queries import told_name


@transaction.atomic
def choose_tools(
    *,
    deal: Deal,
    tools: Iterable[Tool],
    reason: str,
    on: date | None = None,
    within: Round | None = None,
    by: Actor,
    at: datetime,
) -> list[Choice]:
    """The deal goes on with these tools (keuze), all of them or, when one cannot be chosen, none."""
    # Two who choose at once: the second waits here, and is told what the first did.
    deal.claim(None)
    day, tools = on or day_of(at), list(tools)
    clear(obstacles_to_choosing(deal, tools, reason=reason, on=day, today=day_of(at), within=within))
    made = []
    for tool in tools:
        tool.deal = deal
        Rejection.objects.filter(tool=tool, reconsidered_on=None).update(reconsidered_on=day)
        choice = Choice.objects.create(tool=tool, round=within, reason=reason.strip(), chosen_on=day)
        record(
            Verb.TOOL_CHOSEN,
            about=choice,
            also=[tool, *([within] if within else [])],
            by=by,
            at=at,
            facts={"tool": told_name(tool, day), "on": day},
            private={"reason": choice.reason},
        )
        _noted(tool, ToolStatus.CHOSEN, day, choice.reason, by=by, at=at)
        made.append(choice)
    return made


def _noted(tool: Tool, status: str, on: date, reason: str, *, by: Actor, at: datetime) -> None:
    """Its status follows, unless it is so far already."""
    latest = ToolStanding.objects.filter(tool=tool).order_by("-since_on", "-pk").first()
    known = latest.status if latest else None
    if known == status or (status == ToolStatus.CHOSEN and known in CHOSEN):
        return
    note_status(tool=tool, status=status, on=on, reason=reason, by=by, at=at)


@transaction.atomic
def revoke_choice(*, choice: Choice, reason: str, on: date | None = None, by: Actor, at: datetime) -> Choice:
    """The deal does not go on with this tool after all; that it was chosen stays on record."""
    choice.claim(None)
    choice.refresh_from_db()
    day = on or day_of(at)
    clear(obstacles_to_revoking(choice, reason=reason, on=day, today=day_of(at)))
    choice.revoked_on, choice.revoke_reason = day, reason.strip()
    choice.save(update_fields=["revoked_on", "revoke_reason"])
    record(
        Verb.CHOICE_REVOKED,
        about=choice,
        also=[choice.tool],
        by=by,
        at=at,
        facts={"tool": told_name(choice.tool, day), "on": day},
        private={"reason": choice.revoke_reason},
    )
    _noted(choice.tool, ToolStatus.LONGLIST, day, choice.revoke_reason, by=by, at=at)
    return choice


@transaction.atomic
def reject_tools(
    *,
    deal: Deal,
    tools: Iterable[Tool],
    reason: str,
    way_back: str = "",
    on_reserve: bool = False,
    on: date | None = None,
    by: Actor,
    at: datetime,
) -> list[Rejection]:
    """These tools are not chosen (afgevallen): why, their place on the reserve list, and what would bring them back."""
    deal.claim(None)
    day, tools = on or day_of(at), list(tools)
    clear(obstacles_to_rejecting(deal, tools, reason=reason, on=day, today=day_of(at)))
    standing = Rejection.objects.filter(tool__deal=deal, reconsidered_on=None)
    last = standing.aggregate(last=Max("reserve"))["last"] or 0
    made = []
    for number, tool in enumerate(tools, start=1):
        tool.deal = deal
        rejection = Rejection.objects.create(
            tool=tool,
            reason=reason.strip(),
            way_back=way_back.strip(),
            reserve=last + number if on_reserve else None,
            rejected_on=day,
        )
        record(
            Verb.TOOL_REJECTED,
            about=rejection,
            also=[tool],
            by=by,
            at=at,
            facts={"tool": told_name(tool, day), "on": day},
            private={"reason": rejection.reason},
        )
        _noted(tool, ToolStatus.NOT_CHOSEN, day, rejection.reason, by=by, at=at)
        made.append(rejection)
    return made


@transaction.atomic
def reconsider_tool(
    *, rejection: Rejection, reason: str, on: date | None = None, by: Actor, at: datetime
) -> Rejection:
    """A tool that was left out comes back to the longlist (heroverwegen)."""
    rejection.claim(None)
    rejection.refresh_from_db()
    day = on or day_of(at)
    clear(obstacles_to_reconsidering(rejection, reason=reason, on=day, today=day_of(at)))
    rejection.reconsidered_on = day
    rejection.save(update_fields=["reconsidered_on"])
    record(
        Verb.TOOL_RECONSIDERED,
        about=rejection,
        also=[rejection.tool],
        by=by,
        at=at,
        facts={"tool": told_name(rejection.tool, day), "on": day},
        private={"reason": reason.strip()},
    )
    _noted(rejection.tool, ToolStatus.LONGLIST, day, reason.strip(), by=by, at=at)
    return rejection


@transaction.atomic
def decide_round(
    *,
    within: Round,
    tools: Iterable[Tool],
    reason: str,
    on_reserve: bool = True,
    way_back: str = "",
    by: Actor,
    at: datetime,
) -> list[Choice]:
    """What follows from a round: these tools are chosen, and the others of the round are left out with its count."""
    within.claim(None)
    tools = list(tools)
    made = choose_tools(deal=within.deal, tools=tools, reason=reason, within=within, by=by, at=at)
    within.decision = record_decision(deal=within.deal, text=reason, on=day_of(at), by=by, at=at)
    within.save(update_fields=["decision"])
    taken = {tool.pk for tool in tools}
    known = set(Choice.objects.filter(revoked_on=None).values_list("tool", flat=True))
    known |= set(Rejection.objects.filter(reconsidered_on=None).values_list("tool", flat=True))
    from_best = order_of(within)
    others = [tool for tool in from_best if tool.pk not in taken | known]
    if others:
        reject_tools(
            deal=within.deal,
            tools=others,
            reason=reason,
            way_back=way_back,
            on_reserve=on_reserve,
            by=by,
            at=at,
        )
    return made
