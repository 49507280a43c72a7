"""Whether teams keep every rule, told from the problem alone: no solver, whole numbers only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from kopgroep.engine.teams.problem import TeamProblem


def broken_rules(problem: TeamProblem, seats: Collection[tuple[str, str]]) -> list[str]:
    """What is wrong with these (partner, team) seats; empty when nothing is."""
    taken = set(seats)
    conflicts = {(one.partner, one.team) for one in problem.conflicts}
    locked = {(one.partner, one.team) for one in problem.locked}
    broken = [f"{partner} in {team}: a conflict" for partner, team in sorted(taken & conflicts - locked)]
    broken += [f"{partner} in {team}: locked, and gone" for partner, team in sorted(locked - taken)]
    return broken + _broken_teams(problem, taken) + _broken_partners(problem, taken)


def _broken_teams(problem: TeamProblem, taken: set[tuple[str, str]]) -> list[str]:
    broken = []
    for team in problem.teams:
        members = [one for one in problem.partners if (one.id, team.id) in taken]
        roles = Counter(one.helix for one in members)
        if not team.minimum <= len(members) <= team.maximum:
            broken.append(f"{team.id}: {len(members)} seats")
        broken += [
            f"{team.id}: {roles[role]} of {role}"
            for role, count in problem.roles(team).items()
            if roles[role] < count
        ]
        if team.chair and not any(one.chair for one in members):
            broken.append(f"{team.id}: no chair")
    return broken


def _broken_partners(problem: TeamProblem, taken: set[tuple[str, str]]) -> list[str]:
    broken = []
    for one in problem.partners:
        teams = [team for team in problem.teams if (one.id, team.id) in taken]
        if not one.minimum <= len(teams) <= one.maximum:
            broken.append(f"{one.id}: {len(teams)} teams")
        if one.hours is not None and sum(team.hours for team in teams) > one.hours:
            broken.append(f"{one.id}: too many hours")
    return broken
