"""What a room says of what can come in, and what is said of a row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

from django.utils.translation import get_language, gettext, override

from kopgroep.formats.tables import normalised
from kopgroep.kernel.obstacles import Words

if TYPE_CHECKING:
    from datetime import datetime

    from kopgroep.kernel.lists import Column
    from kopgroep.kernel.records import Record

Progress = Callable[[int, int, Words], None]


class KindUnknown(LookupError):
    """Somebody asked for an import that no room registered."""


@dataclass(frozen=True)
class Field:
    """What a column can be. `synonyms` are heads as people write them; the labels in both languages count too.

    weak  heads that may mean this, where nothing has a better claim: "naam" of an organisation or a person
    """

    code: str
    label: Words
    synonyms: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()

    def heads(self) -> set[str]:
        found = {normalised(each) for each in self.synonyms}
        for language in ("nl", "en"):
            with override(language):
                found.add(normalised(str(self.label)))
        return found


@dataclass(frozen=True)
class Option:
    """A choice for the whole table, made with the columns."""

    code: str
    label: Words
    hint: Words
    choices: tuple[tuple[str, Words], ...]
    default: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it stands in the file: its number there, and what its columns say."""

    number: int
    values: Mapping[str, str]


class Judged(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    DOUBT = "doubt"
    REFUSED = "refused"


@dataclass(frozen=True)
class Said:
    """A sentence that is kept and told in the reader's language: its source text and its facts, or both languages."""

    words: str
    facts: Mapping[str, object] = field(default_factory=dict)
    nl: str = ""

    def __str__(self) -> str:
        if self.nl:
            return self.nl if (get_language() or "nl").startswith("nl") else self.words
        return gettext(self.words) % self.facts if self.facts else gettext(self.words)

    def as_json(self) -> dict[str, object]:
        return {"words": self.words, "facts": dict(self.facts), "nl": self.nl}

    @classmethod
    def of(cls, words: Words) -> Said:
        """What a rule says, lazily, in both languages."""
        with override("en"):
            english = str(words)
        with override("nl"):
            return cls(english, nl=str(words))


@dataclass(frozen=True)
class Change:
    """A cell that differs from what is known; `code` is the field."""

    code: str
    old: str
    new: str


@dataclass(frozen=True)
class Candidate:
    """What a doubtful row may be: an answer that can be chosen, and why."""

    answer: str
    title: str
    why: Said


@dataclass
class Verdict:
    """What becomes of a row, and why. `plan` is the room's own, for writing it."""

    number: int
    judged: Judged
    title: str
    reasons: list[Said] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)
    chosen: str = ""
    plan: Any = None

    def as_json(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "judged": str(self.judged),
            "title": self.title,
            "reasons": [each.as_json() for each in self.reasons],
            "changes": [{"code": each.code, "old": each.old, "new": each.new} for each in self.changes],
            "candidates": [
                {"answer": each.answer, "title": each.title, "why": each.why.as_json()}
                for each in self.candidates
            ],
            "chosen": self.chosen,
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Verdict:
        return cls(
            number=kept["number"],
            judged=Judged(kept["judged"]),
            title=kept["title"],
            reasons=[Said(**each) for each in kept["reasons"]],
            changes=[Change(**each) for each in kept["changes"]],
            candidates=[
                Candidate(each["answer"], each["title"], Said(**each["why"])) for each in kept["candidates"]
            ],
            chosen=kept["chosen"],
        )


@dataclass
class Trail:
    """What an import made and changed, so that it can be told and taken back.

    made     rows that were made, parents first; their model's label and keys
    changed  label, key, field, old value, revision after the change
    told     records in whose history it stands       found  label and keys of what the search index must learn
    """

    made: dict[str, list[int]] = field(default_factory=dict)
    changed: list[tuple[str, int, str, Any, int]] = field(default_factory=list)
    told: list[Record] = field(default_factory=list)
    found: dict[str, set[int]] = field(default_factory=dict)

    def add(self, rows: Sequence[Record]) -> None:
        for row in rows:
            self.made.setdefault(row._meta.label_lower, []).append(row.pk)

    def find(self, label: str, keys: Iterable[int]) -> None:
        self.found.setdefault(label, set()).update(keys)


class ImportKind(Protocol):
    """What a room gives: the fields, the verdicts and the writing of one kind of table."""

    @property
    def code(self) -> str: ...
    @property
    def title(self) -> Words: ...
    @property
    def lead(self) -> Words: ...
    @property
    def fields(self) -> tuple[Field, ...]: ...
    @property
    def options(self) -> tuple[Option, ...]: ...
    @property
    def needs(self) -> tuple[str, ...]:
        """At least one of these must be among the columns."""

    def judge(
        self,
        rows: Sequence[Row],
        *,
        about: Any,
        options: Mapping[str, str],
        heads: Mapping[str, str],
        choices: Mapping[str, str],
        at: datetime,
        progress: Progress,
    ) -> list[Verdict]:
        """A verdict for every row, in their order. Reads what is known; writes nothing."""

    def write(self, verdicts: Sequence[Verdict], *, about: Any, at: datetime) -> Trail:
        """Write what is new and changed, in the transaction that it is called in; keeps to the room's rules."""

    def known(self, about: Any) -> tuple[Sequence[Column], Iterable[Any]]:
        """What is known now, as columns with the fields' codes and rows: to edit elsewhere and import again."""


_kinds: dict[str, ImportKind] = {}


def register_kind(kind: ImportKind) -> None:
    _kinds[kind.code] = kind


def kinds() -> list[ImportKind]:
    return list(_kinds.values())


def is_registered(code: str) -> bool:
    return code in _kinds


def kind_of(code: str) -> ImportKind:
    if code not in _kinds:
        raise KindUnknown(f"There is no import of {code!r}; there are: {', '.join(sorted(_kinds))}.")
    return _kinds[code]
