"""What comes out of a calendar of meetings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from kopgroep.engine.answers import Infeasibility, Outcome, Told


class Planned(Told, frozen=True, kw_only=True):
    """A meeting on its day. `changed`: this is not what was agreed before."""

    meeting: str
    date: date
    principle: str | None
    present: int
    by_helix: Mapping[str, int]
    absent: tuple[str, ...]
    changed: bool


class Presence(Told, frozen=True, kw_only=True):
    """To how many of the meetings a person can come, and how many of those treat a principle of this person's own."""

    person: str
    meetings: int
    own_principle: int


class MeetingPlan(Told, frozen=True, kw_only=True):
    """`changes`: the number of agreed meetings that moved or changed principle, the least that was possible."""

    planned: tuple[Planned, ...]
    presence: tuple[Presence, ...]
    changes: int
    infeasibility: Infeasibility | None
    outcome: Outcome
