"""A backup every night, in a folder of choice; the oldest make room."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kopgroep.kernel.backup.write import write_backup
from kopgroep.kernel.clock import now
from kopgroep.kernel.jobs.registry import Progress, Result
from kopgroep.kernel.obstacles import Obstacle, Obstructed

# What a worker leaves that is ended while it writes; no backup takes as long.
HALF, LEFT_AFTER = re.compile(r"\.kopgroep-.*\.zip\.\d+\.part", re.ASCII), timedelta(days=1)
OURS = re.compile(r"kopgroep-\d{4}-\d{2}-\d{2}T\d{6}Z\.zip", re.ASCII)


def make_nightly_backup(*, progress: Progress, **_arguments: Any) -> Result:
    """Write today's, then remove those beyond the number that is kept; a failure removes none."""
    folder: Path | None = settings.BACKUP_FOLDER
    if folder is None or not folder.is_dir():
        why = _("The folder for backups is not there: %(folder)s.") % {"folder": folder or "-"}
        raise Obstructed([Obstacle("no-folder", why)])
    at = now()
    _clear_halves(folder, at)
    path = folder / f"kopgroep-{at:%Y-%m-%dT%H%M%S}Z.zip"
    written = write_backup(path=path, at=at, progress=progress)
    made = sorted(each for each in folder.iterdir() if OURS.fullmatch(each.name))
    for old in made[: -max(settings.BACKUP_KEEP, 1)]:
        old.unlink()
    return {"backup": path.name, "bytes": path.stat().st_size, "backup_rows": written.rows}


def _clear_halves(folder: Path, at: datetime) -> None:
    """They hold as much that is secret as a whole one."""
    for path in folder.iterdir():
        if HALF.fullmatch(path.name) and path.stat().st_mtime < (at - LEFT_AFTER).timestamp():
            path.unlink(missing_ok=True)
