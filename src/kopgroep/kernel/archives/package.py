"""A zip with JSON Lines, files and checksums; written while the rows come, read without trust in what it says."""

from __future__ import annotations

import hashlib
import json
import os
import re
import struct
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from django.utils.translation import gettext as _

from kopgroep.kernel.obstacles import Words

Progress = Callable[[int, int, Words], object]

MANIFEST, CHECKSUMS = "manifest.json", "SHA256SUMS"
PIECE = 1024 * 1024
LONGEST_LINE = 16 * 1024 * 1024
LARGEST_UNPACKED = 8 * 1024**3
LARGEST_DIRECTORY = 64 * 1024 * 1024
# Rows of text become some twenty times smaller; what becomes smaller than this was made to break things.
SMALLEST_SHARE, SMALL = 400, 50 * 1024 * 1024
# Of the name of a part nothing is ever used as a path; odd ones are refused all the same.
NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]*(/[A-Za-z0-9_-][A-Za-z0-9_.-]*){0,4}", re.ASCII)
SAME_DAY = (1980, 1, 1, 0, 0, 0)


class ArchiveWrong(Exception):
    """A file that cannot be taken in, and why; nothing was changed."""


def nothing_told(_done: int, _total: int, _words: Words) -> None:
    """Progress for who does not want to hear it."""


class Writer:
    """Writes beside the file, and puts it in its place when it is whole. Equal contents give equal bytes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._beside = path.with_name(f".{path.name}.{os.getpid()}.part")
        self._sums: dict[str, str] = {}

    def __enter__(self) -> Writer:
        # It holds names of people, and a backup the keys too: for the owner only.
        handle = os.open(self._beside, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
        self._stream = os.fdopen(handle, "w+b")
        self._zip = zipfile.ZipFile(self._stream, "w", zipfile.ZIP_DEFLATED, allowZip64=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                lines = "".join(f"{digest}  {name}\n" for name, digest in sorted(self._sums.items()))
                self.text(CHECKSUMS, lines)
            self._zip.close()
            self._stream.flush()
            os.fsync(self._stream.fileno())
            self._stream.close()
            if kind is None:
                self._beside.replace(self.path)
        finally:
            self._stream.close()
            self._beside.unlink(missing_ok=True)

    @contextmanager
    def part(self, name: str) -> Iterator[Callable[[bytes], object]]:
        described = zipfile.ZipInfo(name, SAME_DAY)
        described.compress_type, described.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
        digest = hashlib.sha256()
        with self._zip.open(described, "w", force_zip64=True) as target:

            def write(piece: bytes) -> None:
                digest.update(piece)
                target.write(piece)

            yield write
        self._sums[name] = digest.hexdigest()

    def text(self, name: str, text: str) -> None:
        with self.part(name) as write:
            write(text.encode())

    def json(self, name: str, content: Any) -> None:
        self.text(name, json.dumps(content, ensure_ascii=False, indent=1) + "\n")

    def lines(self, name: str, rows: Iterable[Any]) -> int:
        """One JSON object a line; returns how many."""
        count = 0
        with self.part(name) as write:
            for row in rows:
                write(line_of(row))
                count += 1
        return count

    def copy(self, name: str, source: IO[bytes]) -> None:
        with self.part(name) as write:
            while piece := source.read(PIECE):
                write(piece)


def line_of(row: Any) -> bytes:
    return (
        json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()
        + b"\n"
    )


class Reader:
    """Opens an archive when it is one: whole, as it was written, and no larger than it should be."""

    def __init__(self, path: Path, *, form: str, version: int, progress: Progress = nothing_told) -> None:
        try:
            _look_at_directory(path)
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, struct.error, OSError, ValueError, NotImplementedError) as error:
            raise ArchiveWrong(_("This is no archive: it is not a whole zip file.")) from error
        try:
            self._parts = _looked_over(self._zip.infolist(), path.stat().st_size)
            self._check_sums(progress)
            self.manifest = self._manifest(form, version)
        except BaseException:
            self._zip.close()
            raise

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_error: object) -> None:
        self._zip.close()

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self._parts)

    def pieces(self, name: str) -> Iterator[bytes]:
        """The content of a part, never more than its directory promised."""
        if name not in self._parts:
            raise ArchiveWrong(_("The part %(name)s is missing.") % {"name": name})
        left = self._parts[name].file_size
        try:
            with self._zip.open(self._parts[name]) as source:
                while piece := source.read(PIECE):
                    left -= len(piece)
                    if left < 0:
                        raise ArchiveWrong(_("The part %(name)s is larger than it says.") % {"name": name})
                    yield piece
        except (zipfile.BadZipFile, EOFError, OSError, RuntimeError, ValueError) as error:
            raise ArchiveWrong(_("The part %(name)s cannot be unpacked.") % {"name": name}) from error
        except Exception as error:
            if type(error).__module__ != "zlib":
                raise
            raise ArchiveWrong(_("The part %(name)s cannot be unpacked.") % {"name": name}) from error

    def bytes_of(self, name: str) -> bytes:
        if name in self._parts and self._parts[name].file_size > LONGEST_LINE:
            raise ArchiveWrong(_("The part %(name)s is too large.") % {"name": name})
        return b"".join(self.pieces(name))

    def lines(self, name: str) -> Iterator[dict[str, Any]]:
        """Each line as an object; a line that is none is refused with its number."""
        number, rest = 0, b""
        for piece in self.pieces(name):
            *whole, rest = (rest + piece).split(b"\n")
            for line in whole:
                number += 1
                yield _object(line, name, number)
            if len(rest) > LONGEST_LINE:
                raise _line_wrong(name, number + 1, _("it is too long"))
        if rest:
            yield _object(rest, name, number + 1)

    def _check_sums(self, progress: Progress) -> None:
        said = _said_sums(self.bytes_of(CHECKSUMS))
        if set(said) != self.names - {CHECKSUMS}:
            odd = sorted(set(said) ^ (self.names - {CHECKSUMS}))[0]
            raise ArchiveWrong(_("The list of checksums and the parts differ: %(name)s.") % {"name": odd})
        total = sum(part.file_size for part in self._parts.values())
        done = 0
        for name in sorted(said):
            digest = hashlib.sha256()
            for piece in self.pieces(name):
                digest.update(piece)
                done += len(piece)
                progress(done, total, _("Comparing checksums."))
            if digest.hexdigest() != said[name]:
                raise ArchiveWrong(
                    _("The part %(name)s is not as it was written: its checksum differs.") % {"name": name}
                )

    def _manifest(self, form: str, version: int) -> dict[str, Any]:
        manifest = _object(self.bytes_of(MANIFEST), MANIFEST, 1)
        if manifest.get("format") != form:
            raise ArchiveWrong(
                _("This file is a '%(found)s', not a '%(wanted)s'.")
                % {"found": str(manifest.get("format"))[:40], "wanted": form}
            )
        if manifest.get("version") != version:
            raise ArchiveWrong(
                _("This file has version %(found)s of the format; this Kopgroep reads version %(wanted)s.")
                % {"found": str(manifest.get("version"))[:20], "wanted": version}
            )
        return manifest


def _look_at_directory(path: Path) -> None:
    """Refuse a directory that would not fit in memory before it is read."""
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - 65_557 - 20))
        tail = file.read()
        at = tail.rfind(b"PK\x05\x06")
        if at < 0:
            raise zipfile.BadZipFile
        (length,) = struct.unpack_from("<L", tail, at + 12)
        locator = tail[at - 20 : at] if at >= 20 else b""
        if length == 0xFFFFFFFF and locator.startswith(b"PK\x06\x07"):
            file.seek(struct.unpack_from("<Q", locator, 8)[0])
            (length,) = struct.unpack_from("<Q", file.read(56), 40)
    if length > LARGEST_DIRECTORY:
        raise ArchiveWrong(_("This file has far more parts than an archive has."))


def _looked_over(parts: list[zipfile.ZipInfo], packed: int) -> dict[str, zipfile.ZipInfo]:
    found: dict[str, zipfile.ZipInfo] = {}
    for part in parts:
        name = part.filename
        if not NAME.fullmatch(name) or len(name) > 200:
            raise ArchiveWrong(
                _("The file has a part with an odd name: %(name)s.") % {"name": repr(name)[:80]}
            )
        if name in found:
            raise ArchiveWrong(_("The part %(name)s is there twice.") % {"name": name})
        if part.flag_bits & 0x1 or part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise ArchiveWrong(_("The part %(name)s cannot be unpacked.") % {"name": name})
        found[name] = part
    unpacked = sum(part.file_size for part in parts)
    if unpacked > LARGEST_UNPACKED or (unpacked > SMALL and unpacked > packed * SMALLEST_SHARE):
        raise ArchiveWrong(_("Unpacked, this file would be far larger than an archive is."))
    for name in (CHECKSUMS, MANIFEST):
        if name not in found:
            raise ArchiveWrong(_("This is no archive: the part %(name)s is missing.") % {"name": name})
    return found


def _said_sums(text: bytes) -> dict[str, str]:
    said = {}
    for line in text.decode("utf-8", "replace").splitlines():
        digest, _gap, name = line.partition("  ")
        if not re.fullmatch(r"[0-9a-f]{64}", digest, re.ASCII) or not name:
            raise ArchiveWrong(_("The list of checksums cannot be read."))
        said[name] = digest
    return said


def _line_wrong(name: str, number: int, why: str) -> ArchiveWrong:
    return ArchiveWrong(
        _("%(name)s, line %(number)d: %(why)s.") % {"name": name, "number": number, "why": why}
    )


def _no_number(text: str) -> Any:
    raise ValueError(text)


def _object(line: bytes, name: str, number: int) -> dict[str, Any]:
    if len(line) > LONGEST_LINE:
        raise _line_wrong(name, number, _("it is too long"))
    try:
        row = json.loads(line, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise _line_wrong(name, number, _("it is no JSON")) from error
    if not isinstance(row, dict):
        raise _line_wrong(name, number, _("it is no JSON object"))
    return row
