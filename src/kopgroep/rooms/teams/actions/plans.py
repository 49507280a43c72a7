"""A team's plan of approach is drafted, written, handed in, approved or sent back; with its budget."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Max

from kopgroep.kernel.actors import Actor
from kopgroep.kernel.clock import day_of
from kopgroep.kernel.journal.record import record
from kopgroep.kernel.journal.verbs import Verb
from kopgroep.kernel.money import Hours
from kopgroep.kernel.obstacles import clear
from kopgroep.rooms.partners.models import Partner
from kopgroep.rooms.programme.models import Phase
from kopgroep.rooms.teams.models import BudgetLine, DesignTeam, Plan, PlanPart
from kopgroep.rooms.teams.rules import (
    obstacles_to_drafting,
    obstacles_to_judging,
    obstacles_to_submitting,
    obstacles_to_withdrawing,
    obstacles_to_writing,
)

# The parts that every plan has, in their order.
PARTS = ("why", "what", "how", "who", "when", "risks", "afterwards")


@transaction.atomic
def draft_plan(*, team: DesignTeam, by: Actor, at: datetime) -> Plan:
    """A new version of the plan of approach, with the parts and the budget of the one before."""
    team.claim(None)
    clear(obstacles_to_drafting(team))
    before = Plan.objects.filter(team=team).order_by("-number").first()
    last = Plan.objects.filter(team=team).aggregate(last=Max("number"))["last"] or 0
    plan = Plan.objects.create(team=team, number=last + 1, drafted_on=day_of(at))
    bodies = dict(before.parts.values_list("code", "body")) if before else {}
    PlanPart.objects.bulk_create(
        PlanPart(plan=plan, code=code, order=order, body=bodies.get(code, ""))
        for order, code in enumerate(PARTS, start=1)
    )
    lines = list(before.budget.order_by("pk")) if before else []
    fields = ("phase_id", "what", "minutes", "euros", "partner_id")
    BudgetLine.objects.bulk_create(
        BudgetLine(plan=plan, **{name: getattr(line, name) for name in fields}) for line in lines
    )
    record(Verb.PLAN_DRAFTED, about=plan, also=[team], by=by, at=at, facts=_facts(plan))
    return plan


@transaction.atomic
def write_part(
    *, part: PlanPart, body: str, seen_revision: int | None = None, by: Actor, at: datetime
) -> PlanPart:
    clear(obstacles_to_writing(part.plan))
    part.claim(seen_revision)
    part.body = body.strip()
    part.save(update_fields=["body"])
    record(Verb.PLAN_WRITTEN, about=part.plan, also=[part], by=by, at=at, facts=_facts(part.plan))
    return part


@transaction.atomic
def add_budget_line(
    *,
    plan: Plan,
    phase: Phase,
    what: str,
    time: Hours = Hours(0),  # noqa: B008 -- it cannot change
    euros: Decimal | None = None,
    partner: Partner | None = None,
    by: Actor,
    at: datetime,
) -> BudgetLine:
    """What something takes, and who brings it; nobody yet: it is part of the gap."""
    clear(obstacles_to_writing(plan))
    plan.claim(None)
    line = BudgetLine.objects.create(
        plan=plan,
        phase=phase,
        what=what.strip(),
        minutes=time.units,
        euros=euros or Decimal(0),
        partner=partner,
    )
    record(Verb.BUDGET_CHANGED, about=plan, also=[line], by=by, at=at, facts=_facts(plan))
    return line


@transaction.atomic
def remove_budget_line(*, line: BudgetLine, by: Actor, at: datetime) -> None:
    plan = line.plan
    clear(obstacles_to_writing(plan))
    plan.claim(None)
    line.delete()
    record(Verb.BUDGET_CHANGED, about=plan, by=by, at=at, facts=_facts(plan))


@transaction.atomic
def submit_plan(*, plan: Plan, by: Actor, at: datetime) -> Plan:
    """Hand the plan in; it does not change until it is sent back."""
    plan.claim(None)
    plan.refresh_from_db()
    clear(obstacles_to_submitting(plan))
    plan.submitted_on = day_of(at)
    plan.save(update_fields=["submitted_on"])
    record(Verb.PLAN_SUBMITTED, about=plan, also=[plan.team], by=by, at=at, facts=_facts(plan))
    return plan


@transaction.atomic
def approve_plan(*, plan: Plan, by: Actor, at: datetime) -> Plan:
    """The plan is good (goedkeuren); the approved version before it makes place."""
    plan.claim(None)
    plan.refresh_from_db()
    clear(obstacles_to_judging(plan))
    on = day_of(at)
    before = Plan.objects.filter(team=plan.team, approved_on__isnull=False, withdrawn_on=None)
    before.update(withdrawn_on=on)
    plan.approved_on = on
    plan.save(update_fields=["approved_on"])
    record(Verb.PLAN_APPROVED, about=plan, also=[plan.team], by=by, at=at, facts=_facts(plan))
    return plan


@transaction.atomic
def send_back(*, plan: Plan, reason: str, by: Actor, at: datetime) -> Plan:
    """The plan is not good yet, and why; the team can write in it again."""
    plan.claim(None)
    plan.refresh_from_db()
    clear([*obstacles_to_judging(plan), *obstacles_to_withdrawing(plan, reason=reason)])
    plan.submitted_on, plan.reason = None, reason.strip()
    plan.save(update_fields=["submitted_on", "reason"])
    private = {"reason": plan.reason}
    record(
        Verb.PLAN_SENT_BACK, about=plan, also=[plan.team], by=by, at=at, facts=_facts(plan), private=private
    )
    return plan


@transaction.atomic
def withdraw_plan(*, plan: Plan, reason: str, by: Actor, at: datetime) -> Plan:
    """From today this version counts no more; for the days before it stays."""
    plan.claim(None)
    plan.refresh_from_db()
    clear(obstacles_to_withdrawing(plan, reason=reason))
    plan.withdrawn_on, plan.reason = day_of(at), reason.strip()
    plan.save(update_fields=["withdrawn_on", "reason"])
    private = {"reason": plan.reason}
    record(
        Verb.PLAN_WITHDRAWN, about=plan, also=[plan.team], by=by, at=at, facts=_facts(plan), private=private
    )
    return plan


def _facts(plan: Plan) -> dict[str, object]:
    return {"team": plan.team.name, "number": plan.number}
