"""What comes of meetings: decisions and tasks, on record."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from kopgroep.kernel.actors import Actor
from kopgroep.kernel.clock import day_of
from kopgroep.kernel.journal.record import record
from kopgroep.kernel.journal.verbs import Verb
from kopgroep.kernel.obstacles import clear
from kopgroep.rooms.meetings.models import Decision, Meeting, Task
from kopgroep.rooms.meetings.rules import obstacles_to_deciding, obstacles_to_ending, obstacles_to_finishing
from kopgroep.rooms.partners.models import Partner
from kopgroep.rooms.programme.models import Deal
from kopgroep.rooms.programme.rules import obstacles_to_changing


@transaction.atomic
def record_decision(
    *, deal: Deal, text: str, on: date, meeting: Meeting | None = None, by: Actor, at: datetime
) -> Decision:
    """Put a decision on record (besluit), with or without a meeting."""
    clear(obstacles_to_deciding(deal, text=text, on=on, today=day_of(at)))
    decision = Decision.objects.create(deal=deal, meeting=meeting, text=text.strip(), decided_on=on)
    also = [meeting] if meeting is not None else []
    record(Verb.DECISION_MADE, about=decision, also=also, by=by, at=at, private={"text": str(decision)})
    return decision


@transaction.atomic
def replace_decision(*, decision: Decision, text: str, on: date, by: Actor, at: datetime) -> Decision:
    """Another decision takes its place; both stay in the register."""
    decision.claim(None)
    decision.refresh_from_db()
    clear(obstacles_to_ending(decision, reason=text))
    made = record_decision(deal=decision.deal, text=text, on=on, by=by, at=at)
    decision.ended_on, decision.replaced_by_decision = on, made
    decision.save(update_fields=["ended_on", "replaced_by_decision"])
    record(Verb.DECISION_REPLACED, about=decision, also=[made], by=by, at=at, private={"text": str(decision)})
    return made


@transaction.atomic
def end_decision(*, decision: Decision, reason: str, by: Actor, at: datetime) -> Decision:
    """A decision does not hold any more, and why."""
    decision.claim(None)
    decision.refresh_from_db()
    clear(obstacles_to_ending(decision, reason=reason))
    decision.ended_on, decision.end_reason = day_of(at), reason.strip()
    decision.save(update_fields=["ended_on", "end_reason"])
    record(Verb.DECISION_ENDED, about=decision, by=by, at=at, private={"text": str(decision)})
    return decision


@transaction.atomic
def add_task(
    *,
    deal: Deal,
    text: str,
    partner: Partner | None = None,
    due_on: date | None = None,
    meeting: Meeting | None = None,
    by: Actor,
    at: datetime,
) -> Task:
    """Something that an organisation will do (actie), by a day."""
    clear(obstacles_to_changing(deal))
    task = Task.objects.create(
        deal=deal, meeting=meeting, text=text.strip(), partner=partner, made_on=day_of(at), due_on=due_on
    )
    also = [each for each in (meeting, partner) if each is not None]
    record(Verb.TASK_ADDED, about=task, also=also, by=by, at=at, private={"text": task.text})
    return task


@transaction.atomic
def finish_task(*, task: Task, outcome: str = "", by: Actor, at: datetime) -> Task:
    """It is done; until then it comes back on every agenda."""
    task.claim(None)
    task.refresh_from_db()
    clear(obstacles_to_finishing(task))
    task.done_on, task.outcome = day_of(at), outcome.strip()
    task.save(update_fields=["done_on", "outcome"])
    record(Verb.TASK_DONE, about=task, by=by, at=at, private={"text": task.text})
    return task
