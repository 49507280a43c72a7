"""What of the data goes along with a deal: read from the models themselves, so that a new model needs no code here.

A model that says its `deal_path` goes along by it. What hangs on no deal goes along when what it says in `goes_with`
does, or else the parent without which it has no meaning (a CASCADE key); and what rows refer to goes along too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models

from kopgroep.kernel.records import Record

Model = type[Record]

# What stays where it is, and why. Everything else must go along, or tests/house fails.
LEFT_OUT: Mapping[str, str] = {
    "accounts.apitoken": "A secret of one installation; its owner makes another one.",
    "imports.import": "Tells of a table that was brought in here; what it brought goes along as records.",
    "imports.columnmemory": "A habit of this installation.",
    "privacy.retentionrun": "A report about this installation.",
    "jobs.job": "Work of one installation, and over within months.",
    "journal.mail": "Was sent from here; a mail that waits is not sent from elsewhere.",
    "webhooks.webhook": "Tells another program of this installation, with a secret that only this one can make.",
    "webhooks.delivery": "Was told from here.",
    "journal.mention": "An index; made anew from the entries.",
    "search.found": "An index; made anew from the records.",
    "search.audience": "An index; made anew from the records.",
    "search.synonym": "Belongs to the installation, not to a deal.",
    "partners.merger": "How to undo a merger, which needs this installation's whole registry; that one organisation "
    "went on as another goes along.",
}
# These have no identity of their own; they go along as the deal's journal.
JOURNAL: Mapping[str, str] = {
    "journal.chain": "journal/ and the manifest",
    "journal.entry": "journal/entries.jsonl",
    "journal.privatetext": "journal/entries.jsonl",
    "journal.checkpoint": "journal/checkpoints.jsonl",
    "journal.formeraddress": "journal/former_addresses.jsonl",
}
# Rights on a whole installation do not travel.
STAYS: Mapping[str, frozenset[str]] = {
    "accounts.user": frozenset({"password", "is_staff", "is_superuser", "groups", "user_permissions"})
}
# Of a secret only its owner needs to know it; in its place comes one that opens nothing.
SECRET = re.compile(r"(^|_)(digest|token|secret|password|private_key)s?(_|$)")


class NoPlace(LookupError):
    """A model that neither goes along with a deal nor is left out with a reason."""


def our_models() -> Iterator[type[models.Model]]:
    for model in apps.get_models():
        if model.__module__.startswith("kopgroep."):
            yield model


@cache
def models_that_go() -> tuple[Model, ...]:
    """Every model with rows in an archive, parents before what refers to them."""
    found = [
        model
        for model in our_models()
        if issubclass(model, Record) and model._meta.label_lower not in {*LEFT_OUT, *JOURNAL}
    ]
    return tuple(_in_order(found))


def _in_order(found: list[Model]) -> Iterator[Model]:
    waiting, done = sorted(found, key=lambda model: model._meta.label_lower), set[Model]()
    while waiting:
        ready = [model for model in waiting if _parents(model) & set(waiting) <= {model} | done]
        # Keys in a circle are filled in afterwards; begin somewhere.
        for model in ready or waiting[:1]:
            waiting.remove(model)
            done.add(model)
            yield model


def _parents(model: Model) -> set[Any]:
    return {field.related_model for field in model._meta.concrete_fields if field.is_relation}


@cache
def columns(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """The fields that a line of an archive has: not the key, which is another one elsewhere, and no secret."""
    stays = STAYS.get(model._meta.label_lower, frozenset())
    return [
        field
        for field in model._meta.concrete_fields
        if not field.primary_key and field.name not in stays and not is_secret(field)
    ]


@cache
def lists(model: type[models.Model]) -> list[models.ManyToManyField[Any, Any]]:
    """References to many records at once, whose table has no model of its own."""
    stays = STAYS.get(model._meta.label_lower, frozenset())
    found: list[Any] = [field for field in model._meta.many_to_many if field.name not in stays]
    return [field for field in found if field.remote_field.through._meta.auto_created]


def secrets_of(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    return [field for field in model._meta.concrete_fields if is_secret(field)]


def is_secret(field: models.Field[Any, Any]) -> bool:
    return isinstance(field, models.CharField | models.TextField) and bool(SECRET.search(field.name))


def goes(model: Any) -> bool:
    return model in models_that_go()


def goes_with(model: Model) -> tuple[str, ...]:
    """The fields that bring a row along which hangs on no deal; none when it comes only because others need it."""
    if model.goes_with:
        return model.goes_with
    return tuple(
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
        and field.remote_field.on_delete is models.CASCADE
        and goes(field.related_model)
    )


def goes_by_mail(model: Model) -> tuple[str, ...]:
    """Those of them that hold a mail address: the row goes along when that address stands in what goes along."""
    return tuple(
        name
        for name in (model.goes_with if model.deal_path is None else ())
        if isinstance(model._meta.get_field(name), models.EmailField)
    )


def mail_fields(model: Model) -> tuple[str, ...]:
    """Where a model that goes along by itself names mail addresses."""
    if goes_by_mail(model):
        return ()
    return tuple(field.name for field in columns(model) if isinstance(field, models.EmailField))


def check_places() -> None:
    """Raise NoPlace for a model of which nobody decided whether it goes along."""
    needed = {
        field.related_model
        for model in models_that_go()
        for field in (*columns(model), *lists(model))
        if field.is_relation
    }
    for model in our_models():
        label = model._meta.label_lower
        if label in LEFT_OUT or label in JOURNAL:
            continue
        if not issubclass(model, Record):
            raise NoPlace(
                f"{label} is no Record and is not left out with a reason (kernel/archives/scope.py)."
            )
        if model.deal_path is None and not goes_with(model) and model not in needed:
            raise NoPlace(
                f"{label} has no deal_path, says no goes_with, and nothing that goes along needs it."
            )
