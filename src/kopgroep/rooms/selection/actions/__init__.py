"""What happens in a round, and what is chosen."""

from kopgroep.rooms.selection.actions.choices import (
    choose_tools,
    decide_round,
    reconsider_tool,
    reject_tools,
    revoke_choice,
)
from kopgroep.rooms.selection.actions.rounds import cast_vote, close_round, hand_out_ballot, open_round

__all__ = [
    "cast_vote",
    "choose_tools",
    "close_round",
    "decide_round",
    "hand_out_ballot",
    "open_round",
    "reconsider_tool",
    "reject_tools",
    "revoke_choice",
]
