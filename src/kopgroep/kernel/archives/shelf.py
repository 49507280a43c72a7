"""Where archives lie that were made to be fetched, or brought to be looked at; nobody's names lie there for long."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

# An archive holds names of people; what nobody downloads should not lie about.
KEPT = timedelta(days=7)
NAME = re.compile(r"[0-9a-f]{32}\.zip", re.ASCII)


def shelf() -> Path:
    path = Path(settings.DATA_DIR) / "archives"
    path.mkdir(mode=0o700, exist_ok=True)
    return path


def file_of(name: str) -> Path | None:
    """An archive that was made or brought here; None when it is gone, or was never one of ours."""
    path = shelf() / name
    return path if NAME.fullmatch(name) and path.is_file() else None


def clear_old(at: datetime) -> int:
    """Remove what is older than a week; also what a worker that was ended half-way left behind."""
    gone = 0
    for path in sorted(shelf().iterdir()):
        if path.stat().st_mtime < (at - KEPT).timestamp():
            path.unlink(missing_ok=True)
            gone += 1
    return gone
