"""What is needed, what exists, and what the deal may make."""

from kopgroep.rooms.tools.queries.admission import Checked, admission_of, checks_of
from kopgroep.rooms.tools.queries.alike import Alike, alike_in, twins_of_need, twins_of_tool
from kopgroep.rooms.tools.queries.needs import gap_of, gaps_of, needs_with_counts, voices_of
from kopgroep.rooms.tools.queries.research import Flow, flow_of
from kopgroep.rooms.tools.queries.tools import Sight, longlist, owners_on, seen_tools, sight_of, told_name

__all__ = [
    "Alike",
    "Checked",
    "Flow",
    "Sight",
    "admission_of",
    "alike_in",
    "checks_of",
    "flow_of",
    "gap_of",
    "gaps_of",
    "longlist",
    "needs_with_counts",
    "owners_on",
    "seen_tools",
    "sight_of",
    "told_name",
    "twins_of_need",
    "twins_of_tool",
    "voices_of",
]
