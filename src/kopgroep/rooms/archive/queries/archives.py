"""Archives that were made of a deal, and what an archive brings, as people read it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from kopgroep.kernel.jobs.models import Job
from kopgroep.kernel.obstacles import Words
from kopgroep.kernel.texts import Text
from kopgroep.rooms.archive.queries.words import field_in_words, kind_in_words, value_in_words
from kopgroep.rooms.programme.models import Deal


@dataclass(frozen=True, slots=True)
class ArchiveLine:
    """An archive that somebody asked for: how far it is, or how large it became."""

    job: Job
    is_there: bool

    @property
    def is_busy(self) -> bool:
        return not self.job.is_over

    @property
    def rows(self) -> int:
        return int(self.job.result.get("archive_rows", 0))

    @property
    def size(self) -> int:
        return int(self.job.result.get("bytes", 0))


def archives_of(deal: Deal, *, action: str, is_there: Callable[[str], bool]) -> list[ArchiveLine]:
    """The archives of a deal that were asked for, newest first; one query."""
    jobs = Job.objects.filter(action=action, arguments__deal=str(deal.uid)).select_related("asked_by")
    return [
        ArchiveLine(job, is_there(str(job.result.get("archive", ""))))
        for job in jobs.order_by("-asked_at")[:20]
    ]


@dataclass(frozen=True, slots=True)
class PlanLine:
    """Of one kind of record: how many are new, and how many were here."""

    kind: str
    new: int
    here: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What an archive brings."""

    deal: str
    name: str
    lines: tuple[PlanLine, ...]
    differing: int
    differences: tuple[Mapping[str, Words], ...]
    files_missing: int

    @property
    def new(self) -> int:
        return sum(line.new for line in self.lines)

    @property
    def here(self) -> int:
        return sum(line.here for line in self.lines)


def plan_of(job: Job) -> Plan | None:
    """What the worker found in an archive; None before it is ready."""
    told: Mapping[str, Any] = job.result
    if "deal" not in told:
        return None
    made, matched = told["made"], told["matched"]
    lines = [
        PlanLine(kind_in_words(label), made.get(label, 0), matched.get(label, 0))
        for label in sorted({*made, *matched})
    ]
    return Plan(
        deal=told["deal"],
        name=str(Text.of(told["deal_name"])),
        lines=tuple(sorted(lines, key=lambda line: line.kind)),
        differing=told["differing"],
        differences=tuple(_in_words(each) for each in told["differences"]),
        files_missing=told["files_missing"],
    )


def _in_words(difference: Mapping[str, str]) -> Mapping[str, Words]:
    kind, name = difference["kind"], difference["field"]
    return {
        "kind": kind_in_words(kind),
        "record": difference["record"],
        "field": field_in_words(kind, name),
        "here": value_in_words(kind, name, difference["here"]),
        "archive": value_in_words(kind, name, difference["archive"]),
    }
