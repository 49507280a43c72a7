"""Why a table cannot come in now, and why what came in cannot be taken back any more."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.apps import apps
from django.db.models import ForeignObjectRel, QuerySet
from django.utils.translation import gettext_lazy as _

from kopgroep.kernel.imports.kinds import ImportKind
from kopgroep.kernel.imports.models import Import, Step
from kopgroep.kernel.obstacles import Obstacle

# What both databases take in one statement, with room to spare.
CHUNK = 5_000
MOST_NAMED = 10


def obstacles_to_mapping(kind: ImportKind, columns: dict[str, str]) -> Iterator[Obstacle]:
    chosen = [code for code in columns.values() if code]
    if not set(kind.needs) & set(chosen):
        names = ", ".join(str(field.label) for field in kind.fields if field.code in kind.needs)
        yield Obstacle(
            "no-name", _("Say which column holds this; one of them is needed: %(names)s.") % {"names": names}
        )


def obstacles_to_going_on(of: Import) -> Iterator[Obstacle]:
    """Why its columns and choices cannot be changed now."""
    if of.is_busy:
        yield Obstacle("busy", _("It is being worked on; wait until that is done, or stop it."))
    if of.step in (Step.DONE, Step.UNDONE):
        yield Obstacle("done-already", _("This table was imported already. Start a new import."))
    elif not of.kept_as:
        yield Obstacle("file-gone", _("The file was removed after a while. Upload it again."))


def obstacles_to_importing(of: Import) -> Iterator[Obstacle]:
    yield from obstacles_to_going_on(of)
    if of.step == Step.COLUMNS:
        yield Obstacle("not-looked-at", _("Say which column is what first, and look at the rows."))
    elif not of.coming_in:
        yield Obstacle("nothing", _("No row would add or change anything."))


def obstacles_to_undoing(of: Import) -> Iterator[Obstacle]:
    """Undone while all is as it left it; else what stands in the way is named."""
    if of.is_busy:
        yield Obstacle("busy", _("It is being worked on; wait until that is done, or stop it."))
        return
    if of.step != Step.DONE:
        yield Obstacle("not-done", _("There is nothing to undo."))
        return
    yield from islice(_changed_since(of), MOST_NAMED)


def _changed_since(of: Import) -> Iterator[Obstacle]:
    for label, keys in of.made.items():
        model = apps.get_model(label)
        for start in range(0, len(keys), CHUNK):
            some = model._base_manager.filter(pk__in=keys[start : start + CHUNK])
            for row in some.exclude(revision=1).order_by("pk"):
                yield _changed(row)
            for relation in model._meta.related_objects:
                yield from _hangs_on(of, relation, some)
    yield from _cells_changed_since(of)


def _cells_changed_since(of: Import) -> Iterator[Obstacle]:
    after = {(label, key): revision for label, key, _name, _old, revision in of.changed}
    for label in dict.fromkeys(label for label, _key in after):
        rows = apps.get_model(label)._base_manager.in_bulk([key for each, key in after if each == label])
        for key in [key for each, key in after if each == label]:
            if key in rows and rows[key].revision != after[label, key]:
                yield _changed(rows[key])


def _hangs_on(of: Import, relation: ForeignObjectRel, rows: QuerySet[Any]) -> Iterator[Obstacle]:
    """What others hung on the rows that it made: it would go with them."""
    other = relation.related_model
    if relation.many_to_many or not hasattr(other, "address"):
        return
    made = set(of.made.get(other._meta.label_lower, ()))
    field = relation.field.name
    hanging = other._base_manager.filter(**{f"{field}__in": rows}).order_by("pk")
    since = [key for key in hanging.values_list("pk", flat=True) if key not in made][:MOST_NAMED]
    if since:
        for row in other._base_manager.filter(pk__in=since).select_related(field).order_by("pk"):
            yield _new_on(getattr(row, field))


def _changed(row: Any) -> Obstacle:
    return Obstacle(
        "changed-since",
        _("%(record)s was changed after the import.") % {"record": _name(row)},
        mend_url=_page(row),
        mend_label=_("Look at it"),
    )


def _new_on(row: Any) -> Obstacle:
    return Obstacle(
        "something-new",
        _("Something was added to %(record)s after the import.") % {"record": _name(row)},
        who=_("Whoever added it can take it away or end it first."),
        mend_url=_page(row),
        mend_label=_("Look at it"),
    )


def _owner(row: Any) -> Any:
    """The record that people know it by: a standing by its partner, a partner by its organisation."""
    for name in ("partner", "organisation"):
        if hasattr(row, name):
            row = getattr(row, name)
    return row


def _name(row: Any) -> str:
    return str(_owner(row))


def _page(row: Any) -> str:
    owner = row if hasattr(row, "get_absolute_url") else _owner(row)
    return str(owner.get_absolute_url()) if hasattr(owner, "get_absolute_url") else ""
