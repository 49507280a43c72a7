"""What was promised, given and is still to do."""

from kopgroep.rooms.contributions.queries.promised import promised_days, promised_hours
from kopgroep.rooms.contributions.queries.sheets import Month, Sheet, first_of_month, sheet_of, sheets_of
from kopgroep.rooms.contributions.queries.statement import Statement, statement_of

__all__ = [
    "Month",
    "Sheet",
    "Statement",
    "first_of_month",
    "promised_days",
    "promised_hours",
    "sheet_of",
    "sheets_of",
    "statement_of",
]
