"""The deal's journal in an archive: entry by entry, and in again only when every hash is right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kopgroep.kernel.actors import ActorKind
from kopgroep.kernel.archives.belongings import chunks
from kopgroep.kernel.archives.package import ArchiveWrong, Progress, Reader
from kopgroep.kernel.archives.values import no_odd_signs, plain
from kopgroep.kernel.journal.models import (
    Chain,
    Checkpoint,
    Entry,
    FormerAddress,
    Mention,
    PrivateText,
)
from kopgroep.kernel.journal.record import digest_of, hash_of, keep_statement, signature_of

ENTRIES, CHECKPOINTS, FORMER = (
    "journal/entries.jsonl",
    "journal/checkpoints.jsonl",
    "journal/former_addresses.jsonl",
)
SOME = 500


def entry_lines(chain: str) -> Iterator[dict[str, Any]]:
    rows = Entry.objects.filter(chain__name=chain).select_related("private_text").order_by("number")
    for entry in rows.iterator(chunk_size=SOME):
        text: PrivateText | None = getattr(entry, "private_text", None)
        yield {
            "number": entry.number,
            "at": plain(entry.at),
            "actor": [str(entry.actor_kind), entry.actor_reference],
            "verb": entry.verb,
            "about": entry.about,
            "facts": entry.facts,
            "private": {"salt": text.salt, "text": text.text} if text else None,
            "private_digest": entry.private_digest,
            "previous": entry.previous,
            "hash": entry.hash,
        }


def checkpoint_lines(chain: str) -> Iterator[dict[str, Any]]:
    for row in Checkpoint.objects.filter(chain__name=chain).order_by("number"):
        yield {"number": row.number, "hash": row.hash, "made_at": plain(row.made_at)}


def former_lines(addresses: set[str]) -> Iterator[dict[str, Any]]:
    found: list[FormerAddress] = []
    for some in chunks(sorted(addresses)):
        found += FormerAddress.objects.filter(record__in=some)
    for row in sorted(found, key=lambda row: row.address):
        yield {"address": row.address, "record": row.record}


def head_of(chain: str) -> dict[str, Any]:
    found = Chain.objects.filter(name=chain).first()
    return {"chain": chain, "length": found.length if found else 0, "head": found.head if found else ""}


def restore_chain(reader: Reader, name: str, *, known_as: Mapping[str, str], progress: Progress) -> Chain:
    """Put the entries in, each hash computed anew; sign the head and the checkpoints with our own key."""
    said = reader.manifest.get("journal")
    if not isinstance(said, dict) or said.get("chain") != name:
        raise ArchiveWrong(_("The manifest does not say which journal this is."))
    chain = Chain.objects.create(name=name)
    hashes: dict[int, str] = {}
    waiting: list[tuple[Entry, dict[str, Any] | None]] = []
    previous = ""
    for number, line in enumerate(reader.lines(ENTRIES), start=1):
        entry, private = _entry(chain, line, number, previous)
        hashes[number] = previous = entry.hash
        waiting.append((entry, private))
        if len(waiting) == SOME:
            _keep(waiting, known_as)
            waiting = []
            progress(number, int(said.get("length") or 0), _("Restoring the journal."))
    _keep(waiting, known_as)
    if (said.get("length"), said.get("head")) != (len(hashes), previous):
        raise ArchiveWrong(_("The journal does not end where the manifest says."))
    chain.length, chain.head = len(hashes), previous
    chain.signature = signature_of(name, chain.length, chain.head) if hashes else ""
    chain.save()
    _restore_checkpoints(reader, chain, hashes)
    return chain


def _entry(
    chain: Chain, line: dict[str, Any], number: int, previous: str
) -> tuple[Entry, dict[str, Any] | None]:
    try:
        no_odd_signs(line)
        kind, reference = line["actor"]
        entry = Entry(
            chain=chain,
            number=line["number"],
            at=datetime.fromisoformat(line["at"]),
            actor_kind=ActorKind(kind),
            actor_reference=reference,
            verb=line["verb"],
            about=[str(address) for address in line["about"]],
            facts=line["facts"],
            private_digest=line["private_digest"],
            previous=line["previous"],
            hash=line["hash"],
        )
        private = line["private"]
        entry.clean_fields(exclude=["chain"])
        is_right = (
            isinstance(entry.facts, dict)
            and (entry.number, entry.previous) == (number, previous)
            and entry.at.tzinfo is not None
            and hash_of(entry, chain.name) == entry.hash
            and (private is None or digest_of(private["text"], private["salt"]) == entry.private_digest)
        )
    except (KeyError, TypeError, ValueError, ValidationError) as error:
        raise ArchiveWrong(
            _("Entry %(number)d of the journal cannot be read.") % {"number": number}
        ) from error
    if not is_right:
        raise ArchiveWrong(
            _("Entry %(number)d of the journal is not as it was written.") % {"number": number}
        )
    return entry, private


def _keep(waiting: list[tuple[Entry, dict[str, Any] | None]], known_as: Mapping[str, str]) -> None:
    entries = Entry.objects.bulk_create([entry for entry, _private in waiting])
    texts = [
        PrivateText(entry=entry, salt=private["salt"], text=private["text"])
        for entry, private in zip(entries, (private for _entry, private in waiting), strict=True)
        if private is not None
    ]
    PrivateText.objects.bulk_create(texts)
    Mention.objects.bulk_create(
        Mention(entry=entry, address=known_as.get(address, address))
        for entry in entries
        for address in dict.fromkeys(entry.about)
    )


def _restore_checkpoints(reader: Reader, chain: Chain, hashes: Mapping[int, str]) -> None:
    made = []
    for line in reader.lines(CHECKPOINTS):
        number = line.get("number")
        if not isinstance(number, int) or hashes.get(number, "") != line.get("hash"):
            raise ArchiveWrong(_("A checkpoint of the journal does not fit its entry."))
        try:
            made_at = datetime.fromisoformat(line["made_at"])
        except (KeyError, TypeError, ValueError) as error:
            raise ArchiveWrong(_("A checkpoint of the journal does not fit its entry.")) from error
        made.append(
            Checkpoint(
                chain=chain,
                number=number,
                hash=hashes[number],
                made_at=made_at,
                signature=signature_of(chain.name, number, hashes[number]),
            )
        )
    Checkpoint.objects.bulk_create(made)
    for checkpoint in made:
        keep_statement(checkpoint, chain)
