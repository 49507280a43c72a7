"""The whole installation as one file, while people go on working."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version as version_of
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from kopgroep.kernel.archives.package import MANIFEST, Progress, Writer, nothing_told
from kopgroep.kernel.archives.snapshot import snapshot
from kopgroep.kernel.archives.values import plain
from kopgroep.kernel.backup.tables import label_of, lines_of, tables

FORMAT, VERSION = "kopgroep-backup", 1
CHECKPOINTS = "checkpoints.jsonl"
KEYS = {"keys/secret.key": "SECRET_KEY", "keys/journal.key": "JOURNAL_KEY"}

README = """\
KOPGROEP: RESERVEKOPIE VAN EEN INSTALLATIE (English below)

Zet hem terug in een lege installatie:   kopgroep restore BESTAND

Bewaar dit bestand als een geheim: alle persoonsgegevens staan erin, en (in keys/) de sleutels van de installatie.
Niet in dit bestand: de instellingen uit de omgeving (KOPGROEP_...), het thema en de wachtrij. Wat nog in de
wachtrij stond, gaat vanzelf verder.

KOPGROEP: BACKUP OF AN INSTALLATION

Restore it in an empty installation:     kopgroep restore FILE

Keep this file as a secret: all personal data is in it, and (in keys/) the keys of the installation.
Not in this file: the settings of the environment (KOPGROEP_...), the theme and the queue. What was waiting in the
queue goes on by itself.
"""


@dataclass(frozen=True, slots=True)
class Backup:
    """What is in a backup that was just written."""

    path: Path
    rows: int
    files: int
    has_keys: bool


def write_backup(
    *, path: Path, at: datetime, with_keys: bool = True, progress: Progress = nothing_told
) -> Backup:
    """Everything that was answered before now is in it, and what is in it belongs to one moment."""
    with Writer(path) as writer:
        # First the checkpoints, which are written after commit: none may speak of an entry beyond that moment.
        statements = settings.DATA_DIR / CHECKPOINTS
        writer.text(CHECKPOINTS, statements.read_text(encoding="utf-8") if statements.exists() else "")
        with snapshot():
            counts = _write_tables(writer, progress)
        # Then the files: a record of that moment may name a file, and no file is needed that has no record.
        files = writer.lines("files.jsonl", _copy_files(writer, progress))
        if with_keys:
            for part, name in KEYS.items():
                key = getattr(settings, name)
                writer.text(part, key.decode() if isinstance(key, bytes) else key)
        writer.text("README.txt", README)
        writer.json(
            MANIFEST,
            {
                "format": FORMAT,
                "version": VERSION,
                "made_at": plain(at),
                "made_with": f"kopgroep {version_of('kopgroep')}",
                "database": connection.vendor,
                "rows": counts,
                "files": files,
                "keys": with_keys,
            },
        )
    return Backup(path, sum(counts.values()), files, with_keys)


def part_of(label: str) -> str:
    return f"tables/{label}.jsonl"


def _write_tables(writer: Writer, progress: Progress) -> dict[str, int]:
    all_tables = tables()
    counts = {}
    for done, model in enumerate(all_tables):
        progress(done, len(all_tables), _("Writing the tables."))
        counts[label_of(model)] = writer.lines(part_of(label_of(model)), lines_of(model))
    return counts


def _copy_files(writer: Writer, progress: Progress) -> Iterator[dict[str, Any]]:
    root = Path(settings.MEDIA_ROOT)
    found = sorted(
        Path(folder) / name
        for folder, _folders, names in os.walk(root, followlinks=False)
        for name in names
        if not (Path(folder) / name).is_symlink()
    )
    for number, path in enumerate(found, start=1):
        progress(number, len(found), _("Copying files."))
        part = f"files/{number:06}"
        try:
            source = path.open("rb")
        except FileNotFoundError:
            # It was removed meanwhile, and so was its record or it will be.
            continue
        with source:
            writer.copy(part, source)
        yield {"name": path.relative_to(root).as_posix(), "part": part}
