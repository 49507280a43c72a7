"""Lines of an archive as rows of the database: each value checked, each reference found within the archive."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _

from kopgroep.kernel.archives.belongings import page_of
from kopgroep.kernel.archives.package import ArchiveWrong, Reader
from kopgroep.kernel.archives.scope import (
    Model,
    columns,
    goes_by_mail,
    goes_with,
    lists,
    mail_fields,
    models_that_go,
)
from kopgroep.kernel.archives.values import ValueWrong, read
from kopgroep.kernel.archives.write import part_of
from kopgroep.kernel.records import Record


@dataclass
class Row:
    """One line: its values, and what it refers to by uid."""

    number: int
    uid: UUID
    values: dict[str, Any]
    refers: dict[str, tuple[Model, UUID]] = field(default_factory=dict)
    many: dict[str, list[UUID]] = field(default_factory=dict)


class RowReader:
    """Knows which key each uid of the archive has here."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.counts = self._counts()
        self.made: dict[Model, set[int]] = {model: set() for model in models_that_go()}
        self.later: dict[Model, list[tuple[int, str, Model, UUID]]] = {}
        self.many: dict[tuple[Model, str], list[tuple[int, list[UUID]]]] = {}
        self._keys: dict[Model, dict[UUID, int]] = {model: {} for model in models_that_go()}
        self._waiting: dict[tuple[Model, UUID], Row] = {}
        self._addresses: list[tuple[str, str]] = []
        self._emails: set[str] = set()
        self._chosen: list[tuple[str, str]] = []

    def _counts(self) -> dict[str, int]:
        said = self.reader.manifest.get("rows")
        labels = {model._meta.label_lower for model in models_that_go()}
        if not isinstance(said, dict) or not all(
            type(count) is int and count >= 0 for count in said.values()
        ):
            raise ArchiveWrong(_("The manifest does not say how many rows there are."))
        parts = {
            name.split("/")[1].removesuffix(".jsonl")
            for name in self.reader.names
            if name.startswith("models/")
        }
        if unknown := sorted((parts | set(said)) - labels):
            raise ArchiveWrong(
                _("This Kopgroep does not know '%(name)s'; the archive comes from a newer version.")
                % {"name": unknown[0][:60]}
            )
        if parts != set(said):
            raise ArchiveWrong(_("The manifest and the parts do not name the same records."))
        return said

    def of(self, model: Model) -> Iterator[Row]:
        """Every row of a model; those of a model that this archive does not know are none."""
        label = model._meta.label_lower
        if label not in self.counts:
            return
        count, seen = 0, set[UUID]()
        for count, line in enumerate(self.reader.lines(part_of(model)), start=1):
            row = self.read(model, line, count)
            if row.uid in seen:
                raise self._wrong(model, count, "uid", _("it is there twice"))
            seen.add(row.uid)
            yield row
        if count != self.counts[label]:
            raise ArchiveWrong(
                _("%(part)s has %(found)d rows; the manifest says %(said)d.")
                % {"part": part_of(model), "found": count, "said": self.counts[label]}
            )

    def read(self, model: Model, line: dict[str, Any], number: int) -> Row:
        known = {each.name: each for each in (*columns(model), *lists(model))}
        if unknown := sorted(set(line) - set(known)):
            why = _("this Kopgroep does not know it; the archive comes from a newer version")
            raise self._wrong(model, number, unknown[0][:60], why)
        row = Row(number, UUID(int=0), {})
        for name, each in known.items():
            try:
                self._take(row, each, line)
            except ValueWrong as wrong:
                raise self._wrong(model, number, name, str(wrong)) from wrong
        row.uid = row.values["uid"]
        self._emails |= {str(row.values[name]).lower() for name in mail_fields(model) if row.values[name]}
        return row

    def _take(self, row: Row, each: models.Field[Any, Any], line: dict[str, Any]) -> None:
        target: Any = each.related_model if each.is_relation else None
        if isinstance(each, models.ManyToManyField):
            given = line.get(each.name, [])
            if not isinstance(given, list):
                raise ValueWrong(_("it is no list"))
            row.many[each.name] = [self._uid(value) for value in given]
        elif target is not None:
            value = line.get(each.name)
            if value is not None:
                row.refers[each.name] = (target, self._uid(value))
            elif not each.null:
                raise ValueWrong(_("it may not be empty"))
        elif each.name in line:
            row.values[each.name] = read(each, line[each.name])
        elif each.name == "uid" or not (each.has_default() or each.null):
            # A field that came after this archive was made has its usual value.
            raise ValueWrong(_("it is missing"))
        else:
            row.values[each.name] = each.get_default()

    @staticmethod
    def _uid(value: Any) -> UUID:
        try:
            return UUID(value)
        except (ValueError, AttributeError, TypeError) as error:
            raise ValueWrong(_("%(value)s is no UUID") % {"value": repr(value)[:60]}) from error

    def refer(self, model: Model, row: Row) -> None:
        """Turn its references into keys of this database; what comes later is filled in at the end."""
        for name, (target, uid) in row.refers.items():
            key = self._keys.get(target, {}).get(uid)
            each = model._meta.get_field(name)
            if key is None and not each.null:
                why = _("it refers to what is not in the archive")
                raise self._wrong(model, row.number, name, why)
            row.values[each.attname] = key  # type: ignore[union-attr]
        self._waiting[model, row.uid] = row

    def know(self, model: Model, uid: UUID, key: int, *, is_new: bool = False) -> None:
        self._keys[model][uid] = key
        row = self._waiting.pop((model, uid))
        if not is_new:
            return
        self.made[model].add(key)
        for name, (target, other) in row.refers.items():
            if row.values[model._meta.get_field(name).attname] is None:  # type: ignore[union-attr]
                self.later.setdefault(model, []).append((key, name, target, other))
        for name, uids in row.many.items():
            self.many.setdefault((model, name), []).append((key, uids))
        if model.deal_path is None:
            for name in goes_with(model):
                if model._meta.get_field(name).is_relation:
                    continue
                found = self._chosen if name in goes_by_mail(model) else self._addresses
                found.append((f"{part_of(model)}, {name}", row.values[name]))

    def key_of(self, target: Any, uid: UUID) -> int:
        try:
            return self._keys[target][uid]
        except KeyError as error:
            raise ArchiveWrong(
                _("A record refers to %(address)s, which is not in the archive.")
                % {"address": f"{target._meta.label_lower}:{uid}"}
            ) from error

    def knows(self, address: str) -> bool:
        label, _colon, uid = address.partition(":")
        try:
            return any(
                UUID(uid) in keys for model, keys in self._keys.items() if model._meta.label_lower == label
            )
        except ValueError:
            return False

    def check_addresses(self, root: Record) -> None:
        """What came along with a record must hang on one of this archive: never a role on another deal."""
        own = {model._meta.label_lower for model in models_that_go() if model.deal_path is not None}
        page = page_of(root)
        for where, address in self._addresses:
            is_own = address.partition(":")[0] in own and self.knows(address)
            if not is_own and not address.startswith(page):
                raise ArchiveWrong(
                    _("%(where)s: '%(address)s' is no record of this deal.")
                    % {"where": where, "address": address[:80]}
                )

        for where, email in self._chosen:
            if email.lower() not in self._emails:
                raise ArchiveWrong(
                    _("%(where)s: '%(email)s' is the mail address of nobody in this archive.")
                    % {"where": where, "email": email[:80]}
                )

    @staticmethod
    def closed(each: models.Field[Any, Any]) -> str:
        """In the place of a secret: something that nobody can know or guess."""
        return ("!" + secrets.token_hex(40))[: each.max_length or 64]

    @staticmethod
    def _wrong(model: Model, number: int, name: str, why: str) -> ArchiveWrong:
        return ArchiveWrong(
            _("%(part)s, line %(number)d, %(field)s: %(why)s.")
            % {"part": part_of(model), "number": number, "field": name, "why": why}
        )
