"""How the votes of a round fell, in all and per helix, and where they decide nothing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Sum

from kopgroep.rooms.partners.models import Helix, Partner
from kopgroep.rooms.selection.models import Ballot, Method, Round, Vote
from kopgroep.rooms.tools.models import Tool


@dataclass(slots=True)
class Line:
    """What one tool got. `place`: 1 is best; tools with the same number have the same place."""

    tool: Tool
    points: int = 0
    voices: int = 0
    place: int = 0
    is_tied: bool = False
    by_helix: dict[str, int] = field(default_factory=lambda: dict.fromkeys(Helix.values, 0))
    objections: list[tuple[str, str]] = field(default_factory=list)

    @property
    def helices(self) -> list[int]:
        return list(self.by_helix.values())


@dataclass(frozen=True, slots=True)
class Result:
    """`ballots`: organisations that voted; `ties`: groups of tools between which the votes do not decide."""

    within: Round
    lines: tuple[Line, ...]
    ballots: int
    by_helix: dict[str, int]

    @property
    def has_quorum(self) -> bool:
        return self.ballots >= self.within.quorum

    @property
    def is_consent(self) -> bool:
        return self.within.method == Method.CONSENT

    @property
    def points(self) -> int:
        return sum(line.points for line in self.lines)

    @property
    def ties(self) -> list[list[Line]]:
        groups: dict[int, list[Line]] = defaultdict(list)
        for line in self.lines:
            if line.is_tied:
                groups[line.place].append(line)
        return list(groups.values())


@dataclass(frozen=True, slots=True)
class Turnout:
    voted: int
    asked: int
    quorum: int

    @property
    def missing(self) -> int:
        return max(0, self.quorum - self.voted)


def turnout_of(within: Round, on: date) -> Turnout:
    """Two queries; says nothing of what was voted."""
    voted = Ballot.objects.cast().filter(round=within).count()
    asked = Partner.objects.taking_part(on).filter(deal=within.deal_id).count()
    return Turnout(voted, asked, within.quorum)


def result_of(within: Round) -> Result:
    """Four queries for any number of ballots. With consent the fewest objections come first."""
    lines = {tool.pk: Line(tool) for tool in within.tools.order_by("name", "pk")}
    cast = Vote.objects.filter(ballot__round=within, ballot__cast_at__isnull=False)
    rows = cast.values("tool", "ballot__partner__organisation__helix").annotate(
        given=Sum("points"), voices=Count("pk")
    )
    for row in rows.order_by("tool"):
        line = lines[row["tool"]]
        line.points += row["given"]
        line.voices += row["voices"]
        line.by_helix[row["ballot__partner__organisation__helix"]] += row["given"]
    if within.method == Method.CONSENT:
        told = cast.values_list("tool", "ballot__partner__organisation__name", "reason")
        for tool, name, reason in told.order_by("ballot__partner__organisation__name", "pk"):
            lines[tool].objections.append((name, reason))
    ballots: Any = Ballot.objects.cast().filter(round=within).order_by()
    counted = ballots.values_list("partner__organisation__helix").annotate(number=Count("pk"))
    by_helix = dict.fromkeys(Helix.values, 0) | dict(counted)
    return Result(within, _placed(within, list(lines.values())), sum(by_helix.values()), by_helix)


def _placed(within: Round, lines: list[Line]) -> tuple[Line, ...]:
    """Best first; equal numbers in the order of their names, with the same place."""
    best_first = -1 if within.method != Method.CONSENT else 1
    lines.sort(key=lambda line: (best_first * line.points, line.tool.name, line.tool.pk))
    for number, line in enumerate(lines, start=1):
        before = lines[number - 2] if number > 1 else None
        if before is not None and before.points == line.points:
            line.place, line.is_tied, before.is_tied = before.place, True, True
        else:
            line.place = number
    return tuple(lines)


def order_of(within: Round) -> list[Tool]:
    """The tools of a round, best first; of equal ones nothing else is known."""
    return [line.tool for line in result_of(within).lines]
