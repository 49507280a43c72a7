"""What goes in: an assessment, and how its scores are to be read."""

from __future__ import annotations

import msgspec

from kopgroep.engine.agreement.krippendorff import Level
from kopgroep.engine.assessment import Assessment
from kopgroep.engine.faults import need_finite
from kopgroep.engine.givens import Given


class AgreementProblem(Given, frozen=True, kw_only=True, tag="agreement", tag_field="problem"):
    """`level`: what a difference between two scores means. `confidence`: of the interval, 0.95 for all but one in
    twenty."""

    assessment: Assessment
    level: Level = "ordinal"
    confidence: float = 0.95

    def __post_init__(self) -> None:
        need_finite("confidence", self.confidence, least=0.5, most=0.999)

    def in_order(self) -> AgreementProblem:
        return msgspec.structs.replace(self, assessment=self.assessment.in_order())
