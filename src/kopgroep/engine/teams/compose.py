"""The teams themselves: least changes first, then the fairest division, and proof of both."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from kopgroep.engine.answers import Infeasibility, Status, outcome_of
from kopgroep.engine.patience import Patience
from kopgroep.engine.solver import Floats, Programme, SolverFailed, solve
from kopgroep.engine.teams.answer import Composed, Member, Satisfied, TeamPlan, Uncovered
from kopgroep.engine.teams.bundles import bundled, bundles_of
from kopgroep.engine.teams.check import broken_rules
from kopgroep.engine.teams.explain import explained
from kopgroep.engine.teams.fairness import Fair, fairest
from kopgroep.engine.teams.ladder import Ladder
from kopgroep.engine.teams.model import OF_TEAMS, RULES, Places, places_of, programme_of
from kopgroep.engine.teams.problem import Team, TeamProblem
from kopgroep.engine.watch import NOBODY, Watch


def compose_teams(problem: TeamProblem, *, seconds: float | None = None, watch: Watch = NOBODY) -> TeamPlan:
    """Give every team its partners; proven fairest unless time is up."""
    problem, patience = problem.in_order(), Patience.of(seconds, watch)
    places = places_of(problem)
    programme, _ = programme_of(problem, places)
    moves = np.zeros(programme.width)
    if problem.agreed:
        moves[: len(places.wish)] = np.where(places.agreed, 1.0, -1.0)
    programme.cost = [moves]
    first = solve(programme, step=1, seconds=patience.left(), watch=watch)
    if first.status == "infeasible":
        why, uncovered = explained(problem, places, patience)
        return _none(problem, why, uncovered)
    if not first.found:
        return TeamPlan(outcome=outcome_of(problem, status="stopped"))
    if first.status == "stopped":
        return _plan(problem, places, Fair(first.x[: len(places.wish)] > 0.5, 0))
    kept = Kept(moves, round(float(moves @ first.x)) if problem.agreed else None)
    return _plan(problem, places, _fairest(problem, places, kept, first.x, patience))


@dataclass(frozen=True)
class Kept:
    """Agreed seats that stay less seats that come: `moves` @ x, which is `least` at the fewest changes."""

    moves: Floats
    least: int | None

    def hold(self, programme: Programme) -> None:
        if self.least is not None:
            programme.row(np.arange(len(self.moves)), self.moves, lower=self.least)


def _fairest(problem: TeamProblem, places: Places, kept: Kept, start: Floats, patience: Patience) -> Fair:
    """By bundles, or by counting levels where there are too many of those. `start`: any plan."""
    bundles = bundles_of(problem, places)
    programme, _ = programme_of(problem, places, RULES if bundles is None else OF_TEAMS)
    kept.hold(programme)
    by_id: Floats = -(places.team * (len(problem.partners) - places.partner)).astype(np.float64)
    if bundles is None:
        fair = fairest(problem, places, programme, start, patience)
        return fair if fair.stopped_at is not None else _by_id(programme, by_id, fair, patience)
    z = bundles.taken(places, start[: len(places.wish)])
    ladder = Ladder(bundled(programme, bundles, len(problem.partners)), bundles, z, patience)
    stopped_at = ladder.climb()
    if stopped_at is None:
        ladder.least(-(bundles.seats.T @ by_id))
    return Fair(bundles.seats @ ladder.z > 0.5, stopped_at)


def _by_id(programme: Programme, worth: Floats, fair: Fair, patience: Patience) -> Fair:
    """Of all plans as fair as this one, that in which the first partners have the first teams."""
    cost: Floats = np.zeros(programme.width)
    cost[: len(worth)] = worth
    programme.cost = [cost]
    solved = solve(programme, step=1, seconds=patience.left(), watch=patience.watch)
    return Fair(solved.x[: len(worth)] > 0.5, None) if solved.status == "optimal" else fair


def _plan(problem: TeamProblem, places: Places, fair: Fair) -> TeamPlan:
    taken = np.flatnonzero(fair.x)
    seats = {
        (problem.partners[int(places.partner[at])].id, problem.teams[int(places.team[at])].id): int(
            places.wish[at]
        )
        for at in taken
    }
    if broken := broken_rules(problem, seats):
        raise SolverFailed(f"teams that break their own rules: {broken}")
    agreed = {(one.partner, one.team) for one in problem.agreed}
    satisfied = _satisfied(problem, places, seats)
    value = sum(seats.values())
    status: Status = "optimal" if fair.stopped_at is None else "stopped"
    return TeamPlan(
        teams=tuple(_composed(problem, team, seats, agreed) for team in problem.teams),
        partners=satisfied,
        fair_below=fair.stopped_at,
        changes=len(agreed ^ set(seats)) if agreed else 0,
        outcome=outcome_of(
            problem,
            status=status,
            objective=value,
            bound=value if status == "optimal" else sum(one.most for one in satisfied),
        ),
    )


def _composed(
    problem: TeamProblem, team: Team, seats: dict[tuple[str, str], int], agreed: set[tuple[str, str]]
) -> Composed:
    here = [one for one in problem.partners if (one.id, team.id) in seats]
    chairs = sorted((-seats[one.id, team.id], one.id) for one in here if one.chair)
    roles = Counter(one.helix for one in here if one.helix is not None)
    return Composed(
        team=team.id,
        members=tuple(
            Member(
                partner=one.id,
                helix=one.helix,
                wish=seats[one.id, team.id],
                changed=bool(agreed) and (one.id, team.id) not in agreed,
            )
            for one in here
        ),
        by_helix=dict(sorted(roles.items())),
        chair=chairs[0][1] if team.chair and chairs else None,
    )


def _satisfied(
    problem: TeamProblem, places: Places, seats: dict[tuple[str, str], int]
) -> tuple[Satisfied, ...]:
    told = []
    for number, one in enumerate(problem.partners):
        mine = [team for team in problem.teams if (one.id, team.id) in seats]
        wishes = sorted(places.wish[places.partner == number].tolist(), reverse=True)
        told.append(
            Satisfied(
                partner=one.id,
                teams=tuple(team.id for team in mine),
                hours=sum(team.hours for team in mine),
                wish=sum(seats[one.id, team.id] for team in mine),
                most=sum(wishes[: one.maximum]),
            )
        )
    return tuple(sorted(told, key=lambda one: (one.wish, one.partner)))


def _none(problem: TeamProblem, why: Infeasibility | None, uncovered: tuple[Uncovered, ...]) -> TeamPlan:
    return TeamPlan(uncovered=uncovered, infeasibility=why, outcome=outcome_of(problem, status="infeasible"))
