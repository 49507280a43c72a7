"""Every table that a backup holds, as lines, and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models

from kopgroep.kernel.archives.package import ArchiveWrong
from kopgroep.kernel.archives.values import plain, typed

Table = type[models.Model]
SOME = 500

# What a backup does not hold, and why; everything else goes in, also of the libraries.
NOT_IN_IT: Mapping[str, str] = {
    "contenttypes.contenttype": "Made with the database.",
    "auth.permission": "Made with the database; Kopgroep does not use it.",
    "auth.group": "Kopgroep does not use it.",
    "auth.group_permissions": "Kopgroep does not use it.",
    "accounts.user_groups": "Kopgroep does not use it.",
    "accounts.user_user_permissions": "Kopgroep does not use it.",
    "sessions.session": "People sign in again.",
    "usersessions.usersession": "People sign in again.",
    "search.found": "An index; made anew from the records.",
    "search.audience": "An index; made anew from the records.",
}


def tables() -> list[Table]:
    """In the order of their names; the keys between them are checked when all are in."""
    found = [model for model in _all_tables() if model._meta.label_lower not in NOT_IN_IT]
    return sorted(found, key=label_of)


def _all_tables() -> Iterator[Table]:
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            yield model


def label_of(model: Table) -> str:
    return model._meta.label_lower


def lines_of(model: Table) -> Iterator[dict[str, Any]]:
    names = [field.attname for field in model._meta.concrete_fields]
    rows = model._base_manager.order_by("pk").values_list(*names)
    for row in rows.iterator(chunk_size=SOME):
        yield {name: plain(value) for name, value in zip(names, row, strict=True)}


def is_empty() -> bool:
    """Nobody and nothing is here yet, but for what setting up makes itself."""
    made = {"search.synonym", "jobs.job"}
    return not any(model._base_manager.exists() for model in tables() if label_of(model) not in made)


def empty_all() -> None:
    """Within a transaction: all rows go, in whatever order; the keys are checked at its end."""
    kept = {"contenttypes.contenttype", "auth.permission"}
    with connection.cursor() as cursor:
        for model in _all_tables():
            if label_of(model) not in kept:
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")


def put_in(model: Table, lines: Iterable[Mapping[str, Any]]) -> int:
    waiting: list[Mapping[str, Any]] = []
    count = 0
    for line in lines:
        waiting.append(line)
        count += 1
        if len(waiting) == SOME:
            _insert(model, waiting)
            waiting = []
    _insert(model, waiting)
    return count


def _insert(model: Table, lines: Sequence[Mapping[str, Any]]) -> None:
    fields = {field.attname: field for field in model._meta.concrete_fields}
    rows = []
    for line in lines:
        if unknown := sorted(set(line) - set(fields)):
            raise ArchiveWrong(f"This version does not know the field {label_of(model)}.{unknown[0]}.")
        try:
            rows.append(model(**{name: _value(fields[name], value) for name, value in line.items()}))
        except (ValueError, TypeError) as error:
            raise ArchiveWrong(f"A row of {label_of(model)} cannot be read: {error}.") from error
    model._base_manager.bulk_create(rows)
    stamped = [
        name
        for name, field in fields.items()
        if getattr(field, "auto_now_add", False) or getattr(field, "auto_now", False)
    ]
    if stamped:
        # Django wrote the present moment in them when the rows were made.
        for row, line in zip(rows, lines, strict=True):
            for name in stamped:
                if name in line:
                    setattr(row, name, _value(fields[name], line[name]))
        model._base_manager.bulk_update(rows, stamped)


def _value(field: models.Field[Any, Any], given: Any) -> Any:
    if given is None:
        return None
    return typed(field.target_field if isinstance(field, models.ForeignKey) else field, given)


def count_on() -> None:
    """Let the database give new rows numbers beyond those that came in."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables()):
            cursor.execute(statement)
