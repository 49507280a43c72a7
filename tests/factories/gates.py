"""Decisions about gates."""

from datetime import date

from kopgroep.kernel.clock import now
from kopgroep.rooms.gates.models import Decision, Review
from kopgroep.rooms.programme.models import Phase
from tests.factories.programme import make_phase


def make_review(phase: Phase | None = None) -> Review:
    phase = phase or make_phase()
    return Review.objects.create(
        deal=phase.deal,
        phase=phase,
        decision=Decision.PASS,
        reason="Everything was there.",
        state_on=date(2026, 1, 1),
        evidence={},
        reviewed_at=now(),
    )
