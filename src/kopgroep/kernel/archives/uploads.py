"""The files of an archive, into this installation's storage; taken back when the rest does not come in."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from django.core.files import File
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from kopgroep.kernel.archives.package import ArchiveWrong, Reader
from kopgroep.kernel.archives.scope import Model
from kopgroep.kernel.archives.write import file_fields

IN_MEMORY = 5 * 1024 * 1024


class Uploads:
    """Brings each file once, when the first record that names it comes in."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.missing = 0
        self._parts: dict[str, str | None] = {}
        self._names: dict[str, str] = {}
        for line in reader.lines("files.jsonl"):
            name, part = line.get("name"), line.get("part")
            if not isinstance(name, str) or not is_safe(name) or not (part is None or part in reader.names):
                raise ArchiveWrong(
                    _("The list of files names what cannot be: %(name)s.") % {"name": repr(name)[:80]}
                )
            self._parts[name] = part

    def bring(self, model: Model, values: Mapping[str, Any]) -> dict[str, Any]:
        """The values of a row, with the names that its files have here."""
        return {**values, **{name: self._bring(values[name]) for name in file_fields(model) if values[name]}}

    def take_back(self) -> None:
        for name in self._names.values():
            default_storage.delete(name)

    def _bring(self, value: Any) -> str:
        name = str(value)
        if name not in self._parts:
            raise ArchiveWrong(
                _("A record names a file that is not in the archive: %(name)s.") % {"name": name[:80]}
            )
        part = self._parts[name]
        if part is None:
            # It was gone already when the archive was made; its name must not lead to a file of somebody else.
            self.missing += 1
            return default_storage.get_available_name(f"gone/{PurePosixPath(name).name}", 100)
        if name not in self._names:
            with tempfile.SpooledTemporaryFile(IN_MEMORY) as content:
                for piece in self.reader.pieces(part):
                    content.write(piece)
                content.seek(0)
                self._names[name] = default_storage.save(name, File(content))
        return self._names[name]


def is_safe(name: str) -> bool:
    path = PurePosixPath(name)
    return (
        bool(name)
        and len(name) <= 500
        and not path.is_absolute()
        and ".." not in path.parts
        and "\\" not in name
    )
