"""Assessors judge tools, blind until their own judgement is in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from kopgroep.kernel.accounts.models import User
from kopgroep.kernel.actors import Actor
from kopgroep.kernel.clock import day_of
from kopgroep.kernel.journal.record import record
from kopgroep.kernel.journal.verbs import Verb
from kopgroep.kernel.money import Hours
from kopgroep.kernel.obstacles import Obstacle, clear
from kopgroep.rooms.assessment.models import Assessment, Given, Score
from kopgroep.rooms.assessment.queries.conflicts import conflict_of
from kopgroep.rooms.assessment.queries.frameworks import criteria_for, framework_on
from kopgroep.rooms.assessment.rules import (
    obstacles_to_assessing,
    obstacles_to_submitting,
    obstacles_to_withdrawing,
)
from kopgroep.rooms.contributions.actions import suggest_hours
from kopgroep.rooms.partners.models import Partner
from kopgroep.rooms.tools.models import Tool

# What an assessment takes, as the deal thinks; the partner confirms it or not.
TAKES = Hours(15)


@transaction.atomic
def assess_tool(
    *,
    tool: Tool,
    partner: Partner,
    assessor: User,
    answers: Mapping[str, tuple[str, int | None]],
    remark: str = "",
    submit: bool = True,
    by: Actor,
    at: datetime,
) -> Assessment:
    """Keep somebody's judgement of a tool, and hand it in (beoordelen).

    answers  code of a criterion -> what stands there ('score', 'not_applicable', 'cannot_judge') and the score 1 to 5
    submit   False: a draft, which nobody else sees and which counts nowhere
    """
    on = day_of(at)
    framework = framework_on(tool.deal, on)
    clear(obstacles_to_assessing(tool, framework, partner, assessor, on=on))
    assert framework is not None
    criteria = criteria_for(framework, tool)
    if submit:
        clear(obstacles_to_submitting(framework, answers, [each.code for each in criteria]))
    # Twice at once, from two screens: the second waits here.
    tool.claim(None)
    made, _new = Assessment.objects.get_or_create(
        framework=framework,
        tool=tool,
        assessor=assessor,
        withdrawn_on=None,
        defaults={"partner": partner, "started_at": at},
    )
    # The revision tells that what was worked out from the scores before does not hold any more.
    made.claim(None)
    was_in = made.submitted_on is not None
    made.remark = remark.strip()
    made.submitted_on = made.submitted_on or (on if submit else None)
    made.save(update_fields=["remark", "submitted_on"])
    made.scores.all().delete()
    Score.objects.bulk_create(
        Score(
            assessment=made,
            criterion=criterion,
            given=answers[criterion.code][0],
            value=answers[criterion.code][1] if answers[criterion.code][0] == Given.SCORE else None,
        )
        for criterion in criteria
        if criterion.code in answers and answers[criterion.code][0]
    )
    if submit:
        verb = Verb.ASSESSMENT_CHANGED if was_in else Verb.TOOL_ASSESSED
        facts = {"tool": tool.name, "partner": partner.organisation.name}
        record(verb, about=made, also=[partner], by=by, at=at, facts=facts)
        why = f"Beoordeling van {tool.name}"
        suggest_hours(partner=partner, time=TAKES, on=on, why=why, source=made, by=by, at=at)
    return made


@transaction.atomic
def log_conflict(*, tool: Tool, partner: Partner, assessor: User, by: Actor, at: datetime) -> Obstacle | None:
    """Write down that somebody was kept from judging a tool, and why (belangenconflict)."""
    reason = conflict_of(tool, assessor, on=day_of(at))
    if not reason:
        return None
    facts = {"tool": tool.name, "partner": partner.organisation.name}
    record(Verb.CONFLICT_FOUND, about=tool, also=[partner], by=by, at=at, facts=facts)
    return Obstacle("conflict", reason)


@transaction.atomic
def withdraw_assessment(*, assessment: Assessment, by: Actor, at: datetime) -> Assessment:
    """From today this judgement does not count any more."""
    assessment.claim(None)
    assessment.refresh_from_db()
    clear(obstacles_to_withdrawing(assessment))
    assessment.withdrawn_on = day_of(at)
    assessment.save(update_fields=["withdrawn_on"])
    facts = {"tool": assessment.tool.name, "partner": assessment.partner.organisation.name}
    record(Verb.ASSESSMENT_WITHDRAWN, about=assessment, also=[assessment.partner], by=by, at=at, facts=facts)
    return assessment
