"""Teams as a programme: one yes-or-no column per possible seat, one row per rule.

With x[p, t] = 1 when partner p sits in team t:

    seats      minimum[t] <= sum over p of x <= maximum[t]
    helix      sum over p with the role of x >= what t needs of it
    chair      sum over p who can chair of x >= 1, for a team that asks for one
    teams      minimum[p] <= sum over t of x <= maximum[p]
    hours      sum over t of hours[t] x <= hours[p]

A seat in conflict has no column, a locked seat has the value 1.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopgroep.engine.solver import Ints, Programme
from kopgroep.engine.teams.problem import TeamProblem

# The rules that can be left out when one looks for what stands in the way.
RULES = ("chair", "helix", "hours", "locked", "maximum", "minimum", "seats_maximum", "seats_minimum")
# Of these, those that are about teams and not about what one partner may have.
OF_TEAMS = ("chair", "helix", "seats_maximum", "seats_minimum")


@dataclass(frozen=True)
class Places:
    """The seats that are possible, as arrays: partner and team by number, points, and what was said of each before."""

    partner: Ints
    team: Ints
    wish: Ints
    locked: NDArray[np.bool_]
    agreed: NDArray[np.bool_]


@dataclass(frozen=True)
class Slack:
    """A column that says how far one rule is loosened: so many seats of `role` (or seats at all) in `team`."""

    column: int
    team: str
    role: str | None


def places_of(problem: TeamProblem) -> Places:
    wishes = {(one.partner, one.team): one.wish for one in problem.wishes}
    locked = {(one.partner, one.team) for one in problem.locked}
    agreed = {(one.partner, one.team) for one in problem.agreed}
    never = {(one.partner, one.team) for one in problem.conflicts} - locked
    pairs = [
        (number, other, (partner.id, team.id))
        for number, partner in enumerate(problem.partners)
        for other, team in enumerate(problem.teams)
        if (partner.id, team.id) not in never
    ]
    return Places(
        partner=np.array([number for number, _, _ in pairs], dtype=np.int64),
        team=np.array([other for _, other, _ in pairs], dtype=np.int64),
        wish=np.array([wishes.get(pair, 0) for _, _, pair in pairs], dtype=np.int64),
        locked=np.array([pair in locked for _, _, pair in pairs], dtype=bool),
        agreed=np.array([pair in agreed for _, _, pair in pairs], dtype=bool),
    )


def programme_of(
    problem: TeamProblem,
    places: Places,
    rules: Collection[str] = RULES,
    *,
    elastic: bool = False,
) -> tuple[Programme, list[Slack]]:
    """Without a cost. `elastic`: lets teams lack seats and roles, at a cost of one each."""
    programme, slacks = Programme(maximise=not elastic), list[Slack]()
    low = places.locked.astype(float) if "locked" in rules else 0.0
    programme.columns(np.zeros(len(places.wish)), lower=low, whole=True)
    if not len(places.wish):
        # HiGHS takes no programme without columns, and rules may still ask for what nobody can be.
        programme.columns([0.0], upper=0.0)
    for number, team in enumerate(problem.teams):
        here = np.flatnonzero(places.team == number)
        if "seats_maximum" in rules:
            programme.row(here, upper=team.maximum)
        if "chair" in rules and team.chair:
            programme.row(_who(places, here, [one.chair for one in problem.partners]), lower=1)
        needs: list[tuple[str | None, Ints, int]] = []
        if "seats_minimum" in rules:
            needs.append((None, here, team.minimum))
        if "helix" in rules:
            for role, count in problem.roles(team).items():
                needs.append(
                    (role, _who(places, here, [one.helix == role for one in problem.partners]), count)
                )
        for named, columns, least in needs:
            if elastic:
                slack = int(programme.columns([1.0], upper=least, whole=True)[0])
                slacks.append(Slack(slack, team.id, named))
                programme.row(np.append(columns, slack), lower=least)
            else:
                programme.row(columns, lower=least)
    _add_partners(programme, problem, places, rules)
    return programme, slacks


def _who(places: Places, here: Ints, those: list[bool]) -> Ints:
    able: Ints = here[np.array(those, dtype=bool)[places.partner[here]]]
    return able


def _add_partners(programme: Programme, problem: TeamProblem, places: Places, rules: Collection[str]) -> None:
    hours = np.array([team.hours for team in problem.teams], dtype=float)[places.team]
    for number, one in enumerate(problem.partners):
        here = np.flatnonzero(places.partner == number)
        if "minimum" in rules and one.minimum:
            programme.row(here, lower=one.minimum)
        if "maximum" in rules:
            programme.row(here, upper=one.maximum)
        if "hours" in rules and one.hours is not None:
            programme.row(here, hours[here], upper=one.hours)
