"""What was chosen, and how the votes fell."""

from kopgroep.rooms.selection.queries.chosen import CHOSEN, chosen_tools, norm_of, shown_name
from kopgroep.rooms.selection.queries.rounds import Line, Result, Turnout, order_of, result_of, turnout_of

__all__ = [
    "CHOSEN",
    "Line",
    "Result",
    "Turnout",
    "chosen_tools",
    "norm_of",
    "order_of",
    "result_of",
    "shown_name",
    "turnout_of",
]
