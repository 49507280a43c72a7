"""What retention leaves behind."""

from kopgroep.kernel.clock import now
from kopgroep.kernel.privacy.models import RetentionRun


def make_retention_run() -> RetentionRun:
    return RetentionRun.objects.create(ran_at=now(), counts={"journal.Mail": 3})
