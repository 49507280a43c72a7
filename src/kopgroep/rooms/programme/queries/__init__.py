"""Questions about a deal: what its charter says, how it is planned, and what it calls things."""

from kopgroep.rooms.programme.queries.charter import charter_of, differences_with
from kopgroep.rooms.programme.queries.joining import joining_of, reply_by
from kopgroep.rooms.programme.queries.planning import Planning, Span, Spans, planning_of, shifted, spans_of
from kopgroep.rooms.programme.queries.shifting import Shift, add_months, moved, shift_between
from kopgroep.rooms.programme.queries.words import in_both_languages, word

__all__ = [
    "Planning",
    "Shift",
    "Span",
    "Spans",
    "add_months",
    "charter_of",
    "differences_with",
    "in_both_languages",
    "joining_of",
    "moved",
    "planning_of",
    "reply_by",
    "shift_between",
    "shifted",
    "spans_of",
    "word",
]
