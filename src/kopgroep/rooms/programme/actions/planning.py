"""Moving dates: every change of the planning is a new version, and the old ones stay as they were."""

from collections.abc import Mapping
from datetime import datetime

from kopgroep.kernel import clock
from kopgroep.kernel.actors import Actor
from kopgroep.kernel.dates import PartialDate
from kopgroep.rooms.programme.models import Deal, Phase, PlannedPhase, PlanVersion

Dates = Mapping[Phase, tuple[PartialDate | None, PartialDate | None]]


def add_version(deal: Deal, dates: Dates, *, reason: str, by: Actor, at: datetime) -> PlanVersion:
    """The next version of the planning; part of an action that records it."""
    latest = deal.plan_versions.order_by("-number").first()
    version = PlanVersion.objects.create(
        deal=deal,
        number=latest.number + 1 if latest else 1,
        planned_on=clock.day_of(at),
        planner=by.user,
        reason=reason,
    )
    PlannedPhase.objects.bulk_create(
        PlannedPhase(version=version, phase=phase, starts=starts, ends=ends)
        for phase, (starts, ends) in dates.items()
    )
    return version
