"""A new plan in place of an agreed one, with what it changes for whom."""

from __future__ import annotations

from functools import singledispatch
from typing import TypeAlias

from kopgroep.engine.answers import Outcome, Told
from kopgroep.engine.faults import InputWrong
from kopgroep.engine.meetings.problem import Calendar
from kopgroep.engine.meetings.schedule import schedule_meetings
from kopgroep.engine.panels.assign import assign_panels
from kopgroep.engine.panels.problem import PanelProblem
from kopgroep.engine.pilots.allocate import allocate_pilots
from kopgroep.engine.pilots.problem import PilotProblem
from kopgroep.engine.portfolio.problem import PortfolioProblem
from kopgroep.engine.portfolio.select import select_portfolio
from kopgroep.engine.replan import Agreed, Diff, Link, compare
from kopgroep.engine.teams.compose import compose_teams
from kopgroep.engine.teams.problem import TeamProblem
from kopgroep.engine.watch import NOBODY, Watch

Plannable: TypeAlias = PortfolioProblem | TeamProblem | PanelProblem | PilotProblem | Calendar


class Replanned(Told, frozen=True, kw_only=True):
    """`diff`: from what was agreed to the new plan; None when there is no plan."""

    plan: Told
    diff: Diff | None
    outcome: Outcome


def replan(problem: Plannable, *, watch: Watch = NOBODY) -> Replanned:
    """The plan that keeps the rules with the fewest changes to what the problem says was agreed."""
    agreed = agreed_in(problem)
    if not agreed.links:
        raise InputWrong("empty", "agreed")
    plan, outcome, found = _planned(problem, watch)
    return Replanned(plan=plan, diff=compare(agreed, plan) if found else None, outcome=outcome)


def _planned(problem: Plannable, watch: Watch) -> tuple[Told, Outcome, bool]:
    if isinstance(problem, TeamProblem):
        teams = compose_teams(problem, watch=watch)
        return teams, teams.outcome, bool(teams.teams)
    if isinstance(problem, PanelProblem):
        panels = assign_panels(problem, watch=watch)
        return panels, panels.outcome, bool(panels.panels)
    if isinstance(problem, PilotProblem):
        pilots = allocate_pilots(problem, watch=watch)
        return pilots, pilots.outcome, pilots.outcome.objective is not None
    if isinstance(problem, Calendar):
        meetings = schedule_meetings(problem, watch=watch)
        return meetings, meetings.outcome, bool(meetings.planned)
    portfolio = select_portfolio(problem, watch=watch)
    return portfolio, portfolio.outcome, portfolio.outcome.objective is not None


@singledispatch
def agreed_in(problem: Plannable) -> Agreed:
    """What a problem says was agreed, as links."""
    raise TypeError(f"{type(problem).__name__} asks for no plan")


@agreed_in.register
def _teams(problem: TeamProblem) -> Agreed:
    return Agreed(links=tuple(Link(whom=one.partner, what=one.team) for one in problem.agreed))


@agreed_in.register
def _panels(problem: PanelProblem) -> Agreed:
    return Agreed(links=tuple(Link(whom=one.assessor, what=one.tool) for one in problem.agreed))


@agreed_in.register
def _pilots(problem: PilotProblem) -> Agreed:
    pairs = problem.agreed.pairs if problem.agreed else ()
    return Agreed(links=tuple(Link(whom=one.municipality, what=one.tool) for one in pairs))


@agreed_in.register
def _portfolio(problem: PortfolioProblem) -> Agreed:
    tools = problem.agreed.tools if problem.agreed else ()
    return Agreed(links=tuple(Link(whom=one, what="chosen") for one in tools))


@agreed_in.register
def _meetings(problem: Calendar) -> Agreed:
    return Agreed(
        links=tuple(
            Link(whom=one.meeting, what=f"{one.date.isoformat()} {one.principle or ''}".strip())
            for one in problem.agreed
        )
    )
