"""What a database and its folder still hold after rows are gone: free pages, index files, uploads, mails in files."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings
from django.db import connection

log = structlog.get_logger(__name__)
LARGEST_READ = 50_000_000


def clean_up(patterns: Any) -> None:
    """After the commit; nothing here can undo what was erased."""
    if connection.vendor == "sqlite":
        _clean_sqlite()
    for path in _files():
        if _names_somebody(path, patterns):
            path.unlink(missing_ok=True)
            log.info("file removed that named an erased person", folder=path.parent.name)


def merge_index() -> None:
    """Inside the transaction: words of rows that went leave the files of SQLite's index too."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%fts5%'")
        for (name,) in cursor.fetchall():
            index = connection.ops.quote_name(name)
            cursor.execute(f"INSERT INTO {index}({index}) VALUES('optimize')")


def _clean_sqlite() -> None:
    """Copy the log of changes into the file and cut it off; in a transaction of somebody else it has to wait."""
    if not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _files() -> Iterator[Path]:
    folders = [Path(settings.MEDIA_ROOT)]
    if folder := getattr(settings, "EMAIL_FILE_PATH", None):
        folders.append(Path(folder))
    for folder in folders:
        if folder.is_dir():
            yield from (path for path in sorted(folder.rglob("*")) if path.is_file())


def _names_somebody(path: Path, patterns: Any) -> bool:
    if path.stat().st_size > LARGEST_READ:
        return False
    return bool(patterns.found_in(path.read_bytes().decode("utf-8", errors="ignore")))


def note_erased(addresses: Iterable[str]) -> None:
    """Beside the database, so that who puts back an older backup can erase again; it names nobody."""
    with _list_of_erased().open("a", encoding="utf-8") as file:
        for address in addresses:
            file.write(json.dumps({"erased": address}) + "\n")


def erased_before() -> list[str]:
    path = _list_of_erased()
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8").splitlines()
    return list(dict.fromkeys(str(json.loads(line)["erased"]) for line in lines if line.strip()))


def _list_of_erased() -> Path:
    return Path(settings.DATA_DIR) / "erased.jsonl"
