"""What was assessed, by whom, and who may see it."""

from kopgroep.rooms.assessment.queries.frameworks import draft_of, framework_on
from kopgroep.rooms.assessment.queries.scores import Judgement, judgements_of
from kopgroep.rooms.assessment.queries.work import Work, sees_results, work_of

__all__ = [
    "Judgement",
    "Work",
    "draft_of",
    "framework_on",
    "judgements_of",
    "sees_results",
    "work_of",
]
