"""Why a round cannot be opened, voted in or closed, and why a tool cannot be chosen or left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from kopgroep.kernel.obstacles import Obstacle
from kopgroep.rooms.partners.models import Partner
from kopgroep.rooms.programme.models import Deal
from kopgroep.rooms.programme.rules import obstacles_in_phase, obstacles_to_changing
from kopgroep.rooms.selection.models import Ballot, Choice, Method, Rejection, Round
from kopgroep.rooms.tools.models import Tool
from kopgroep.rooms.tools.queries import longlist

MOST_POINTS = {Method.SCORE: 5, Method.CONSENT: 1}


def obstacles_to_opening(
    deal: Deal, tools: Iterable[Tool], *, closes_on: date | None, on: date
) -> Iterator[Obstacle]:
    yield from obstacles_to_changing(deal)
    tools = list(tools)
    if len(tools) < 2:
        yield Obstacle("nothing-to-choose", _("Choose among two tools at least."), facts={"field": "tools"})
    listed = set(longlist(deal, on).values_list("pk", flat=True))
    if any(tool.pk not in listed for tool in tools):
        yield Obstacle(
            "not-on-longlist", _("One chooses among tools on the longlist."), facts={"field": "tools"}
        )
    if closes_on is not None and closes_on < on:
        yield Obstacle("past", _("This day has passed already."), facts={"field": "closes_on"})


def obstacles_to_voting(within: Round, partner: Partner, on: date) -> Iterator[Obstacle]:
    yield from obstacles_to_changing(within.deal)
    if not within.takes_votes(on):
        yield Obstacle(
            "closed",
            _("This round is closed; what was voted stands."),
            mend_url=within.get_absolute_url(),
            mend_label=_("Look at the result"),
        )
    if partner.deal_id != within.deal_id:
        yield Obstacle("other-deal", _("This organisation is no partner of this deal."))
    elif not Partner.objects.taking_part(on).filter(pk=partner.pk).exists():
        yield Obstacle("not-taking-part", _("This organisation does not take part in the deal now."))


def obstacles_to_casting(
    within: Round, partner: Partner, points: Mapping[int, int], reasons: Mapping[int, str], on: date
) -> Iterator[Obstacle]:
    """points  tool -> dots, points or 1 for an objection; what is 0 gives nothing."""
    yield from obstacles_to_voting(within, partner, on)
    tools = set(within.tools.values_list("pk", flat=True))
    if set(points) - tools:
        yield Obstacle("other-tool", _("One of these tools is not in this round."))
    given = [value for value in points.values() if value]
    most = MOST_POINTS.get(Method(within.method), within.dots)
    if any(value < 0 or value > most for value in given):
        yield Obstacle(
            "too-much-for-one", _("Give each tool from 0 to %(most)s.") % {"most": most}, facts={"most": most}
        )
    if within.method == Method.DOTS and sum(given) > within.dots:
        words = ngettext_lazy("There is %(dots)s dot", "There are %(dots)s dots", within.dots)
        yield Obstacle(
            "too-many-dots",
            _("%(there)s to divide, and you gave %(given)s.")
            % {"there": words % {"dots": within.dots}, "given": sum(given)},
            facts={"dots": within.dots, "given": sum(given)},
        )
    if within.method != Method.CONSENT and not given:
        yield Obstacle("nothing-given", _("Give something to one tool at least."))
    if within.method == Method.CONSENT and any(
        value and not reasons.get(tool, "").strip() for tool, value in points.items()
    ):
        yield Obstacle("no-reason", _("Say why you object, so that the others can do something about it."))


def obstacles_to_seeing(within: Round, on: date) -> Iterator[Obstacle]:
    """While votes come in, nobody sees the count."""
    if within.takes_votes(on):
        yield from obstacles_in_phase(within.deal, "running-vote", on)


def obstacles_to_closing(within: Round) -> Iterator[Obstacle]:
    yield from obstacles_to_changing(within.deal)
    if not within.is_open:
        yield Obstacle("closed", _("This round is closed already."))


def _obstacles_without_reason(reason: str) -> Iterator[Obstacle]:
    if not reason.strip():
        yield Obstacle(
            "no-reason", _("Say why, so that others can follow it later."), facts={"field": "reason"}
        )


def _obstacles_of_day(on: date, today: date) -> Iterator[Obstacle]:
    if on > today:
        yield Obstacle("to-come", _("This day is still to come."), facts={"field": "on"})


def obstacles_to_choosing(
    deal: Deal, tools: Iterable[Tool], *, reason: str, on: date, today: date, within: Round | None = None
) -> Iterator[Obstacle]:
    yield from obstacles_to_changing(deal)
    yield from _obstacles_without_reason(reason)
    yield from _obstacles_of_day(on, today)
    tools = list(tools)
    if not tools:
        yield Obstacle("no-tool", _("Tick one tool at least."), facts={"field": "tools"})
    yield from _obstacles_off_longlist(deal, tools, on)
    chosen = set(Choice.objects.filter(tool__deal=deal, revoked_on=None).values_list("tool", flat=True))
    for tool in tools:
        if tool.pk in chosen:
            yield Obstacle(
                "chosen", _("%(tool)s is chosen already.") % {"tool": tool.name}, facts={"field": "tools"}
            )
    if within is not None:
        yield from obstacles_to_following(within, deal)


def _obstacles_off_longlist(deal: Deal, tools: list[Tool], on: date) -> Iterator[Obstacle]:
    listed = set(longlist(deal, on).values_list("pk", flat=True))
    for tool in tools:
        if tool.pk not in listed:
            yield Obstacle(
                "not-on-longlist",
                _("%(tool)s is not on the longlist of that day.") % {"tool": tool.name},
                mend_url=tool.get_absolute_url(),
                mend_label=_("Look at the tool"),
                facts={"field": "tools"},
            )


def obstacles_to_following(within: Round, deal: Deal) -> Iterator[Obstacle]:
    """A round binds when it is closed and enough organisations voted."""
    if within.deal_id != deal.pk:
        yield Obstacle("other-deal", _("This round is of another deal."))
    if within.is_open:
        yield Obstacle(
            "still-open",
            _("This round is still open; close it first."),
            mend_url=reverse("selection:round-close", args=[within.pk]),
            mend_label=_("Close the round"),
        )
    voted = Ballot.objects.cast().filter(round=within).count()
    if voted < within.quorum:
        yield Obstacle(
            "no-quorum",
            _("%(voted)s organisations voted, and %(quorum)s are needed: this round decides nothing.")
            % {"voted": voted, "quorum": within.quorum},
            mend_url=reverse("selection:round-add", args=[deal.code]),
            mend_label=_("Open a new round"),
            facts={"voted": voted, "quorum": within.quorum},
        )


def obstacles_to_revoking(choice: Choice, *, reason: str, on: date, today: date) -> Iterator[Obstacle]:
    yield from obstacles_to_changing(choice.deal)
    yield from _obstacles_without_reason(reason)
    yield from _obstacles_of_day(on, today)
    if choice.revoked_on is not None:
        yield Obstacle("revoked", _("This choice was taken back already."))
    if on < choice.chosen_on:
        yield Obstacle("before-choice", _("It was not chosen yet on that day."), facts={"field": "on"})


def obstacles_to_rejecting(
    deal: Deal, tools: Iterable[Tool], *, reason: str, on: date, today: date
) -> Iterator[Obstacle]:
    yield from obstacles_to_changing(deal)
    yield from _obstacles_without_reason(reason)
    yield from _obstacles_of_day(on, today)
    tools = list(tools)
    if not tools:
        yield Obstacle("no-tool", _("Tick one tool at least."), facts={"field": "tools"})
    yield from _obstacles_off_longlist(deal, tools, on)
    chosen = set(Choice.objects.filter(tool__deal=deal, revoked_on=None).values_list("tool", flat=True))
    out = set(Rejection.objects.filter(tool__deal=deal, reconsidered_on=None).values_list("tool", flat=True))
    for tool in tools:
        name = {"tool": tool.name}
        if tool.pk in chosen:
            yield Obstacle("chosen", _("%(tool)s is chosen; take the choice back first.") % name)
        if tool.pk in out:
            yield Obstacle("left-out", _("%(tool)s was left out already.") % name)


def obstacles_to_reconsidering(
    rejection: Rejection, *, reason: str, on: date, today: date
) -> Iterator[Obstacle]:
    yield from obstacles_to_changing(rejection.deal)
    yield from _obstacles_without_reason(reason)
    yield from _obstacles_of_day(on, today)
    if rejection.reconsidered_on is not None:
        yield Obstacle("reconsidered", _("This tool came back already."))
    if on < rejection.rejected_on:
        yield Obstacle("before-rejection", _("It was not left out yet on that day."), facts={"field": "on"})
