"""What was assessed, by whom, and who may see it."""

from kopgroep.rooms.assessment.queries.frameworks import (
    criteria_for,
    draft_of,
    framework_on,
    to_judge_anew,
)
from kopgroep.rooms.assessment.queries.scores import (
    Judgement,
    judgements_of,
    scores_of,
    weighted_means_of,
)
from kopgroep.rooms.assessment.queries.work import Work, sees_scores_of, tools_seen, work_of

__all__ = [
    "Judgement",
    "Work",
    "criteria_for",
    "draft_of",
    "framework_on",
    "judgements_of",
    "scores_of",
    "sees_scores_of",
    "to_judge_anew",
    "tools_seen",
    "weighted_means_of",
    "work_of",
]
