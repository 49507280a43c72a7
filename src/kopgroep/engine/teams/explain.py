"""Why there are no teams: a role that too few can fill, or rules that exclude each other, and what is short.

First each team by itself: fewer partners who may sit in it than it has seats, or of a role than it needs. Then whole
numbers: the fewest seats and roles that must be given up so that the rest can be kept, which is proven, since the
programme minimises their number.
"""

from __future__ import annotations

from collections.abc import Sequence

from kopgroep.engine.answers import Conflict, Infeasibility, Reason, Relaxation
from kopgroep.engine.deletion import minimal_conflict
from kopgroep.engine.patience import Patience
from kopgroep.engine.solver import solve
from kopgroep.engine.teams.answer import Uncovered
from kopgroep.engine.teams.model import RULES, Places, places_of, programme_of
from kopgroep.engine.teams.problem import TeamProblem
from kopgroep.engine.watch import NOBODY, Watch


def explain_teams(
    problem: TeamProblem, *, seconds: float | None = None, watch: Watch = NOBODY
) -> Infeasibility | None:
    """Why no teams keep the rules; None when there are some, or when time was up before that was known."""
    problem, patience = problem.in_order(), Patience.of(seconds, watch)
    places = places_of(problem)
    programme, _ = programme_of(problem, places)
    solved = solve(programme, seconds=patience.left(), watch=watch)
    return explained(problem, places, patience)[0] if solved.status == "infeasible" else None


def explained(
    problem: TeamProblem, places: Places, patience: Patience
) -> tuple[Infeasibility, tuple[Uncovered, ...]]:
    """For a problem that is known to have no plan."""
    reasons = _by_team(problem, places)
    relaxations, uncovered = _short(problem, places, patience)
    refs, minimal = _conflict(problem, places, patience)
    at_items = bool(reasons)
    return (
        Infeasibility(
            rung="items" if at_items else "integer",
            reasons=tuple(reasons) or (Reason(code="teams.rules_exclude_each_other", refs=refs),),
            conflicts=(Conflict(refs=refs, minimal=minimal),),
            relaxations=relaxations,
        ),
        uncovered,
    )


def _by_team(problem: TeamProblem, places: Places) -> list[Reason]:
    reasons = []
    for number, team in enumerate(problem.teams):
        here = [problem.partners[at] for at in places.partner[places.team == number]]
        here = [one for one in here if one.maximum and (one.hours is None or one.hours >= team.hours)]
        if len(here) < team.minimum:
            counts = {"needed": team.minimum, "possible": len(here)}
            reasons.append(Reason(code="teams.too_few_partners", params=counts, refs=(team.id,)))
        for role, count in problem.roles(team).items():
            able = sum(one.helix == role for one in here)
            if able < count:
                reasons.append(
                    Reason(
                        code="teams.role_uncovered",
                        params={"role": role, "needed": count, "possible": able},
                        refs=(team.id,),
                    )
                )
        if team.chair and not any(one.chair for one in here):
            reasons.append(Reason(code="teams.nobody_to_chair", refs=(team.id,)))
    return reasons


def _short(
    problem: TeamProblem, places: Places, patience: Patience
) -> tuple[tuple[Relaxation, ...], tuple[Uncovered, ...]]:
    """The fewest seats and roles to give up; nothing when even that leaves no plan."""
    programme, slacks = programme_of(problem, places, elastic=True)
    solved = solve(programme, step=1, seconds=patience.left(), watch=patience.watch)
    if not solved.found:
        return (), ()
    given_up = [(one, round(float(solved.x[one.column]))) for one in slacks if solved.x[one.column] > 0.5]
    relaxations = tuple(
        Relaxation(
            ref=f"{one.team}.minimum" if one.role is None else f"{one.team}.helix.{one.role}",
            by=by,
            unit="partners",
            proven_smallest=solved.status == "optimal",
        )
        for one, by in given_up
    )
    return relaxations, tuple(
        Uncovered(team=one.team, role=one.role, short=by) for one, by in given_up if one.role is not None
    )


def _conflict(problem: TeamProblem, places: Places, patience: Patience) -> tuple[tuple[str, ...], bool]:
    """Kinds of rules that exclude each other, and whether that is minimal."""
    unsure: list[Sequence[str]] = []

    def can_be_kept(rules: Sequence[str]) -> bool:
        programme, _ = programme_of(problem, places, rules)
        solved = solve(programme, seconds=patience.left(), watch=patience.watch)
        if solved.status == "stopped":
            unsure.append(rules)
        return solved.status != "infeasible"

    return tuple(sorted(minimal_conflict(RULES, can_be_kept))), not unsure
