"""The time that partners give."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from kopgroep.kernel.actors import Actor
from kopgroep.kernel.clock import day_of
from kopgroep.kernel.journal.record import record
from kopgroep.kernel.journal.verbs import Verb
from kopgroep.kernel.money import Hours
from kopgroep.kernel.obstacles import clear
from kopgroep.kernel.records import Record
from kopgroep.rooms.contributions.models import Activity, ActivityKind, HoursEntry, HoursSuggestion, How
from kopgroep.rooms.contributions.rules import (
    obstacles_to_answering,
    obstacles_to_giving,
    obstacles_to_opening,
    obstacles_to_withdrawing,
)
from kopgroep.rooms.partners.models import Partner
from kopgroep.rooms.programme.models import Deal, DesignPrinciple
from kopgroep.rooms.programme.rules import obstacles_to_changing


@transaction.atomic
def give_hours(
    *, partner: Partner, month_from: date, time: Hours, note: str = "", by: Actor, at: datetime
) -> HoursEntry:
    """Answer how much a partner gave in a month; a later answer takes the place of an earlier one."""
    on = day_of(at)
    clear(obstacles_to_giving(partner, month_from=month_from, minutes=time.units, activity=None, on=on))
    # Two answers at once: the second waits here, and takes the place of the first.
    partner.claim(None)
    before = HoursEntry.objects.filter(
        partner=partner, month_from=month_from, how=How.ANSWER, withdrawn_on=None
    )
    before.update(withdrawn_on=on)
    return _given(partner, month_from, time, how=How.ANSWER, activity=None, note=note, by=by, at=at)


@transaction.atomic
def log_hours(
    *,
    partner: Partner,
    month_from: date,
    time: Hours,
    activity: Activity | None = None,
    note: str = "",
    how: str = How.FORM,
    by: Actor,
    at: datetime,
) -> HoursEntry:
    """Write down hours beside the month's answer, to an activity."""
    on = day_of(at)
    clear(obstacles_to_giving(partner, month_from=month_from, minutes=time.units, activity=activity, on=on))
    return _given(partner, month_from, time, how=how, activity=activity, note=note, by=by, at=at)


def _given(
    partner: Partner,
    month_from: date,
    time: Hours,
    *,
    how: str,
    activity: Activity | None,
    note: str,
    by: Actor,
    at: datetime,
) -> HoursEntry:
    entry = HoursEntry.objects.create(
        partner=partner,
        month_from=month_from,
        minutes=time.units,
        activity=activity,
        how=how,
        note=note.strip(),
        given_on=day_of(at),
    )
    facts = {
        "partner": partner.organisation.name,
        "month": month_from.strftime("%Y-%m"),
        "minutes": time.units,
        "time": f"{time.hours.normalize():f}",
    }
    record(Verb.HOURS_GIVEN, about=entry, also=[partner], by=by, at=at, facts=facts)
    return entry


@transaction.atomic
def withdraw_hours(*, entry: HoursEntry, by: Actor, at: datetime) -> HoursEntry:
    """Take back hours that were given by mistake; they stay on record for the days before."""
    entry.claim(None)
    entry.refresh_from_db()
    clear(obstacles_to_withdrawing(entry))
    entry.withdrawn_on = day_of(at)
    entry.save(update_fields=["withdrawn_on"])
    facts = {"partner": entry.partner.organisation.name, "month": entry.month_from.strftime("%Y-%m")}
    record(Verb.HOURS_WITHDRAWN, about=entry, also=[entry.partner], by=by, at=at, facts=facts)
    return entry


@transaction.atomic
def suggest_hours(
    *,
    partner: Partner,
    time: Hours,
    on: date,
    why: str,
    source: Record,
    activity: Activity | None = None,
    by: Actor,
    at: datetime,
) -> HoursSuggestion:
    """Suggest hours to a partner, once per source; a suggestion that was not answered yet follows its source."""
    clear(obstacles_to_changing(partner.deal))
    suggestion, made = HoursSuggestion.objects.get_or_create(
        partner=partner,
        origin=source.address,
        defaults={
            "month_from": on.replace(day=1),
            "minutes": time.units,
            "why": why[:300],
            "activity": activity,
            "suggested_on": day_of(at),
        },
    )
    if made:
        facts = {"partner": partner.organisation.name, "minutes": time.units}
        private = {"why": suggestion.why}
        record(
            Verb.HOURS_SUGGESTED, about=suggestion, also=[partner], by=by, at=at, facts=facts, private=private
        )
    elif suggestion.answered_on is None and suggestion.minutes != time.units:
        suggestion.minutes = time.units
        suggestion.save(update_fields=["minutes"])
    return suggestion


@transaction.atomic
def answer_suggestion(
    *, suggestion: HoursSuggestion, accept: bool, by: Actor, at: datetime
) -> HoursSuggestion:
    """Confirm suggested hours, or say that they do not count."""
    suggestion.claim(None)
    suggestion.refresh_from_db()
    clear(obstacles_to_answering(suggestion))
    suggestion.answered_on = day_of(at)
    if accept:
        suggestion.entry = log_hours(
            partner=suggestion.partner,
            month_from=suggestion.month_from,
            time=Hours(suggestion.minutes),
            activity=suggestion.activity,
            note=suggestion.why,
            how=How.SUGGESTION,
            by=by,
            at=at,
        )
    suggestion.save(update_fields=["answered_on", "entry"])
    if not accept:
        facts = {"partner": suggestion.partner.organisation.name}
        record(
            Verb.SUGGESTION_DECLINED, about=suggestion, also=[suggestion.partner], by=by, at=at, facts=facts
        )
    return suggestion


@transaction.atomic
def open_activity(
    *,
    deal: Deal,
    name: str,
    kind: str = ActivityKind.WORK,
    principles: Iterable[DesignPrinciple] = (),
    by: Actor,
    at: datetime,
) -> Activity:
    """From now hours can be written on it."""
    clear(obstacles_to_opening(deal, name))
    activity = Activity.objects.create(deal=deal, name=name.strip(), kind=kind, opened_on=day_of(at))
    activity.principles.set(principles)
    record(Verb.ACTIVITY_OPENED, about=activity, by=by, at=at, facts={"activity": activity.name})
    return activity


@transaction.atomic
def close_activity(*, activity: Activity, by: Actor, at: datetime) -> Activity:
    activity.claim(None)
    clear(obstacles_to_changing(activity.deal))
    if activity.closed_on is None:
        activity.closed_on = day_of(at)
        activity.save(update_fields=["closed_on"])
        record(Verb.ACTIVITY_CLOSED, about=activity, by=by, at=at, facts={"activity": activity.name})
    return activity
