"""Why a team cannot be formed or joined, or a plan not be changed, submitted or approved."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kopgroep.kernel.obstacles import Obstacle
from kopgroep.rooms.partners.models import Partner
from kopgroep.rooms.programme.models import Deal
from kopgroep.rooms.programme.rules import obstacles_to_changing
from kopgroep.rooms.teams.models import Deliverable, DesignTeam, Plan, Seat


def obstacles_to_forming(deal: Deal, name: str) -> Iterator[Obstacle]:
    yield from obstacles_to_changing(deal)
    if DesignTeam.objects.filter(deal=deal, name=name.strip()).exists():
        yield Obstacle("name-taken", _("There is a team with this name already."), facts={"field": "name"})


def obstacles_to_team(team: DesignTeam) -> Iterator[Obstacle]:
    yield from obstacles_to_changing(team.deal)
    if team.ended_on is not None:
        yield Obstacle("ended", _("This team has ended."))


def obstacles_to_joining(team: DesignTeam, partner: Partner, *, on: date) -> Iterator[Obstacle]:
    yield from obstacles_to_team(team)
    name = {"partner": partner.organisation.name}
    if partner.deal_id != team.deal_id or not Partner.objects.taking_part(on).filter(pk=partner.pk).exists():
        yield Obstacle("not-taking-part", _("%(partner)s does not take part in this deal now.") % name)
    if Seat.objects.filter(team=team, partner=partner, until_on=None).exists():
        yield Obstacle(
            "in-team", _("%(partner)s sits in this team already.") % name, facts={"field": "partner"}
        )


def obstacles_to_drafting(team: DesignTeam) -> Iterator[Obstacle]:
    yield from obstacles_to_team(team)
    waiting = Plan.objects.filter(team=team, withdrawn_on=None, approved_on=None).first()
    if waiting is not None:
        yield Obstacle(
            "plan-open",
            _("A version of the plan is not approved yet; go on with that one."),
            mend_url=waiting.get_absolute_url(),
            mend_label=_("Look at it"),
        )


def obstacles_to_writing(plan: Plan) -> Iterator[Obstacle]:
    yield from obstacles_to_changing(plan.deal)
    if not plan.is_open:
        yield Obstacle("not-open", _("This version is handed in; it is sent back before it can change."))


def obstacles_to_submitting(plan: Plan) -> Iterator[Obstacle]:
    yield from obstacles_to_writing(plan)
    for part in plan.parts.filter(body="").order_by("order"):
        yield Obstacle(
            "part-empty",
            _("The part “%(part)s” is still empty.") % {"part": part.code},
            mend_url=reverse("teams:part", args=[plan.pk, part.code]),
            mend_label=_("Write it"),
        )
    if not plan.budget.exists():
        yield Obstacle(
            "no-budget",
            _("A plan needs a budget: what it takes in hours and euros, and who brings it."),
            mend_url=reverse("teams:budget-add", args=[plan.pk]),
            mend_label=_("Add a budget line"),
        )


def obstacles_to_judging(plan: Plan) -> Iterator[Obstacle]:
    yield from obstacles_to_changing(plan.deal)
    if plan.submitted_on is None or plan.withdrawn_on is not None:
        yield Obstacle("not-submitted", _("Only a plan that is handed in is approved or sent back."))
    if plan.approved_on is not None:
        yield Obstacle("approved", _("This plan was approved already."))


def obstacles_to_withdrawing(plan: Plan, *, reason: str) -> Iterator[Obstacle]:
    yield from obstacles_to_changing(plan.deal)
    if plan.withdrawn_on is not None:
        yield Obstacle("withdrawn", _("This plan was withdrawn already."))
    if not reason.strip():
        yield Obstacle("no-reason", _("Say why."), facts={"field": "reason"})


def obstacles_to_delivering(deliverable: Deliverable) -> Iterator[Obstacle]:
    yield from obstacles_to_team(deliverable.team)
    if deliverable.done_on is not None:
        yield Obstacle("done", _("This was delivered already."))
