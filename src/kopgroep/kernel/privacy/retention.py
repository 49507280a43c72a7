"""Removes personal data whose time is past, from what every model says of it; the worker does so every night."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import is_password_usable
from django.db import models, transaction
from django.db.models import F, Max
from django.db.models.functions import Coalesce
from django.utils.translation import gettext, override

from kopgroep.kernel import clock
from kopgroep.kernel.accounts.models import User
from kopgroep.kernel.actors import Actor
from kopgroep.kernel.archives.shelf import clear_old
from kopgroep.kernel.clock import day_of
from kopgroep.kernel.jobs.registry import Progress, Result
from kopgroep.kernel.journal.record import record
from kopgroep.kernel.journal.verbs import Verb
from kopgroep.kernel.privacy.declared import emptied, erasing_of, every_model, personal_of
from kopgroep.kernel.privacy.models import RetentionRun
from kopgroep.kernel.privacy.rules import obstacles_to_closing
from kopgroep.kernel.records import Erasing, Keep, Record
from kopgroep.kernel.search.index import refresh_all

BATCH = 200


def keep_no_longer(*, progress: Progress, **_arguments: Any) -> Result:
    """The nightly job."""
    at = clock.now()
    models_ = [model for model in every_model() if personal_of(model)]
    counts: Counter[str] = Counter()
    for done, model in enumerate(models_):
        progress(done, len(models_), gettext("Looking through %(table)s.") % {"table": model._meta.label})
        counts += _past_of(model, at=at, remove=True)
    run = note_run(counts, by=Actor.system("nightly"), at=at)
    return dict(run.counts)


def what_is_past(*, at: datetime) -> dict[str, int]:
    """How much would go, without touching it."""
    counts: Counter[str] = Counter()
    for model in every_model():
        counts += _past_of(model, at=at, remove=False)
    return dict(sorted(counts.items()))


def remove_what_is_past(*, by: Actor, at: datetime) -> RetentionRun:
    """At once, as the nightly job does it."""
    counts: Counter[str] = Counter()
    for model in every_model():
        counts += _past_of(model, at=at, remove=True)
    return note_run(counts, by=by, at=at)


@transaction.atomic
def note_run(counts: Counter[str], *, by: Actor, at: datetime) -> RetentionRun:
    """Write down that it ran and how much it took, of nobody in particular."""
    clear_old(at)
    run = RetentionRun.objects.create(ran_at=at, counts=dict(sorted(counts.items())))
    record(Verb.RETENTION_RAN, about=run, by=by, at=at, facts={"rows": run.total})
    return run


def _past_of(model: type[models.Model], *, at: datetime, remove: bool) -> Counter[str]:
    """A row counts once, however many of its fields are past their time."""
    fields_past: dict[Any, list[str]] = {}
    for name, keep in personal_of(model).items():
        for pk in past(model, keep, at=at).values_list("pk", flat=True):
            fields_past.setdefault(pk, []).append(name)
    counts: Counter[str] = Counter()
    keys = list(fields_past)
    for start in range(0, len(keys), BATCH):
        with transaction.atomic(), override(settings.LANGUAGE_CODE):
            rows = model._base_manager.filter(pk__in=keys[start : start + BATCH])
            counts[model._meta.label] += sum(1 for _ in _rows(model, rows, fields_past, at=at, remove=remove))
    return +counts


def past(model: type[models.Model], keep: Keep, *, at: datetime) -> Any:
    """The rows of which this may not be kept any longer."""
    after: Any = Max(keep.after) if _is_of_many(model, keep.after) else F(keep.after)
    if keep.or_after:
        after = Coalesce(after, F(keep.or_after))
    limit: Any = at - timedelta(days=keep.days)
    rows = model._base_manager.annotate(kept_after=after)
    if _is_of_many(model, keep.after):
        # One that has not ended keeps the data.
        rows = rows.exclude(**{f"{keep.after}__isnull": True})
    if _is_day(model, keep.after):
        limit = day_of(limit)
    return rows.filter(kept_after__lt=limit).order_by("pk")


def _rows(
    model: type[models.Model], rows: Any, fields_past: dict[Any, list[str]], *, at: datetime, remove: bool
) -> Iterator[models.Model]:
    personal = personal_of(model)
    touched: list[Record] = []
    for row in rows.order_by("pk"):
        names = fields_past[row.pk]
        if isinstance(row, User) and any(obstacles_to_closing(row, day_of(at))):
            continue
        if erasing_of(model) is Erasing.DELETE and len(names) == len(personal):
            if remove:
                row.delete()
            yield row
            continue
        values = {name: emptied(row, name) for name in names if not _is_empty(row, name)}
        if not values:
            continue
        if remove:
            if isinstance(row, Record) and len(names) == len(personal) and isinstance(row, User):
                values |= row.closed_by_erasure(at)
            type(row)._base_manager.filter(pk=row.pk).update(**values)
            if isinstance(row, Record):
                touched.append(row)
        yield row
    refresh_all([type(row)._base_manager.get(pk=row.pk) for row in touched])


def _is_empty(row: models.Model, name: str) -> bool:
    value: Any = getattr(row, name)
    if name == "password":
        return not is_password_usable(value)
    return bool(value in (None, "", {}, []) or value == emptied(row, name))


def _steps(model: type[models.Model], path: str) -> Iterator[Any]:
    step: Any = model
    for name in path.split("__"):
        field = step._meta.get_field(name)
        yield field
        step = field.related_model


def _is_of_many(model: type[models.Model], path: str) -> bool:
    return any(field.one_to_many or field.many_to_many for field in _steps(model, path))


def _is_day(model: type[models.Model], path: str) -> bool:
    return bool(list(_steps(model, path))[-1].get_internal_type() == "DateField")
