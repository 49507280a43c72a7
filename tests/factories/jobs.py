"""Jobs in the queue."""

from datetime import datetime
from typing import Any

from kopgroep.kernel.accounts.models import User
from kopgroep.kernel.clock import now
from kopgroep.kernel.jobs.chores import rebuild_index
from kopgroep.kernel.jobs.models import Job, State
from kopgroep.kernel.jobs.registry import name_of
from kopgroep.rooms.archive.actions.jobs import look_at_archive, make_archive
from kopgroep.rooms.programme.models import Deal


def make_job(
    *, action: str = "", asked_by: User | None = None, asked_at: datetime | None = None, **fields: object
) -> Job:
    at = asked_at or now()
    return Job.objects.create(
        action=action or name_of(rebuild_index), asked_by=asked_by, asked_at=at, queued_at=at, **fields
    )


def make_archive_job(deal: Deal) -> Job:
    """An archive of a deal that is ready, under a name with which it may lie in the data folder."""
    name = f"{deal.uid.hex}.zip"
    done = {"archive": name, "archive_rows": 1, "bytes": 1, "journal_is_intact": True}
    arguments = {"deal": str(deal.uid), "by": "", "name": name}
    return _over(name_of(make_archive), arguments, done)


def make_looked_job(deal: Deal) -> Job:
    """An archive that somebody brought and that was looked at."""
    told = {
        "deal": deal.code,
        "deal_name": deal.name.plain(),
        "archive_rows": 1,
        "made": {"programme.deal": 1},
        "matched": {"partners.organisation": 1},
        "differing": 1,
        "differences": [
            {
                "kind": "partners.organisation",
                "record": "De Boer",
                "by": "kvk",
                "field": "helix",
                "here": "business",
                "archive": "society",
            }
        ],
        "files_missing": 0,
    }
    return _over(name_of(look_at_archive), {"name": f"{deal.uid.hex}.zip", "by": ""}, told)


def _over(action: str, arguments: dict[str, str], result: dict[str, object]) -> Job:
    at = now()
    moments: dict[str, Any] = {"asked_at": at, "started_at": at, "beat_at": at, "ended_at": at}
    return make_job(action=action, arguments=arguments, result=result, state=State.DONE, **moments)
