"""What goes into the making of teams."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from msgspec.structs import replace

from kopgroep.engine.faults import (
    InputWrong,
    need_known,
    need_range,
    need_some,
    need_unique,
    need_whole,
)
from kopgroep.engine.givens import Given, by_id

MOST = 100_000
MOST_WISH = 1_000


class Partner(Given, frozen=True, kw_only=True):
    """`helix`: the role of the organisation, such as "government". `hours`: what it has for all its teams together;
    None is enough for any. `minimum` and `maximum`: teams to sit in. `chair`: whether it can chair one."""

    id: str
    helix: str | None = None
    hours: int | None = None
    minimum: int = 0
    maximum: int = 1
    chair: bool = False

    def __post_init__(self) -> None:
        for name in ("hours", "minimum", "maximum"):
            need_whole(name, getattr(self, name), MOST)
        need_range("minimum", self.minimum, self.maximum)


class Team(Given, frozen=True, kw_only=True):
    """`minimum` and `maximum`: seats. `hours`: what a seat takes. `chair`: whether one of the seats must be for who can
    chair. `helix`: how many seats of each role at least, where that differs from what holds for all teams."""

    id: str
    minimum: int = 1
    maximum: int
    hours: int = 0
    chair: bool = False
    helix: Mapping[str, int] = {}

    def __post_init__(self) -> None:
        for name in ("hours", "minimum", "maximum"):
            need_whole(name, getattr(self, name), MOST)
        for role, count in self.helix.items():
            need_whole(f"helix.{role}", count, MOST)
        need_range("minimum", self.minimum, self.maximum)


class Seat(Given, frozen=True, kw_only=True):
    """A partner in a team."""

    partner: str
    team: str


class Wish(Given, frozen=True, kw_only=True):
    """How much the partner wants to be in the team, in whole points; 0 where it is not said."""

    partner: str
    team: str
    wish: int

    def __post_init__(self) -> None:
        need_whole("wish", self.wish, MOST_WISH)


class TeamProblem(Given, frozen=True, kw_only=True, tag="teams", tag_field="problem"):
    """`helix`: seats of each role that every team needs. `conflicts`: seats that cannot be. `locked`: seats that people
    decided on. `agreed`: seats that stay where the rules allow it; the fewest changes come first, then fairness."""

    partners: tuple[Partner, ...]
    teams: tuple[Team, ...]
    wishes: tuple[Wish, ...] = ()
    helix: Mapping[str, int] = {}
    conflicts: tuple[Seat, ...] = ()
    locked: tuple[Seat, ...] = ()
    agreed: tuple[Seat, ...] = ()

    def __post_init__(self) -> None:
        need_some("partners", self.partners)
        need_some("teams", self.teams)
        need_unique("partners", [one.id for one in self.partners])
        need_unique("teams", [one.id for one in self.teams])
        for role, count in self.helix.items():
            need_whole(f"helix.{role}", count, MOST)
        partners, teams = {one.id for one in self.partners}, {one.id for one in self.teams}
        for name in ("wishes", "conflicts", "locked", "agreed"):
            _need_pairs(name, getattr(self, name), partners, teams)

    def roles(self, team: Team) -> dict[str, int]:
        """How many seats of each role the team needs; only roles of which it needs any."""
        return {role: count for role, count in sorted({**self.helix, **team.helix}.items()) if count}

    def in_order(self) -> TeamProblem:
        """The same problem with everything sorted, so that the order of the input is nothing."""
        return replace(
            self,
            partners=by_id(self.partners),
            teams=by_id(self.teams),
            **{
                name: tuple(sorted(getattr(self, name), key=lambda pair: (pair.partner, pair.team)))
                for name in ("wishes", "conflicts", "locked", "agreed")
            },
        )


def _need_pairs(
    name: str, pairs: tuple[Seat | Wish, ...], partners: Collection[str], teams: Collection[str]
) -> None:
    seen = set()
    for number, pair in enumerate(pairs):
        need_known(f"{name}[{number}].partner", pair.partner, partners, named="partners")
        need_known(f"{name}[{number}].team", pair.team, teams, named="teams")
        if (pair.partner, pair.team) in seen:
            raise InputWrong("twice", f"{name}[{number}]", f"{pair.partner} {pair.team}")
        seen.add((pair.partner, pair.team))
