"""Which column is what: as it was the last time, else by what its head says."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from kopgroep.formats.tables import normalised
from kopgroep.kernel.imports.kinds import ImportKind, kind_of
from kopgroep.kernel.imports.models import ColumnMemory, Import


@lru_cache(maxsize=32)
def _heads_of(code: str) -> dict[str, str]:
    """Head, and the field that it means. Where two fields claim it the first one has it."""
    known: dict[str, str] = {}
    for field in kind_of(code).fields:
        for head in field.heads():
            known.setdefault(head, field.code)
    return known


def field_of(kind: ImportKind, head: str) -> str:
    """The field that a head means for certain; "" when nothing is known of it."""
    return _heads_of(kind.code).get(normalised(head), "")


def knows(kind: ImportKind, head: str) -> bool:
    plain = normalised(head)
    return bool(field_of(kind, head)) or any(plain in field.weak for field in kind.fields)


def proposed(kind: ImportKind, heads: Sequence[str]) -> dict[str, str]:
    """Per column the field that it most likely fills; each field once."""
    found: dict[str, str] = {}
    for number, head in enumerate(heads):
        code = field_of(kind, head)
        if code and code not in found.values():
            found[str(number)] = code
    for number, head in enumerate(heads):
        weak = [each.code for each in kind.fields if normalised(head) in each.weak]
        free = [code for code in weak if code not in found.values()]
        if free and str(number) not in found:
            found[str(number)] = free[0]
    return found


def digest_of(heads: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(normalised(head) for head in heads).encode()).hexdigest()


def remembered(kind: ImportKind, heads: Sequence[str]) -> ColumnMemory | None:
    return ColumnMemory.objects.filter(kind=kind.code, heads=digest_of(heads)).first()


def remember(of: Import, *, at: datetime) -> None:
    ColumnMemory.objects.update_or_create(
        kind=of.kind,
        heads=digest_of(of.heads),
        defaults={"columns": of.columns, "options": of.options, "used_at": at},
    )
