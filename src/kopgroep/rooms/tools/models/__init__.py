"""Needs, what exists already, and the tools that may be made."""

from kopgroep.rooms.tools.models.admission import Admission, AdmissionRule
from kopgroep.rooms.tools.models.existing import Claim, ExistingTool, Search, SearchHit, Trust
from kopgroep.rooms.tools.models.needs import GapVerdict, Need, NeedSupport, Verdict
from kopgroep.rooms.tools.models.tools import Ownership, TestWish, Tool, ToolStanding
from kopgroep.rooms.tools.models.words import ON_LONGLIST, Form, Seen, ToolStatus

__all__ = [
    "ON_LONGLIST",
    "Admission",
    "AdmissionRule",
    "Claim",
    "ExistingTool",
    "Form",
    "GapVerdict",
    "Need",
    "NeedSupport",
    "Ownership",
    "Search",
    "SearchHit",
    "Seen",
    "TestWish",
    "Tool",
    "ToolStanding",
    "ToolStatus",
    "Trust",
    "Verdict",
]
