"""A meeting is called, moved, cancelled; it has an agenda and minutes."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from kopgroep.kernel.actors import Actor
from kopgroep.kernel.journal.record import record
from kopgroep.kernel.journal.verbs import Verb
from kopgroep.kernel.merging import merged
from kopgroep.kernel.obstacles import clear
from kopgroep.rooms.meetings.models import AgendaItem, Meeting, MeetingKind
from kopgroep.rooms.meetings.rules import (
    obstacles_to_calling,
    obstacles_to_cancelling,
    obstacles_to_minuting,
    obstacles_to_moving,
)
from kopgroep.rooms.programme.models import Deal, DesignPrinciple


@transaction.atomic
def call_meeting(
    *,
    deal: Deal,
    title: str,
    starts_at: datetime,
    ends_at: datetime,
    kind: str = MeetingKind.MEETING,
    about: str = "",
    place: str = "",
    principles: Iterable[DesignPrinciple] = (),
    capacity: int | None = None,
    by: Actor,
    at: datetime,
) -> Meeting:
    """Put a meeting or event in the calendar of the deal."""
    clear(obstacles_to_calling(deal, starts_at=starts_at, ends_at=ends_at))
    meeting = Meeting.objects.create(
        deal=deal,
        kind=kind,
        title=title.strip(),
        about=about.strip(),
        starts_at=starts_at,
        ends_at=ends_at,
        place=place.strip(),
        capacity=capacity,
        check_in_code=secrets.token_urlsafe(16),
    )
    meeting.principles.set(principles)
    facts = {"meeting": meeting.title, "on": starts_at.date()}
    record(Verb.MEETING_CALLED, about=meeting, by=by, at=at, facts=facts)
    return meeting


@transaction.atomic
def move_meeting(
    *,
    meeting: Meeting,
    starts_at: datetime,
    ends_at: datetime,
    place: str = "",
    seen_revision: int | None = None,
    by: Actor,
    at: datetime,
) -> Meeting:
    """Another day, time or place; calendars see that it moved."""
    clear(
        [
            *obstacles_to_moving(meeting),
            *obstacles_to_calling(meeting.deal, starts_at=starts_at, ends_at=ends_at),
        ]
    )
    meeting.claim(seen_revision)
    before = meeting.starts_at
    meeting.starts_at, meeting.ends_at, meeting.place = starts_at, ends_at, place.strip()
    meeting.sequence += 1
    meeting.save(update_fields=["starts_at", "ends_at", "place", "sequence"])
    facts = {"meeting": meeting.title, "before": before.date(), "on": starts_at.date()}
    record(Verb.MEETING_MOVED, about=meeting, by=by, at=at, facts=facts)
    return meeting


@transaction.atomic
def cancel_meeting(*, meeting: Meeting, reason: str, by: Actor, at: datetime) -> Meeting:
    meeting.claim(None)
    meeting.refresh_from_db()
    clear(obstacles_to_cancelling(meeting, reason=reason))
    meeting.cancelled_at, meeting.cancel_reason = at, reason.strip()
    meeting.sequence += 1
    meeting.save(update_fields=["cancelled_at", "cancel_reason", "sequence"])
    facts = {"meeting": meeting.title}
    record(
        Verb.MEETING_CANCELLED, about=meeting, by=by, at=at, facts=facts, private={"reason": reason.strip()}
    )
    return meeting


@transaction.atomic
def add_item(
    *,
    meeting: Meeting,
    title: str,
    explanation: str = "",
    minutes_planned: int | None = None,
    by: Actor,
    at: datetime,
) -> AgendaItem:
    """A point on the agenda, after those that stand there."""
    meeting.claim(None)
    clear(obstacles_to_moving(meeting))
    last = AgendaItem.objects.filter(meeting=meeting).aggregate(last=Max("order"))["last"] or 0
    item = AgendaItem.objects.create(
        meeting=meeting,
        order=last + 1,
        title=title.strip(),
        explanation=explanation.strip(),
        minutes_planned=minutes_planned,
    )
    facts = {"meeting": meeting.title, "item": item.title}
    record(Verb.AGENDA_CHANGED, about=meeting, also=[item], by=by, at=at, facts=facts)
    return item


@transaction.atomic
def write_minutes(
    *, item: AgendaItem, base: str, minutes: str, by: Actor, at: datetime
) -> tuple[AgendaItem, bool]:
    """Keep the minutes of a point (verslag); what somebody else wrote meanwhile stays too.

    base  the minutes as the writer saw them at the start
    Returns the point, and whether both wrote at the same place.
    """
    clear(obstacles_to_minuting(item))
    item.claim(None)
    item.refresh_from_db()
    item.minutes, touched = merged(base, item.minutes, minutes)
    item.save(update_fields=["minutes"])
    facts = {"meeting": item.meeting.title, "item": item.title}
    record(Verb.MINUTES_WRITTEN, about=item.meeting, also=[item], by=by, at=at, facts=facts)
    return item, touched
