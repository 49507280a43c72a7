"""What happens with promises, hours and money."""

from kopgroep.rooms.contributions.actions.commitments import commit, withdraw_commitment
from kopgroep.rooms.contributions.actions.hours import (
    answer_suggestion,
    close_activity,
    give_hours,
    log_hours,
    open_activity,
    suggest_hours,
    withdraw_hours,
)
from kopgroep.rooms.contributions.actions.money import (
    book_payment,
    cancel_invoice,
    invoice_partner,
    set_scheme,
    undo_payment,
)

__all__ = [
    "answer_suggestion",
    "book_payment",
    "cancel_invoice",
    "close_activity",
    "commit",
    "give_hours",
    "invoice_partner",
    "log_hours",
    "open_activity",
    "set_scheme",
    "suggest_hours",
    "undo_payment",
    "withdraw_commitment",
    "withdraw_hours",
]
