"""A deal becomes a file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version as version_of
from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from django.db import models
from django.utils.translation import gettext as _

from kopgroep.kernel.archives import chains
from kopgroep.kernel.archives.belongings import Belongings
from kopgroep.kernel.archives.describe import README, schema_of
from kopgroep.kernel.archives.package import MANIFEST, Progress, Writer, nothing_told
from kopgroep.kernel.archives.scope import Model, columns, models_that_go
from kopgroep.kernel.archives.snapshot import snapshot
from kopgroep.kernel.archives.values import plain
from kopgroep.kernel.journal.verify import verify
from kopgroep.kernel.records import Record

FORMAT, VERSION = "kopgroep-deal", 1


@dataclass(frozen=True, slots=True)
class Written:
    """What is in an archive that was just written."""

    path: Path
    rows: int
    entries: int
    files: int
    journal_is_intact: bool


def write_archive(*, root: Record, path: Path, at: datetime, progress: Progress = nothing_told) -> Written:
    """Write a deal and all that belongs to it, as it is at one moment; others go on working."""
    chain = root.journal_chain
    with snapshot(), Writer(path) as writer:
        progress(0, 0, _("Looking up what belongs to the deal."))
        belongings = Belongings(root)
        counts, files = _write_models(writer, belongings, progress)
        entries = writer.lines(chains.ENTRIES, chains.entry_lines(chain))
        writer.lines(chains.CHECKPOINTS, chains.checkpoint_lines(chain))
        writer.lines(chains.FORMER, chains.former_lines(belongings.addresses))
        writer.lines("files.jsonl", _copy(writer, sorted(files)))
        writer.json("schema.json", {model._meta.label_lower: schema_of(model) for model in counts})
        writer.text("README.txt", README)
        intact = not list(verify([chain]))
        writer.json(
            MANIFEST,
            {
                "format": FORMAT,
                "version": VERSION,
                "made_at": plain(at),
                "made_with": f"kopgroep {version_of('kopgroep')}",
                "deal": {"uid": str(root.uid), "code": root.code, "name": plain(root.name)},  # type: ignore[attr-defined]
                "rows": {model._meta.label_lower: count for model, count in counts.items()},
                "journal": {**chains.head_of(chain), "intact": intact},
            },
        )
    return Written(path, sum(counts.values()), entries, len(files), intact)


def part_of(model: Model) -> str:
    return f"models/{model._meta.label_lower}.jsonl"


def _write_models(
    writer: Writer, belongings: Belongings, progress: Progress
) -> tuple[dict[Model, int], set[str]]:
    total = sum(len(rows) for rows in belongings.rows.values())
    done, counts, files = 0, {}, set[str]()
    for model in models_that_go():
        fields = file_fields(model)

        def lines(model: Model = model, fields: tuple[str, ...] = fields) -> Iterator[dict[str, Any]]:
            nonlocal done
            for line in belongings.lines(model):
                files.update(line[name] for name in fields if line[name])
                done += 1
                progress(done, total, _("Writing records."))
                yield line

        counts[model] = writer.lines(part_of(model), lines())
    return counts, files


def file_fields(model: type[models.Model]) -> tuple[str, ...]:
    return tuple(field.name for field in columns(model) if isinstance(field, models.FileField))


def _copy(writer: Writer, names: list[str]) -> Iterator[dict[str, Any]]:
    """Every upload that a record names, and where it stands in the archive; null when it is gone."""
    for number, name in enumerate(names, start=1):
        part = f"files/{number:06}"
        if not default_storage.exists(name):
            yield {"name": name, "part": None}
            continue
        with default_storage.open(name) as source:
            writer.copy(part, source)
        yield {"name": name, "part": part}
