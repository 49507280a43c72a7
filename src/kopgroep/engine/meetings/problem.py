"""What goes into a calendar of meetings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import msgspec

from kopgroep.engine.faults import need_finite, need_known, need_some, need_unique
from kopgroep.engine.givens import Given, by_id


class Person(Given, frozen=True, kw_only=True):
    """Who should be there. `away`: the days on which this person cannot; `principles`: those that are this person's
    own; `required`: without this person there is no meeting."""

    id: str
    helix: str | None = None
    away: tuple[date, ...] = ()
    principles: tuple[str, ...] = ()
    required: bool = False


class Meeting(Given, frozen=True, kw_only=True):
    """One meeting, on one of its `candidates`. `principle`: the one that it treats, when that is settled."""

    id: str
    candidates: tuple[date, ...]
    principle: str | None = None

    def __post_init__(self) -> None:
        need_some("candidates", self.candidates)
        need_unique("candidates", _written(self.candidates))


class Agreed(Given, frozen=True, kw_only=True):
    """What was agreed before. `locked`: it never moves."""

    meeting: str
    date: date
    principle: str | None = None
    locked: bool = False


class Calendar(Given, frozen=True, kw_only=True, tag="meetings", tag_field="problem"):
    """Meetings to put on a day. `quorum`: how many people of a helix must be able to come; `gap_days`: at least so
    many days between two meetings; `attend_at_least`: how many of the meetings everybody must be able to come to;
    `repeats`: whether a principle may be treated twice in a row."""

    meetings: tuple[Meeting, ...]
    people: tuple[Person, ...]
    principles: tuple[str, ...] = ()
    holidays: tuple[date, ...] = ()
    quorum: Mapping[str, int] = {}
    gap_days: int = 1
    attend_at_least: int = 0
    repeats: bool = False
    agreed: tuple[Agreed, ...] = ()

    def __post_init__(self) -> None:
        need_some("meetings", self.meetings)
        need_some("people", self.people)
        need_unique("meetings", [meeting.id for meeting in self.meetings])
        need_unique("people", [person.id for person in self.people])
        need_unique("principles", self.principles)
        need_unique("holidays", _written(self.holidays))
        need_unique("agreed", [one.meeting for one in self.agreed])
        need_finite("gap_days", self.gap_days, least=0, most=366)
        need_finite("attend_at_least", self.attend_at_least, least=0, most=len(self.meetings))
        self._need_references()

    def _need_references(self) -> None:
        helices = {person.helix for person in self.people if person.helix is not None}
        for helix, count in self.quorum.items():
            need_known("quorum", helix, helices, named="helices of the people")
            need_finite(f"quorum.{helix}", count, least=0, most=len(self.people))
        for at, person in enumerate(self.people):
            for principle in person.principles:
                need_known(f"people[{at}].principles", principle, self.principles, named="principles")
        for at, meeting in enumerate(self.meetings):
            if meeting.principle is not None:
                need_known(
                    f"meetings[{at}].principle", meeting.principle, self.principles, named="principles"
                )
        meetings = {meeting.id for meeting in self.meetings}
        for at, one in enumerate(self.agreed):
            need_known(f"agreed[{at}].meeting", one.meeting, meetings, named="meetings")
            if one.principle is not None:
                need_known(f"agreed[{at}].principle", one.principle, self.principles, named="principles")

    def in_order(self) -> Calendar:
        """The same, with meetings by their first candidate, and the rest by id."""
        meetings = [
            msgspec.structs.replace(meeting, candidates=tuple(sorted(meeting.candidates)))
            for meeting in self.meetings
        ]
        people = [
            msgspec.structs.replace(
                person, away=tuple(sorted(set(person.away))), principles=tuple(sorted(person.principles))
            )
            for person in self.people
        ]
        return msgspec.structs.replace(
            self,
            meetings=tuple(sorted(meetings, key=lambda meeting: (meeting.candidates[0], meeting.id))),
            people=by_id(people),
            principles=tuple(sorted(self.principles)),
            holidays=tuple(sorted(self.holidays)),
            agreed=tuple(sorted(self.agreed, key=lambda one: one.meeting)),
        )


def _written(days: Iterable[date]) -> list[str]:
    return [day.isoformat() for day in days]
