"""Charters and archives over HTTP."""

from kopgroep.rooms.archive.views.archives import archive, download, plan, restore
from kopgroep.rooms.archive.views.charters import charter, charter_file, clone, load, new

__all__ = [
    "archive",
    "charter",
    "charter_file",
    "clone",
    "download",
    "load",
    "new",
    "plan",
    "restore",
]
