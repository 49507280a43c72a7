"""An installation from a backup: the database in one transaction, the files and keys as soon as it is kept."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DataError, IntegrityError, transaction
from django.utils.translation import gettext as _

from kopgroep.kernel.archives.package import ArchiveWrong, Progress, Reader, nothing_told
from kopgroep.kernel.archives.uploads import is_safe
from kopgroep.kernel.backup.tables import count_on, empty_all, is_empty, label_of, put_in, tables
from kopgroep.kernel.backup.write import CHECKPOINTS, FORMAT, KEYS, VERSION, part_of
from kopgroep.kernel.journal.verify import Finding, verify
from kopgroep.kernel.search.index import rebuild


@dataclass(frozen=True, slots=True)
class Revived:
    """What a restored installation holds, and what its journal says of itself."""

    rows: int
    files: int
    made_at: str
    findings: list[Finding]


def open_backup(path: Path, progress: Progress = nothing_told) -> Reader:
    return Reader(path, form=FORMAT, version=VERSION, progress=progress)


def restore_backup(
    *, reader: Reader, replace: bool = False, given_keys: bool = False, progress: Progress = nothing_told
) -> Revived:
    """Bring the installation in; one that holds something is left alone unless told to replace all of it.

    given_keys   the journal key of this installation comes from its environment, and must be that of the backup
    """
    if not replace and not is_empty():
        raise ArchiveWrong(
            _(
                "This installation is not empty. Restore in an empty one, or say that all of it may be replaced."
            )
        )
    keys = {part: reader.bytes_of(part).decode("ascii", "replace") for part in KEYS if part in reader.names}
    _check_keys(keys, given_keys)
    with tempfile.TemporaryDirectory(dir=settings.DATA_DIR, prefix=".restore-") as name:
        aside = Path(name)
        files = _unpack(reader, aside, progress)
        rows = _load(reader, progress)
        _put_in_place(aside, keys, given_keys)
    rebuild(lambda done, total, _model: progress(done, total, _("Making it findable.")))
    return Revived(rows, files, str(reader.manifest.get("made_at")), list(verify()))


def _check_keys(keys: dict[str, str], given_keys: bool) -> None:
    theirs = keys.get("keys/journal.key")
    if given_keys and theirs is not None and theirs.encode() != settings.JOURNAL_KEY:
        raise ArchiveWrong(
            _(
                "The journal of this backup is signed with another key than KOPGROEP_JOURNAL_KEY. "
                "Set that to the key in keys/journal.key of the backup, or leave it empty."
            )
        )


def _unpack(reader: Reader, aside: Path, progress: Progress) -> int:
    """Files and statements beside the data folder's own, so that putting them in place is a rename."""
    uploads = aside / "uploads"
    uploads.mkdir()
    count = 0
    for count, line in enumerate(reader.lines("files.jsonl"), start=1):
        name, part = line.get("name"), line.get("part")
        if not isinstance(name, str) or not is_safe(name) or not isinstance(part, str):
            raise ArchiveWrong(
                _("The list of files names what cannot be: %(name)s.") % {"name": repr(name)[:80]}
            )
        target = uploads / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as file:
            for piece in reader.pieces(part):
                file.write(piece)
        progress(count, 0, _("Copying files."))
    with (aside / CHECKPOINTS).open("wb") as file:
        for piece in reader.pieces(CHECKPOINTS):
            file.write(piece)
    return count


def _load(reader: Reader, progress: Progress) -> int:
    said: Any = reader.manifest.get("rows")
    if not isinstance(said, dict):
        raise ArchiveWrong(_("The manifest does not say how many rows there are."))
    known = {label_of(model): model for model in tables()}
    if unknown := sorted(label for label, count in said.items() if label not in known and count):
        raise ArchiveWrong(
            _("This Kopgroep does not know '%(name)s'. Restore with the version that made it: %(version)s.")
            % {"name": unknown[0][:60], "version": str(reader.manifest.get("made_with"))[:40]}
        )
    rows = 0
    try:
        with transaction.atomic():
            empty_all()
            for done, (label, model) in enumerate(known.items()):
                progress(done, len(known), _("Restoring the tables."))
                count = put_in(model, reader.lines(part_of(label))) if label in said else 0
                if count != said.get(label, 0):
                    raise ArchiveWrong(
                        _("%(part)s has %(found)d rows; the manifest says %(said)d.")
                        % {"part": part_of(label), "found": count, "said": said[label]}
                    )
                rows += count
            count_on()
    except (IntegrityError, DataError) as error:
        reason = str(error).strip().splitlines()[0][:200]
        raise ArchiveWrong(
            _("The records in this backup contradict each other: %(reason)s") % {"reason": reason}
        ) from error
    return rows


def _put_in_place(aside: Path, keys: dict[str, str], given_keys: bool) -> None:
    media = Path(settings.MEDIA_ROOT)
    if media.exists():
        shutil.rmtree(media)
    media.parent.mkdir(parents=True, exist_ok=True)
    (aside / "uploads").replace(media)
    (aside / CHECKPOINTS).replace(settings.DATA_DIR / CHECKPOINTS)
    for part, key in keys.items():
        path = settings.DATA_DIR / Path(part).name
        path.touch(mode=0o600)
        path.write_text(key)
    if "keys/journal.key" in keys and not given_keys:
        # This process read the key of before; from here on it checks and signs with that of the backup.
        settings.JOURNAL_KEY = keys["keys/journal.key"].encode()
