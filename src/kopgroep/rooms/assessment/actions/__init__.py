"""What happens with the framework and the assessments."""

from kopgroep.rooms.assessment.actions.assessing import assess_tool, withdraw_assessment
from kopgroep.rooms.assessment.actions.framework import (
    adopt_framework,
    change_criterion,
    draft_framework,
    remove_criterion,
)

__all__ = [
    "adopt_framework",
    "assess_tool",
    "change_criterion",
    "draft_framework",
    "remove_criterion",
    "withdraw_assessment",
]
