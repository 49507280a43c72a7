"""Meetings as calendar files (RFC 5545): one to answer, or a feed of all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from icalendar import Calendar, Event

PRODUCT = "-//Kopgroep//Kopgroep//NL"


@dataclass(frozen=True, slots=True)
class Entry:
    """One meeting. `uid` stays the same and `sequence` rises whenever it moves; all moments know their zone."""

    uid: str
    title: str
    starts_at: datetime
    ends_at: datetime
    changed_at: datetime
    place: str = ""
    about: str = ""
    url: str = ""
    sequence: int = 0
    is_cancelled: bool = False


def calendar_of(entries: Iterable[Entry], *, name: str = "", method: str = "PUBLISH") -> bytes:
    """A calendar with the time zones that its meetings need; method REQUEST, CANCEL or PUBLISH."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    if name:
        calendar.add("x-wr-calname", name)
    for entry in entries:
        calendar.add_component(_event(entry))
    calendar.add_missing_timezones()
    made: bytes = calendar.to_ical()
    return made


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("summary", entry.title)
    event.add("dtstart", entry.starts_at)
    event.add("dtend", entry.ends_at)
    event.add("dtstamp", entry.changed_at)
    event.add("sequence", entry.sequence)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    for name, value in (("location", entry.place), ("description", entry.about), ("url", entry.url)):
        if value:
            event.add(name, value)
    return event
