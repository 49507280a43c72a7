"""Teams of a deal and of a large one, fairest first, against one solve for the total alone."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from kopgroep.engine.draws import Draws
from kopgroep.engine.solver import solve
from kopgroep.engine.teams.compose import compose_teams
from kopgroep.engine.teams.model import places_of, programme_of
from kopgroep.engine.teams.problem import Partner, Team, TeamProblem, Wish
from tools.bench_engine.measure import Growth, Row, seconds_of, side_by_side

HELICES = ("business", "citizens", "government", "knowledge")


def rows() -> Iterator[Row]:
    for partners, teams, most in ((40, 6, 10), (200, 12, 10), (200, 12, 100)):
        problem = generated(partners, teams, most=most).in_order()
        ours, theirs = side_by_side(
            lambda problem=problem: compose_teams(problem),  # type: ignore[misc]
            lambda problem=problem: most_in_total(problem),  # type: ignore[misc]
            rounds=3,
        )
        plan = compose_teams(problem)
        yield Row(
            "teams",
            f"{partners} partners, {teams} teams, wishes to {most}",
            "the largest total only",
            ours,
            theirs,
            note=f"{plan.outcome.status}, worst off {plan.partners[0].wish}",
        )


def growths() -> Iterator[Growth]:
    sizes = (25, 50, 100, 200)
    problems = [generated(size, 6) for size in sizes]
    yield Growth(
        name="6 teams, fairest",
        unit="partners",
        sizes=sizes,
        seconds=[seconds_of(lambda one=one: compose_teams(one)) for one in problems],  # type: ignore[misc]
    )


def most_in_total(problem: TeamProblem) -> None:
    places = places_of(problem)
    programme, _ = programme_of(problem, places)
    programme.cost = [places.wish.astype(np.float64)]
    solve(programme, step=1)


def generated(partners: int, teams: int, seed: int = 1, most: int = 10) -> TeamProblem:
    """Wishes from 0 to `most`, one team each, four roles in every team."""
    wishes = (
        (Draws(seed).uniform(partners * teams) * (most + 1)).astype(int).reshape(partners, teams).tolist()
    )
    return TeamProblem(
        partners=tuple(Partner(id=f"p{at:03}", helix=HELICES[at % 4], minimum=1) for at in range(partners)),
        teams=tuple(Team(id=f"t{at:02}", minimum=4, maximum=partners // teams + 3) for at in range(teams)),
        wishes=tuple(
            Wish(partner=f"p{one:03}", team=f"t{other:02}", wish=wishes[one][other])
            for one in range(partners)
            for other in range(teams)
        ),
        helix=dict.fromkeys(HELICES, 1),
    )
