"""Leave and return: a whole deal as one file, and that file as a deal."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.db import transaction

from kopgroep.kernel.actors import Actor
from kopgroep.kernel.archives.package import Progress, Reader, nothing_told
from kopgroep.kernel.archives.restore import Restored, Restoring, find_again
from kopgroep.kernel.archives.write import Written, write_archive
from kopgroep.kernel.clock import day_of
from kopgroep.kernel.journal.record import record
from kopgroep.kernel.journal.verbs import Verb
from kopgroep.rooms.programme.models import Deal


def archive_deal(
    *, deal: Deal, path: Path, by: Actor, at: datetime, progress: Progress = nothing_told
) -> Written:
    """Write a deal and all that belongs to it to a file; the journal tells that it was taken along."""
    written = write_archive(root=deal, path=path, at=at, progress=progress)
    with transaction.atomic():
        record(Verb.DEAL_ARCHIVED, about=deal, by=by, at=at, facts={"rows": written.rows})
    return written


def restore_deal(
    *,
    reader: Reader,
    by: Actor,
    at: datetime,
    progress: Progress = nothing_told,
    rehearse: bool = False,
) -> Restored:
    """Bring a deal in from its archive: all of it, or nothing.

    rehearse   do everything and undo it, to tell what would happen
    """
    restoring = Restoring(reader, progress=progress)
    with transaction.atomic():
        restored = restoring.run()
        facts = {
            "rows": sum(restored.made.values()),
            "made_on": day_of(restoring.made_at).isoformat(),
            "matched": sum(restored.matched.values()),
        }
        record(Verb.DEAL_RESTORED, about=restored.root, by=by, at=at, facts=facts)
        if rehearse:
            transaction.set_rollback(True)
    if rehearse:
        restoring.uploads.take_back()
    else:
        find_again(restored, progress)
    return restored
