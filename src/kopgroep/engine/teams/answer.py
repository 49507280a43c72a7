"""What comes out: the teams, and what each partner has of its wishes."""

from __future__ import annotations

from collections.abc import Mapping

from kopgroep.engine.answers import Infeasibility, Outcome, Told


class Member(Told, frozen=True, kw_only=True):
    """`changed`: this seat was not agreed before, while others were."""

    partner: str
    helix: str | None
    wish: int
    changed: bool


class Composed(Told, frozen=True, kw_only=True):
    """A team. `chair`: of those who can, who wants to be in the team most."""

    team: str
    members: tuple[Member, ...]
    by_helix: Mapping[str, int]
    chair: str | None


class Satisfied(Told, frozen=True, kw_only=True):
    """`wish`: the points of the partner's teams together; `most`: what it could have had if it were alone."""

    partner: str
    teams: tuple[str, ...]
    hours: int
    wish: int
    most: int


class Uncovered(Told, frozen=True, kw_only=True):
    """A role for which a team lacks so many partners, in a plan that lacks as few seats as can be."""

    team: str
    role: str
    short: int


class TeamPlan(Told, frozen=True, kw_only=True):
    """`partners`: from the worst off up. `fair_below`: of partners with fewer points than this, it is proven that there
    are as few as can be, level by level from zero; None when that holds for every level. `changes`: agreed seats that
    are gone plus seats that came, the least that is possible."""

    outcome: Outcome
    teams: tuple[Composed, ...] = ()
    partners: tuple[Satisfied, ...] = ()
    uncovered: tuple[Uncovered, ...] = ()
    fair_below: int | None = None
    changes: int = 0
    infeasibility: Infeasibility | None = None
