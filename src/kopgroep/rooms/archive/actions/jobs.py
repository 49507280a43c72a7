"""The same from a page: an archive is made, looked at and taken in by the worker, and a page shows how far it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from kopgroep.kernel.accounts.models import User
from kopgroep.kernel.actors import Actor
from kopgroep.kernel.archives.package import ArchiveWrong
from kopgroep.kernel.archives.restore import Restored, open_archive
from kopgroep.kernel.archives.shelf import clear_old, file_of, shelf
from kopgroep.kernel.clock import now
from kopgroep.kernel.jobs.actions import start_job
from kopgroep.kernel.jobs.models import Job
from kopgroep.kernel.jobs.registry import Progress, Result, name_of
from kopgroep.kernel.obstacles import Obstacle, Obstructed, clear
from kopgroep.rooms.archive.actions.archives import archive_deal, restore_deal
from kopgroep.rooms.programme.models import Deal

LARGEST = 2 * 1024**3


def ask_for_archive(*, deal: Deal, by: Actor, at: datetime) -> Job:
    clear_old(at)
    arguments = {"deal": str(deal.uid), "by": by.reference, "name": f"{uuid4().hex}.zip"}
    return start_job(action=name_of(make_archive), by=by, at=at, arguments=arguments)


def obstacles_to_bringing(size: int) -> Iterator[Obstacle]:
    if size > LARGEST:
        yield Obstacle(
            "too-large",
            _("This file is larger than 2 GB. Ask who runs the server to use `kopgroep deal restore`."),
        )


def bring_archive(*, upload: UploadedFile[Any], by: Actor, at: datetime) -> Job:
    """Keep an uploaded archive, and look at it first."""
    clear(obstacles_to_bringing(upload.size or 0))
    clear_old(at)
    name = f"{uuid4().hex}.zip"
    with (shelf() / name).open("xb") as file:
        for piece in upload.chunks():
            file.write(piece)
    return start_job(
        action=name_of(look_at_archive), by=by, at=at, arguments={"name": name, "by": by.reference}
    )


def ask_to_restore(*, name: str, by: Actor, at: datetime) -> Job:
    return start_job(
        action=name_of(take_in_archive), by=by, at=at, arguments={"name": name, "by": by.reference}
    )


def make_archive(*, progress: Progress, deal: str, by: str, name: str) -> Result:
    found = Deal.objects.get(uid=UUID(deal))
    path = shelf() / name
    written = archive_deal(deal=found, path=path, by=_actor(by), at=now(), progress=progress)
    return {
        "archive": name,
        "archive_rows": written.rows,
        "bytes": path.stat().st_size,
        "journal_is_intact": written.journal_is_intact,
    }


def look_at_archive(*, progress: Progress, name: str, by: str) -> Result:
    return _take_in(progress, name, by, rehearse=True)


def take_in_archive(*, progress: Progress, name: str, by: str) -> Result:
    return _take_in(progress, name, by, rehearse=False)


def _take_in(progress: Progress, name: str, by: str, *, rehearse: bool) -> Result:
    path = file_of(name)
    if path is None:
        raise Obstructed([Obstacle("gone", _("The uploaded file is gone; upload it again."))])
    try:
        with open_archive(path, progress) as reader:
            done = restore_deal(reader=reader, by=_actor(by), at=now(), progress=progress, rehearse=rehearse)
    except ArchiveWrong as wrong:
        path.unlink(missing_ok=True)
        raise Obstructed([Obstacle("archive-wrong", str(wrong))]) from wrong
    if not rehearse:
        path.unlink(missing_ok=True)
    return _told(done)


def _told(done: Restored) -> dict[str, Any]:
    return {
        "deal": done.root.code,
        "deal_name": done.root.name.plain(),
        "archive_rows": sum(done.made.values()),
        "made": done.made,
        "matched": done.matched,
        "differing": done.differing,
        "differences": done.differences,
        "files_missing": done.files_missing,
    }


def _actor(reference: str) -> Actor:
    return Actor.of(User.objects.get(uid=UUID(reference)))
