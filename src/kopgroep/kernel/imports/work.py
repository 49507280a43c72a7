"""What runs as a job: looking at many rows, importing, undoing, and clearing old uploads away."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from kopgroep.kernel.accounts.models import User
from kopgroep.kernel.actors import Actor
from kopgroep.kernel.clock import now
from kopgroep.kernel.imports import actions, files
from kopgroep.kernel.imports.models import Import, Step
from kopgroep.kernel.imports.rules import (
    obstacles_to_going_on,
    obstacles_to_importing,
    obstacles_to_undoing,
)
from kopgroep.kernel.jobs.actions import start_job
from kopgroep.kernel.jobs.models import Job
from kopgroep.kernel.jobs.registry import Progress, Result, Work, name_of
from kopgroep.kernel.obstacles import clear

# So many rows are looked at, or taken back, while the page waits; more become a job.
AT_ONCE = 2_000


def check_job(*, progress: Progress, uid: str, **_arguments: Any) -> Result:
    actions.judge_rows(of=Import.objects.get(uid=uid), at=now(), progress=progress)
    return {}


def import_job(*, progress: Progress, uid: str, by: int | None, **_arguments: Any) -> Result:
    of = Import.objects.get(uid=uid)
    if of.step != Step.DONE:
        actions.import_table(of=of, by=_actor(by), at=now(), progress=progress)
    else:
        # The worker before this one had written the rows, and was ended before search knew them all.
        actions.index_again(of=of, progress=progress)
    return {}


def undo_job(*, progress: Progress, uid: str, by: int | None, **_arguments: Any) -> Result:
    of = Import.objects.get(uid=uid)
    if of.step == Step.DONE:
        actions.undo_import(of=of, by=_actor(by), at=now(), progress=progress)
    return {}


def _actor(user_id: int | None) -> Actor:
    user = User.objects.filter(pk=user_id).first() if user_id else None
    return Actor.of(user) if user else Actor.system("import")


@transaction.atomic
def _start(of: Import, work: Work, by: Actor) -> Job:
    arguments = {"uid": str(of.uid), "by": by.user.pk if by.user else None}
    of.job = start_job(action=name_of(work), by=by, at=now(), arguments=arguments)
    of.save(update_fields=["job"])
    return of.job


def check(of: Import, *, by: Actor, rows: int) -> None:
    """Look at the rows: a few at once, many as a job."""
    if rows <= AT_ONCE:
        actions.judge_rows(of=of, at=now())
    else:
        _start(of, check_job, by)


def check_again(of: Import, *, by: Actor) -> Job:
    """After looking at the rows was stopped or failed."""
    clear(obstacles_to_going_on(of))
    return _start(of, check_job, by)


def start_import(of: Import, *, by: Actor) -> Job:
    clear(obstacles_to_importing(of))
    return _start(of, import_job, by)


def start_undo(of: Import, *, by: Actor) -> None:
    """Few rows are taken back at once, many as a job."""
    if sum(len(keys) for keys in of.made.values()) + len(of.changed) <= AT_ONCE:
        actions.undo_import(of=of, by=by, at=now())
        return
    clear(obstacles_to_undoing(of))
    _start(of, undo_job, by)


def remove_uploads(*, progress: Progress, **_arguments: Any) -> Result:
    """Uploads hold names and addresses of people: they go after some days, and so does what no import knows."""
    before = now() - timedelta(days=settings.IMPORT_KEEP_DAYS)
    old = Import.objects.filter(asked_at__lt=before).exclude(kept_as="")
    for of in old.iterator():
        actions.remove_upload(of=of)
    known = set(Import.objects.exclude(kept_as="").values_list("kept_as", flat=True))
    strays = [path for path in files.folder().iterdir() if path.name.partition(".")[0] not in known]
    for path in strays:
        if path.stat().st_mtime < before.timestamp():
            path.unlink(missing_ok=True)
    progress(1, 1, "")
    return {}
