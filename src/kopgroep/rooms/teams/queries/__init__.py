"""Who sits where, and whether the money and the hours are there."""

from kopgroep.rooms.teams.queries.budgets import Budget, approved_plans, budget_of, programme_budget
from kopgroep.rooms.teams.queries.seats import overcommitted, promised_in_teams, teams_on

__all__ = [
    "Budget",
    "approved_plans",
    "budget_of",
    "overcommitted",
    "programme_budget",
    "promised_in_teams",
    "teams_on",
]
