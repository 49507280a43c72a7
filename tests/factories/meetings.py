"""Meetings, and what came of them."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from kopgroep.rooms.meetings.models import (
    AgendaItem,
    Attendance,
    Coming,
    Decision,
    Meeting,
    Registration,
    Task,
)
from kopgroep.rooms.partners.models import Person
from kopgroep.rooms.programme.models import Deal, DesignPrinciple
from tests.factories.partners import make_partner, make_person
from tests.factories.programme import make_deal

_number = count(1)
DAY = datetime(2026, 3, 10, 13, tzinfo=UTC)


def make_meeting(
    deal: Deal | None = None,
    *,
    starts_at: datetime = DAY,
    about: DesignPrinciple | None = None,
    **fields: Any,
) -> Meeting:
    number = next(_number)
    plain = {
        "title": f"Meeting {number}",
        "ends_at": starts_at + timedelta(hours=2),
        "check_in_code": f"code{number:018d}",
    }
    meeting = Meeting.objects.create(deal=deal or make_deal(), starts_at=starts_at, **plain | fields)
    if about is not None:
        meeting.principles.add(about)
    return meeting


def make_agenda_item(meeting: Meeting | None = None, **fields: Any) -> AgendaItem:
    meeting = meeting or make_meeting()
    plain = {"order": meeting.agenda.count() + 1, "title": "Opening"}
    return AgendaItem.objects.create(meeting=meeting, **plain | fields)


def make_decision(deal: Deal | None = None, **fields: Any) -> Decision:
    plain = {"text": f"We decide {next(_number)}.", "decided_on": date(2026, 3, 10)}
    return Decision.objects.create(deal=deal or make_deal(), **plain | fields)


def make_task(deal: Deal | None = None, **fields: Any) -> Task:
    plain = {"text": f"Do {next(_number)}", "made_on": date(2026, 3, 10), "due_on": date(2026, 4, 10)}
    return Task.objects.create(deal=deal or make_deal(), **plain | fields)


def make_registration(
    meeting: Meeting | None = None, person: Person | None = None, *, coming: str = Coming.YES
) -> Registration:
    meeting = meeting or make_meeting()
    return Registration.objects.create(
        meeting=meeting,
        person=person or make_person(),
        partner=make_partner(meeting.deal),
        coming=coming,
        answered_at=DAY,
    )


def make_attendance(
    meeting: Meeting | None = None, person: Person | None = None, **fields: Any
) -> Attendance:
    plain = {"checked_in_at": DAY}
    return Attendance.objects.create(
        meeting=meeting or make_meeting(), person=person or make_person(), **plain | fields
    )
