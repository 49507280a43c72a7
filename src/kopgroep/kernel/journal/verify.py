"""Is the journal as it was written? Entry by entry, in constant memory; what is found is named.

Three things hold an entry: its own hash, the hash of the entry before it, and the signatures of the chain's head and
of checkpoints, made with a key that does not stand in the database. Who changes one entry breaks the first; who
computes every hash anew breaks the signatures; who cuts the tail off breaks the head, and a checkpoint that is in the
database and in a file beside it.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from kopgroep.kernel.journal.models import Chain, Checkpoint, Entry, PrivateText
from kopgroep.kernel.journal.record import digest_of, hash_of, signature_of

BATCH = 500


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it was written; entry fields are empty where a whole chain is meant."""

    chain: str
    problem: str
    why: str
    number: int | None = None
    at: datetime | None = None
    verb: str = ""

    def plain(self) -> dict[str, Any]:
        return {
            "chain": self.chain,
            "number": self.number,
            "at": self.at.isoformat() if self.at else None,
            "verb": self.verb or None,
            "problem": self.problem,
            "why": self.why,
        }


@dataclass(frozen=True, slots=True)
class Known:
    """A signed statement of how far a chain had come."""

    number: int
    hash: str
    signature: str
    where: str


def verify(names: Iterable[str] | None = None) -> Iterator[Finding]:
    """Everything that is wrong in these chains, or in all; nothing when the journal is as it was written."""
    wanted = None if names is None else set(names)
    statements = _statements()
    chains = {chain.name: chain for chain in Chain.objects.order_by("name")}
    for name in sorted(chains.keys() | statements.keys()):
        if wanted is not None and name not in wanted:
            continue
        if name not in chains:
            yield Finding(
                name, "chain-gone", "Checkpoints know this chain, and it is not in the database any more."
            )
            continue
        yield from _chain(chains[name], statements.get(name, []))


def _statements() -> dict[str, list[Known]]:
    """The checkpoints of the database and those of the file beside it, per chain."""
    found: dict[str, list[Known]] = {}
    for row in Checkpoint.objects.select_related("chain").order_by("pk"):
        known = Known(row.number, row.hash, row.signature, "the database")
        found.setdefault(row.chain.name, []).append(known)
    path = settings.DATA_DIR / "checkpoints.jsonl"
    if path.exists():
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                name, known = _read(line)
                if name:
                    found.setdefault(name, []).append(known)
    return found


def _read(line: str) -> tuple[str, Known]:
    """A line that a crash cut short says nothing; the same statement is in the database."""
    try:
        said = json.loads(line)
        known = Known(int(said["number"]), str(said["hash"]), str(said["signature"]), "checkpoints.jsonl")
        return str(said["chain"]), known
    except (ValueError, KeyError, TypeError):
        return "", Known(0, "", "", "")


def _chain(chain: Chain, statements: list[Known]) -> Iterator[Finding]:
    expected: dict[int, list[Known]] = {}
    for known in statements:
        if not _signed(chain.name, known.number, known.hash, known.signature):
            why = f"The checkpoint at entry {known.number} in {known.where} does not carry our signature."
            yield Finding(chain.name, "checkpoint-forged", why, known.number)
        else:
            expected.setdefault(known.number, []).append(known)
    number, previous = 0, ""
    for entry in _entries_as_they_come(chain):
        yield from _entry(chain.name, entry, number + 1, previous)
        for known in expected.pop(entry.number, []):
            if known.hash != entry.hash:
                why = f"It is not the entry that the checkpoint in {known.where} was signed for."
                yield _found(chain.name, entry, "not-as-signed", why)
        number, previous = entry.number, entry.hash
    yield from _tail(chain, number, previous, expected)


def _entries_as_they_come(chain: Chain) -> Iterator[Entry]:
    """Every entry, those too that are written meanwhile: the head is read after them, so that nobody need wait."""
    last = 0
    while True:
        rows = (
            Entry.objects.filter(chain=chain, number__gt=last)
            .select_related("private_text")
            .order_by("number")
        )
        before = last
        for entry in rows.iterator(chunk_size=BATCH):
            last = entry.number
            yield entry
        chain.refresh_from_db()
        if chain.length <= last or last == before:
            return


def _entry(name: str, entry: Entry, due: int, previous: str) -> Iterator[Finding]:
    if entry.number > due:
        gone = f"entry {due}" if entry.number == due + 1 else f"entries {due} to {entry.number - 1}"
        yield _found(name, entry, "removed", f"Before it {gone} should stand.")
    elif entry.number < due:
        yield _found(name, entry, "inserted", f"Number {entry.number} stands where {due} should.")
    if hash_of(entry, name) != entry.hash:
        yield _found(name, entry, "changed", "It does not say what was written down.")
    if entry.previous != previous and entry.number == due:
        yield _found(
            name, entry, "reordered", "It does not follow the entry before it; one was inserted, or moved."
        )
    text: PrivateText | None = getattr(entry, "private_text", None)
    # Erased text is no finding: that it may go is why it stands apart.
    if text is not None and digest_of(text.text, text.salt) != entry.private_digest:
        yield _found(
            name,
            entry,
            "private-text-changed",
            "The words about people are not those that were written down.",
        )


def _tail(chain: Chain, number: int, previous: str, left: dict[int, list[Known]]) -> Iterator[Finding]:
    if (number, previous) != (chain.length, chain.head):
        why = f"The chain ends at entry {number}; its head says {chain.length}."
        if number == chain.length:
            why = "The last entry is not the one that the chain's head was signed for."
        yield Finding(chain.name, "tail", why, number + 1 if number < chain.length else number)
    if (chain.length or chain.head) and not _signed(chain.name, chain.length, chain.head, chain.signature):
        yield Finding(
            chain.name, "head-forged", "The chain's head does not carry our signature.", chain.length
        )
    for due in sorted(left):
        places = " and ".join(sorted({known.where for known in left[due]}))
        why = f"A checkpoint in {places} was signed for entry {due}, and that entry is gone."
        yield Finding(chain.name, "tail-cut", why, due)


def _found(name: str, entry: Entry, problem: str, why: str) -> Finding:
    return Finding(name, problem, why, entry.number, entry.at, entry.verb)


def _signed(name: str, number: int, hash_: str, signature: str) -> bool:
    return hmac.compare_digest(signature_of(name, number, hash_).encode(), signature.encode())
