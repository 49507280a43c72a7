"""Who comes, and who was there."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kopgroep.kernel.actors import Actor
from kopgroep.kernel.clock import day_of
from kopgroep.kernel.journal.record import record
from kopgroep.kernel.journal.verbs import Verb
from kopgroep.kernel.money import Hours
from kopgroep.kernel.obstacles import clear
from kopgroep.rooms.contributions.actions import suggest_hours
from kopgroep.rooms.meetings.models import Attendance, Coming, Meeting, Registration
from kopgroep.rooms.meetings.rules import obstacles_to_coming_in, obstacles_to_moving
from kopgroep.rooms.partners.models import Partner, Person
from kopgroep.rooms.programme.rules import obstacles_to_changing


@transaction.atomic
def answer(
    *, meeting: Meeting, person: Person, partner: Partner | None, coming: str, by: Actor, at: datetime
) -> Registration:
    """Say that somebody comes or not; when the places are taken one waits, and moves up when somebody stays away."""
    # The last place goes to one: the second waits here.
    meeting.claim(None)
    clear(obstacles_to_moving(meeting))
    if coming == Coming.YES and _is_full(meeting, person):
        coming = Coming.WAITING
    made, _new = Registration.objects.update_or_create(
        meeting=meeting, person=person, defaults={"partner": partner, "coming": coming, "answered_at": at}
    )
    if coming == Coming.NO:
        _move_up(meeting)
    facts = {"meeting": meeting.title, "coming": coming}
    record(
        Verb.MEETING_ANSWERED,
        about=meeting,
        also=[made],
        by=by,
        at=at,
        facts=facts,
        private={"person": person.name},
    )
    return made


def _is_full(meeting: Meeting, person: Person) -> bool:
    if meeting.capacity is None:
        return False
    taken = Registration.objects.filter(meeting=meeting, coming=Coming.YES).exclude(person=person)
    return taken.count() >= meeting.capacity


def _move_up(meeting: Meeting) -> None:
    if meeting.capacity is None:
        return
    taken = Registration.objects.filter(meeting=meeting, coming=Coming.YES).count()
    waiting = Registration.objects.filter(meeting=meeting, coming=Coming.WAITING).order_by(
        "answered_at", "pk"
    )
    for row in waiting[: max(0, meeting.capacity - taken)]:
        row.coming = Coming.YES
        row.save(update_fields=["coming"])


@transaction.atomic
def check_in(
    *,
    meeting: Meeting,
    partner: Partner | None,
    person: Person | None = None,
    guest_name: str = "",
    is_self: bool = True,
    by: Actor,
    at: datetime,
) -> Attendance:
    """Somebody is there: by the code on the screen, without an account."""
    clear(obstacles_to_coming_in(meeting, at))
    return note_attendance(
        meeting=meeting, partner=partner, person=person, guest_name=guest_name, is_self=is_self, by=by, at=at
    )


@transaction.atomic
def note_attendance(
    *,
    meeting: Meeting,
    partner: Partner | None,
    person: Person | None = None,
    guest_name: str = "",
    is_self: bool = False,
    by: Actor,
    at: datetime,
) -> Attendance:
    """Write down that somebody was there; who stands there already is not written down twice."""
    meeting.claim(None)
    clear(obstacles_to_changing(meeting.deal))
    same = Attendance.objects.filter(meeting=meeting, partner=partner)
    same = (
        same.filter(person=person)
        if person
        else same.filter(person=None, guest_name__iexact=guest_name.strip())
    )
    if held := same.first():
        return held
    made = Attendance.objects.create(
        meeting=meeting,
        partner=partner,
        organisation=partner.organisation if partner else None,
        person=person,
        guest_name="" if person else guest_name.strip(),
        checked_in_at=at,
        is_self=is_self,
    )
    facts = {"meeting": meeting.title, "partner": partner.organisation.name if partner else "–"}
    record(Verb.ATTENDANCE_NOTED, about=meeting, also=[made], by=by, at=at, facts=facts)
    if partner is not None:
        _suggest(meeting, partner, by=by, at=at)
    return made


def _suggest(meeting: Meeting, partner: Partner, *, by: Actor, at: datetime) -> None:
    """Hours for all who were there of one partner: as long as the meeting took."""
    number = Attendance.objects.filter(meeting=meeting, partner=partner).count()
    length = int((meeting.ends_at - meeting.starts_at).total_seconds() // 60)
    suggest_hours(
        partner=partner,
        time=Hours(length * number),
        on=day_of(meeting.starts_at),
        why=f"{meeting.title} ({number})",
        source=meeting,
        by=by,
        at=at,
    )


@transaction.atomic
def take_off(*, attendance: Attendance, by: Actor, at: datetime) -> None:
    """Somebody was not there after all."""
    meeting, partner = attendance.meeting, attendance.partner
    meeting.claim(None)
    clear(obstacles_to_changing(meeting.deal))
    attendance.delete()
    facts = {"meeting": meeting.title, "partner": partner.organisation.name if partner else "–"}
    record(Verb.ATTENDANCE_TAKEN_OFF, about=meeting, by=by, at=at, facts=facts)
    if partner is not None:
        _suggest(meeting, partner, by=by, at=at)
