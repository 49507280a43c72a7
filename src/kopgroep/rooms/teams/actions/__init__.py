"""What happens with teams and their plans."""

from kopgroep.rooms.teams.actions.plans import (
    add_budget_line,
    approve_plan,
    draft_plan,
    remove_budget_line,
    send_back,
    submit_plan,
    withdraw_plan,
    write_part,
)
from kopgroep.rooms.teams.actions.teams import (
    add_deliverable,
    deliver,
    form_team,
    give_up_seat,
    log_involvement,
    take_seat,
    wish_for_team,
)

__all__ = [
    "add_budget_line",
    "add_deliverable",
    "approve_plan",
    "deliver",
    "draft_plan",
    "form_team",
    "give_up_seat",
    "log_involvement",
    "remove_budget_line",
    "send_back",
    "submit_plan",
    "take_seat",
    "wish_for_team",
    "withdraw_plan",
    "write_part",
]
