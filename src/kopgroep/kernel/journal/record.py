"""The one door to the journal: every action calls record() once, in its own transaction."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from kopgroep.kernel.actors import Actor
from kopgroep.kernel.journal.mail import Letter, send_letters
from kopgroep.kernel.journal.models import Chain, Checkpoint, Entry, Mention, PrivateText
from kopgroep.kernel.journal.verbs import Verb
from kopgroep.kernel.records import Record
from kopgroep.kernel.search.index import refresh_all

CHECKPOINT_EVERY = 100


# Who wants to know, after the commit, in which chain an entry was kept.
_listeners: list[Callable[[str], None]] = []


def after_commit(listener: Callable[[str], None]) -> None:
    """An app tells, once at start-up, what it does when a journal has grown; it gets the name of the chain."""
    if listener not in _listeners:
        _listeners.append(listener)


def _announce(chain_name: str) -> None:
    for listener in _listeners:
        # What is written down stays so, whatever becomes of telling it.
        transaction.on_commit(partial(listener, chain_name), robust=True)


def canonical(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str).encode()


def digest_of(text: Mapping[str, Any], salt: str) -> str:
    return hashlib.sha256(salt.encode() + canonical(text)).hexdigest()


def hash_of(entry: Entry, chain_name: str) -> str:
    """SHA-256 over everything an entry says, with the hash of the entry before it."""
    body = {
        "chain": chain_name,
        "number": entry.number,
        "at": entry.at.astimezone(UTC).isoformat(),
        "actor": [str(entry.actor_kind), entry.actor_reference],
        "verb": str(entry.verb),
        "about": entry.about,
        "facts": entry.facts,
        "private": entry.private_digest,
        "previous": entry.previous,
    }
    return hashlib.sha256(canonical(body)).hexdigest()


def signature_of(chain_name: str, number: int, hash_: str) -> str:
    """HMAC-SHA-256 with the installation's journal key, which does not stand in the database."""
    key: bytes = settings.JOURNAL_KEY
    return hmac.new(key, canonical([chain_name, number, hash_]), hashlib.sha256).hexdigest()


def held_chain(name: str) -> Chain:
    """A journal in which nobody else writes until this transaction ends: that makes its entries follow each other."""
    # SQLite serialises writers by itself.
    locked = Chain.objects.select_for_update()
    if chain := locked.filter(name=name).first():
        return chain
    Chain.objects.get_or_create(name=name)
    return locked.get(name=name)


def record(
    verb: Verb,
    *,
    about: Record,
    by: Actor,
    at: datetime,
    also: Sequence[Record] = (),
    facts: Mapping[str, Any] | None = None,
    private: Mapping[str, Any] | None = None,
    tell: Sequence[Letter] = (),
) -> Entry:
    """Write down that `by` did `verb` to `about` at `at`, in the same transaction as the change itself.

    facts    what the sentence needs and is nobody's personal data
    private  what the sentence needs and may have to be erased one day: names and words of people
    also     other records whose history it belongs to
    tell     who gets a mail about it, once this transaction is kept (the recipe is in mail.py)
    """
    if not connection.in_atomic_block:
        raise RuntimeError(f"record({verb}) must stand in the transaction of the change that it tells.")
    chain = held_chain(about.journal_chain)
    salt = secrets.token_hex(16) if private else ""
    entry = Entry(
        chain=chain,
        number=chain.length + 1,
        at=at,
        actor_kind=by.kind,
        actor_reference=by.reference,
        verb=verb,
        about=[about.address, *(other.address for other in also)],
        facts=json.loads(canonical(facts or {})),
        private_digest=digest_of(private, salt) if private else "",
        previous=chain.head,
    )
    entry.hash = hash_of(entry, chain.name)
    entry.save(force_insert=True)
    if private:
        PrivateText.objects.create(entry=entry, salt=salt, text=json.loads(canonical(private)))
    Mention.objects.bulk_create(
        Mention(entry=entry, address=address) for address in dict.fromkeys(entry.about)
    )
    chain.length, chain.head = entry.number, entry.hash
    chain.signature = signature_of(chain.name, entry.number, entry.hash)
    chain.save(update_fields=["length", "head", "signature"])
    if entry.number % CHECKPOINT_EVERY == 0:
        make_checkpoint(chain, at=at)
    refresh_all([about, *also])
    _announce(chain.name)
    send_letters(tell, verb=verb, about=about, at=at)
    return entry


def make_checkpoint(chain: Chain, *, at: datetime) -> Checkpoint:
    """Keep a signed statement of the chain's head, in the database and, after commit, in a file beside it."""
    checkpoint, made = Checkpoint.objects.get_or_create(
        chain=chain,
        number=chain.length,
        defaults={
            "hash": chain.head,
            "made_at": at,
            "signature": signature_of(chain.name, chain.length, chain.head),
        },
    )
    if made:
        keep_statement(checkpoint, chain)
    return checkpoint


def keep_statement(checkpoint: Checkpoint, chain: Chain) -> None:
    """Write a checkpoint in the file beside the database too, as soon as it is kept there."""
    line = {
        "chain": chain.name,
        "number": checkpoint.number,
        "hash": checkpoint.hash,
        "signature": checkpoint.signature,
    }
    transaction.on_commit(lambda: _append_to_file(line))


def _append_to_file(line: Mapping[str, Any]) -> None:
    path = settings.DATA_DIR / "checkpoints.jsonl"
    with path.open("ab") as file:
        file.write(canonical(line) + b"\n")
