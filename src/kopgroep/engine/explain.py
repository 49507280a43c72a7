"""Why is there no plan? One question for every problem that asks for a plan.

The answer climbs a ladder and stops at the first rung that tells: a single item, totals, a cut in a flow, a linear
programme, whole numbers. Each problem has its own rungs in its own folder.
"""

from __future__ import annotations

from functools import singledispatch
from typing import TypeAlias

from kopgroep.engine.answers import Infeasibility, Outcome, Status, Told, outcome_of
from kopgroep.engine.givens import Given
from kopgroep.engine.meetings.problem import Calendar
from kopgroep.engine.meetings.schedule import schedule_meetings
from kopgroep.engine.panels.explain import explain_panels
from kopgroep.engine.panels.problem import PanelProblem
from kopgroep.engine.patience import Patience
from kopgroep.engine.pilots.explain import explain_pilots
from kopgroep.engine.pilots.problem import PilotProblem
from kopgroep.engine.portfolio.explain import explain_portfolio
from kopgroep.engine.portfolio.problem import PortfolioProblem
from kopgroep.engine.teams.explain import explain_teams
from kopgroep.engine.teams.problem import TeamProblem
from kopgroep.engine.watch import NOBODY, Watch

Plannable: TypeAlias = PortfolioProblem | TeamProblem | PanelProblem | PilotProblem | Calendar


class Explanation(Told, frozen=True, kw_only=True):
    """Without an `infeasibility` there is a plan, unless the outcome says that the search was stopped."""

    infeasibility: Infeasibility | None
    outcome: Outcome


@singledispatch
def explain(problem: Plannable, *, seconds: float | None = None, watch: Watch = NOBODY) -> Told:
    """Why the rules of this problem cannot all be kept, and the smallest that would help; or that they can."""
    raise TypeError(f"{type(problem).__name__} asks for no plan")


@explain.register
def _pilots(problem: PilotProblem, *, seconds: float | None = None, watch: Watch = NOBODY) -> Told:
    return explain_pilots(problem, seconds=seconds, watch=watch)


@explain.register
def _portfolio(
    problem: PortfolioProblem, *, seconds: float | None = None, watch: Watch = NOBODY
) -> Explanation:
    patience = Patience.of(seconds, watch)
    return _told(problem.in_order(), explain_portfolio(problem, patience=patience), patience)


@explain.register
def _panels(problem: PanelProblem, *, seconds: float | None = None, watch: Watch = NOBODY) -> Explanation:
    patience = Patience.of(seconds, watch)
    return _told(problem.in_order(), explain_panels(problem, patience=patience), patience)


@explain.register
def _teams(problem: TeamProblem, *, seconds: float | None = None, watch: Watch = NOBODY) -> Explanation:
    patience = Patience.of(seconds, watch)
    return _told(problem.in_order(), explain_teams(problem, seconds=seconds, watch=watch), patience)


@explain.register
def _meetings(problem: Calendar, *, seconds: float | None = None, watch: Watch = NOBODY) -> Explanation:
    plan = schedule_meetings(problem, seconds=seconds, watch=watch)
    return Explanation(infeasibility=plan.infeasibility, outcome=plan.outcome)


def _told(problem: Given, why: Infeasibility | None, patience: Patience) -> Explanation:
    status: Status = "infeasible" if why else "stopped" if patience.over() else "optimal"
    return Explanation(infeasibility=why, outcome=outcome_of(problem, status=status))
