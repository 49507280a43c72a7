"""Entries told in plain sentences: who did what, when, in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from kopgroep.kernel.accounts.models import User
from kopgroep.kernel.accounts.words import CHANGES, ROLE_WORDS
from kopgroep.kernel.actors import ActorKind
from kopgroep.kernel.dates import PartialDate
from kopgroep.kernel.journal.models import Entry, FormerAddress
from kopgroep.kernel.journal.verbs import SENTENCES, Verb
from kopgroep.kernel.records import Record
from kopgroep.kernel.texts import Text

MOST = 100
DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Told:
    """One entry as a page shows it."""

    at: datetime
    sentence: str
    number: int
    about: str


class _Words(dict[str, str]):
    """What a sentence asks and the entry does not have: erased, or never written down."""

    gap = "…"

    def __missing__(self, name: str) -> str:
        return self.gap


def history_of(record: Record, *, most: int = MOST) -> list[Told]:
    """What happened to one record, newest first; two queries."""
    entries = Entry.objects.filter(mentions__address=record.address)
    return told(entries.select_related("private_text").order_by("-at", "-pk").distinct()[:most])


def lately(chains: Sequence[str], *, since: datetime, most: int = MOST) -> list[Told]:
    """What happened in some journals after a moment, newest first; two queries."""
    entries = Entry.objects.filter(chain__name__in=chains, at__gt=since)
    return told(entries.select_related("private_text").order_by("-at", "-pk")[:most])


def told(entries: Iterable[Entry]) -> list[Told]:
    """Sentences, with the names that people have now."""
    rows = list(entries)
    uids = {row.actor_reference for row in rows if row.actor_kind == ActorKind.USER}
    names = _names(uids)
    return [
        Told(row.at, _sentence(row, names), row.number, row.about[0] if row.about else "") for row in rows
    ]


def _names(uids: set[str]) -> dict[str, str]:
    users = User.objects.filter(uid__in=uids).values_list("uid", "name")
    names = {str(uid): str(name) for uid, name in users}
    label = User._meta.label_lower
    if unknown := {f"{label}:{uid}" for uid in uids - names.keys()}:
        # They did it in another installation, and are known here by another account.
        rows = FormerAddress.objects.filter(address__in=unknown).values_list("address", "record")
        here = {_uid(address): _uid(record) for address, record in rows}
        known = dict(User.objects.filter(uid__in=here.values()).values_list("uid", "name"))
        now = {str(uid): str(name) for uid, name in known.items()}
        names |= {uid: now[other] for uid, other in here.items() if other in now}
    return names


def _uid(address: str) -> str:
    return address.partition(":")[2]


def _sentence(entry: Entry, names: Mapping[str, str]) -> str:
    text = getattr(entry, "private_text", None)
    said = {**entry.facts, **(text.text if text else {})}
    words = _Words({name: _in_words(value) for name, value in said.items()})
    words["who"] = _who(entry, names)
    if isinstance(said.get("role"), str):
        words["role"] = str(ROLE_WORDS.get(said["role"], said["role"]))
    if isinstance(said.get("change"), str):
        words["change"] = str(CHANGES.get(said["change"], said["change"]))
    if entry.private_digest and text is None:
        words.gap = _("(erased)")
    try:
        return str(SENTENCES[Verb(entry.verb)]) % words
    except (KeyError, ValueError):
        # An entry of another version of the product: say what is known instead of breaking the page.
        return _("%(who)s: %(verb)s") % {"who": words["who"], "verb": entry.verb}


def _in_words(value: Any) -> str:
    if isinstance(value, str) and (day := DAY.fullmatch(value)):
        return PartialDate(date(*map(int, day.groups()))).display(get_language() or "nl")
    if isinstance(value, Mapping):
        return str(Text.of(dict(value)))
    if isinstance(value, list):
        return ", ".join(_in_words(part) for part in value)
    return str(value)


def _who(entry: Entry, names: Mapping[str, str]) -> str:
    if entry.actor_kind == ActorKind.USER:
        return names.get(entry.actor_reference) or _("Somebody whose account is gone")
    if entry.actor_kind == ActorKind.LINK:
        return _("Somebody with a personal link")
    if entry.actor_kind == ActorKind.PUBLIC:
        return _("A visitor")
    return pgettext("who did it", "Kopgroep")
