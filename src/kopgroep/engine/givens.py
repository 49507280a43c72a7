"""What goes in: immutable problems with string ids, read from JSON, with a published schema each.

Every problem is a `Given`. Its `__post_init__` refuses what cannot be true (InputWrong); `in_order()` sorts whatever
has an id, so that the order of the input can never matter; `digest_of` names the problem by its content.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from typing import Any, Protocol, TypeVar

import msgspec
from msgspec import Struct

from kopgroep.engine.faults import InputWrong


class Given(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Part of a problem. A misspelt field is refused, so that nothing is left out unnoticed."""


class HasId(Protocol):
    @property
    def id(self) -> str: ...


Problem = TypeVar("Problem", bound=Given)
Item = TypeVar("Item", bound=HasId)


def by_id(items: Iterable[Item]) -> tuple[Item, ...]:
    return tuple(sorted(items, key=lambda item: item.id))


def digest_of(problem: Given) -> str:
    """The SHA-256 of the problem as JSON with sorted keys, in 64 hexadecimal digits."""
    return hashlib.sha256(msgspec.json.encode(problem, order="sorted")).hexdigest()


def read(kind: type[Problem], text: bytes | str) -> Problem:
    """The problem that a JSON text states; InputWrong names the field that is not as it should be."""
    try:
        return msgspec.json.decode(text, type=kind)
    except msgspec.ValidationError as wrong:
        if isinstance(wrong.__cause__, InputWrong):
            raise _placed(wrong.__cause__, str(wrong)) from None
        raise _shaped(str(wrong)) from None
    except (msgspec.DecodeError, UnicodeDecodeError) as wrong:
        raise InputWrong("wrong_shape", "file", f"this is not JSON: {wrong}") from None
    except RecursionError:
        raise InputWrong("wrong_shape", "file", "this is nested too deeply") from None


def schema_of(kind: type[Given]) -> dict[str, Any]:
    """The JSON Schema (2020-12) that texts of this problem hold to."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **msgspec.json.schema(kind)}


PLACE = re.compile(r" - at `\$?\.?(?P<path>[^`]*)`$")


def _shaped(words: str) -> InputWrong:
    found = PLACE.search(words)
    return InputWrong("wrong_shape", _path(found), PLACE.sub("", words))


def _placed(wrong: InputWrong, words: str) -> InputWrong:
    """The part says which of its fields is wrong; the reader knows where that part is."""
    found = PLACE.search(words)
    outer = found["path"] if found else ""
    field = f"{outer}.{wrong.field}" if outer else wrong.field
    return InputWrong(wrong.code, field, wrong.value, wrong.limit)


def _path(found: re.Match[str] | None) -> str:
    return (found["path"] if found else "") or "file"
