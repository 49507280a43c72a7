"""What happens with meetings."""

from kopgroep.rooms.meetings.actions.coming import answer, check_in, note_attendance, take_off
from kopgroep.rooms.meetings.actions.meetings import (
    add_item,
    call_meeting,
    cancel_meeting,
    move_meeting,
    write_minutes,
)
from kopgroep.rooms.meetings.actions.outcomes import (
    add_task,
    end_decision,
    finish_task,
    record_decision,
    replace_decision,
)

__all__ = [
    "add_item",
    "add_task",
    "answer",
    "call_meeting",
    "cancel_meeting",
    "check_in",
    "end_decision",
    "finish_task",
    "move_meeting",
    "note_attendance",
    "record_decision",
    "replace_decision",
    "take_off",
    "write_minutes",
]
