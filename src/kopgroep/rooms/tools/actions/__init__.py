"""What happens with needs, with what exists already, and with tools."""

from kopgroep.rooms.tools.actions.needs import (
    change_need,
    decide_gap,
    merge_needs,
    part_needs,
    reopen_gap,
    state_need,
    support_need,
    withdraw_support,
)
from kopgroep.rooms.tools.actions.research import (
    change_existing_tool,
    note_claim,
    note_existing_tool,
    note_hit,
    record_search,
)
from kopgroep.rooms.tools.actions.tools import (
    change_tool,
    name_owner,
    note_status,
    propose_tool,
    wish_to_test,
    withdraw_wish,
)

__all__ = [
    "change_existing_tool",
    "change_need",
    "change_tool",
    "decide_gap",
    "merge_needs",
    "name_owner",
    "note_claim",
    "note_existing_tool",
    "note_hit",
    "note_status",
    "part_needs",
    "propose_tool",
    "record_search",
    "reopen_gap",
    "state_need",
    "support_need",
    "wish_to_test",
    "withdraw_support",
    "withdraw_wish",
]
