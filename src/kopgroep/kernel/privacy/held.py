"""The rows about somebody: by relation, by e-mail address, in sessions and in the history."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from importlib import import_module
from operator import or_
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import models
from django.db.models import Q

from kopgroep.kernel.accounts.models import User
from kopgroep.kernel.journal.models import Entry, Mention, PrivateText
from kopgroep.kernel.privacy.declared import erasing_of, every_model, identifies
from kopgroep.kernel.privacy.subjects import Subject
from kopgroep.kernel.records import Erasing, Record


@dataclass(frozen=True, slots=True)
class Held:
    """What one table holds about somebody."""

    model: type[models.Model]
    rows: list[Any]


def held_about(subject: Subject) -> list[Held]:
    """Everything but the history: one query or so per table."""
    found = []
    for model in every_model():
        rows = {row.pk: row for row in _rows_of(model, subject)}
        if rows:
            found.append(Held(model, list(rows.values())))
    return found


def _rows_of(model: type[models.Model], subject: Subject) -> Iterator[Any]:
    if model is Session:
        yield from sessions_of(subject.row_of(User))
        return
    if identifies(model):
        yield from (row for row in subject.rows if isinstance(row, model))
        return
    addressed = [field for field in model._meta.concrete_fields if isinstance(field, models.EmailField)]
    conditions = [
        Q(**{f"{field.name}__in": [row.pk for row in subject.rows if isinstance(row, field.related_model)]})
        for field in model._meta.concrete_fields
        # What somebody sent to an address (invited_by) is about who has that address.
        if field.related_model
        and identifies(field.related_model)
        and not (addressed and field.name.endswith("_by"))
    ]
    conditions += [Q(**{f"{field.name}__iexact": email}) for field in addressed for email in subject.emails]
    if conditions:
        # With what they refer to: in the file that is put into words, of every row.
        named = [field.name for field in model._meta.concrete_fields if field.many_to_one]
        yield from model._base_manager.filter(reduce(or_, conditions)).select_related(*named).order_by("pk")


def sessions_of(user: User | None) -> Iterator[Session]:
    """The sessions of a user; whose one is stands inside it."""
    if user is None:
        return
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    for session in Session.objects.order_by("pk").iterator(chunk_size=500):
        if store.decode(session.session_data).get("_auth_user_id") == str(user.pk):
            yield session


def entries_of(subject: Subject) -> Any:
    """What this person did and what was done about this person, oldest first."""
    user = subject.row_of(User)
    about = Q(pk__in=Mention.objects.filter(address__in=subject.addresses).values("entry"))
    done = Q(actor_kind="user", actor_reference=str(user.uid)) if user else Q(pk=None)
    return Entry.objects.filter(about | done).select_related("private_text").order_by("at", "pk")


def private_texts_of(subject: Subject, held: list[Held]) -> Any:
    """The erasable words in the history of this person, and of what goes with the person: tasks, links, tokens."""
    addresses = set(subject.addresses)
    for each in held:
        if erasing_of(each.model) is not Erasing.STAY:
            addresses |= {row.address for row in each.rows if isinstance(row, Record)}
    about = Mention.objects.filter(address__in=sorted(addresses)).values("entry")
    return PrivateText.objects.filter(entry__in=about)
