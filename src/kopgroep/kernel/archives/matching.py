"""Is this record here already? By its uid, else by what may exist only once: a code, an address, a pair of keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models

from kopgroep.kernel.archives.scope import Model, columns, is_secret
from kopgroep.kernel.archives.values import plain
from kopgroep.kernel.records import Record

NOT_COMPARED = {"uid", "revision"}


@dataclass(frozen=True, slots=True)
class Match:
    """A record that was here, and by what it was recognised."""

    record: Record
    by: str


def find_match(
    model: Model, values: Mapping[str, Any], *, uid: UUID, made_here: Mapping[Model, set[int]]
) -> Match | None:
    """The record that this one is, or None when it is new."""
    if here := model._base_manager.filter(uid=uid).first():
        return Match(here, "uid")
    for names, condition in _unique(model):
        found = _same(model, values, names, made_here)
        if found is None:
            continue
        if condition is not None:
            if not condition.check(_told(model, values)):
                continue
            found = found.filter(condition)
        if here := found.first():
            return Match(here, ", ".join(names))
    return None


def _unique(model: Model) -> Iterator[tuple[tuple[str, ...], models.Q | None]]:
    for field in columns(model):
        if field.unique and field.name != "uid" and not is_secret(field):
            yield (field.name,), None
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and constraint.fields:
            yield tuple(constraint.fields), constraint.condition


def _same(
    model: Model, values: Mapping[str, Any], names: tuple[str, ...], made_here: Mapping[Model, set[int]]
) -> models.QuerySet[Any, Any] | None:
    wanted = {}
    for name in names:
        field: Any = model._meta.get_field(name)
        value = values.get(field.attname)
        if value is None or (value == "" and len(names) == 1):
            return None
        if field.is_relation and value in made_here.get(field.related_model, ()):
            # What hangs on a record that just came in cannot have been here.
            return None
        wanted[field.attname] = value
    return model._base_manager.filter(**wanted)


def _told(model: Model, values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        field.name: models.Value(values.get(field.attname), output_field=field)
        for field in columns(model)
        if not field.is_relation
    }


def differences(here: Record, values: Mapping[str, Any], by: str) -> list[dict[str, str]]:
    """What the archive says otherwise; what is here stays."""
    found = []
    for field in columns(type(here)):
        if field.name in NOT_COMPARED or field.attname not in values:
            continue
        mine, theirs = plain(getattr(here, field.attname)), plain(values[field.attname])
        if mine != theirs and not field.is_relation:
            found.append(
                {
                    "kind": here._meta.label_lower,
                    "record": str(here),
                    "by": by,
                    "field": field.name,
                    "here": "" if mine is None else str(mine)[:200],
                    "archive": "" if theirs is None else str(theirs)[:200],
                }
            )
    return found
