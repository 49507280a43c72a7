"""A file becomes a deal again: all of it, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import DataError, IntegrityError, transaction
from django.utils.translation import gettext as _

from kopgroep.kernel.archives import chains
from kopgroep.kernel.archives.matching import Match, differences, find_match
from kopgroep.kernel.archives.package import ArchiveWrong, Progress, Reader, nothing_told
from kopgroep.kernel.archives.rows import Row, RowReader
from kopgroep.kernel.archives.scope import Model, lists, models_that_go, secrets_of
from kopgroep.kernel.archives.uploads import Uploads
from kopgroep.kernel.archives.write import FORMAT, VERSION, part_of
from kopgroep.kernel.journal.models import Chain, FormerAddress
from kopgroep.kernel.records import Record
from kopgroep.kernel.search.index import refresh_many

SOME = 500
MOST_DIFFERENCES = 200


@dataclass
class Restored:
    """What came in, and what was here already and stayed as it is."""

    root: Any = None
    made: dict[str, int] = field(default_factory=dict)
    matched: dict[str, int] = field(default_factory=dict)
    differences: list[dict[str, str]] = field(default_factory=list)
    differing: int = 0
    files_missing: int = 0
    touched: dict[Model, list[int]] = field(default_factory=dict)


def open_archive(path: Path, progress: Progress = nothing_told) -> Reader:
    return Reader(path, form=FORMAT, version=VERSION, progress=progress)


class Restoring:
    """One archive on its way in; call it within a transaction."""

    def __init__(self, reader: Reader, *, progress: Progress = nothing_told) -> None:
        self.reader = reader
        self.progress = progress
        self.result = Restored()
        self.rows = RowReader(reader)
        self.uploads = Uploads(reader)
        # What entries of the journal call it -> what it is called here.
        self.known_as: dict[str, str] = {}
        self.was_empty = {model: not model._base_manager.exists() for model in models_that_go()}
        self.made_at = self._made_at()
        self.total = sum(self.rows.counts.values())
        self.done = 0

    def _made_at(self) -> datetime:
        try:
            made_at = datetime.fromisoformat(self.reader.manifest["made_at"])
            return made_at.astimezone(UTC)
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            raise ArchiveWrong(_("The manifest does not say when this archive was made.")) from error

    def run(self) -> Restored:
        try:
            with transaction.atomic():
                self._refuse_what_is_here()
                self._take_in()
                return self.result
        except (IntegrityError, DataError) as error:
            self.uploads.take_back()
            reason = str(error).strip().splitlines()[0][:200]
            raise ArchiveWrong(
                _("The records in this archive contradict each other, or what is here: %(reason)s")
                % {"reason": reason}
            ) from error
        except BaseException:
            self.uploads.take_back()
            raise

    def _take_in(self) -> None:
        for model in models_that_go():
            self._load(model)
        for model in models_that_go():
            self._fill_circles(model)
        if self.result.root is None:
            raise ArchiveWrong(_("There is no deal in this archive."))
        chain = self.result.root.journal_chain
        chains.restore_chain(self.reader, chain, known_as=self.known_as, progress=self.progress)
        self._keep_former_addresses()
        self.rows.check_addresses(self.result.root)
        self.result.files_missing = self.uploads.missing

    def _refuse_what_is_here(self) -> None:
        root: Any = next(model for model in models_that_go() if model.deal_path == "")
        found = list(self.reader.lines(part_of(root)))
        if len(found) != 1:
            raise ArchiveWrong(
                _("There must be one deal in an archive; here are %(count)d.") % {"count": len(found)}
            )
        row = self.rows.read(root, found[0], 1)
        code = row.values["code"]
        is_here = (
            root._base_manager.filter(uid=row.uid).exists() or root._base_manager.filter(code=code).exists()
        )
        chain = Chain.objects.filter(name=root(**row.values).journal_chain).exists()
        if is_here or chain:
            raise ArchiveWrong(
                _("The deal %(code)s is here already; an archive never changes a deal that is there.")
                % {"code": code}
            )

    def _load(self, model: Model) -> None:
        waiting: list[Row] = []
        for row in self.rows.of(model):
            waiting.append(row)
            if len(waiting) == SOME:
                self._keep(model, waiting)
                waiting = []
        self._keep(model, waiting)

    def _keep(self, model: Model, rows: Sequence[Row]) -> None:
        present = dict(model._base_manager.filter(uid__in=[row.uid for row in rows]).values_list("uid", "pk"))
        new: list[Row] = []
        for row in rows:
            self.rows.refer(model, row)
            if match := self._match(model, row, present):
                self._matched(model, row, match)
            else:
                new.append(row)
        self._make(model, new)
        self.done += len(rows)
        self.progress(self.done, self.total, _("Restoring records."))

    def _match(self, model: Model, row: Row, present: dict[UUID, int]) -> Match | None:
        if model.deal_path is not None:
            if row.uid in present:
                raise ArchiveWrong(
                    _("A record of this deal is here already: %(address)s.")
                    % {"address": f"{model._meta.label_lower}:{row.uid}"}
                )
            return None
        if self.was_empty[model]:
            return None
        return find_match(model, row.values, uid=row.uid, made_here=self.rows.made)

    def _matched(self, model: Model, row: Row, match: Match) -> None:
        here: Record = match.record
        self.rows.know(model, row.uid, here.pk)
        label = model._meta.label_lower
        self.result.matched[label] = self.result.matched.get(label, 0) + 1
        self.result.touched.setdefault(model, []).append(here.pk)
        if here.uid != row.uid:
            self.known_as[f"{label}:{row.uid}"] = here.address
        found = differences(here, row.values, match.by)
        self.result.differing += bool(found)
        room = MOST_DIFFERENCES - len(self.result.differences)
        self.result.differences += found[: max(room, 0)]

    def _make(self, model: Model, rows: Sequence[Row]) -> None:
        if not rows:
            return
        records = []
        for row in rows:
            values = self.uploads.bring(model, row.values)
            record = model(**values)
            for secret in secrets_of(model):
                setattr(record, secret.attname, self.rows.closed(secret))
            records.append(record)
        made = model._base_manager.bulk_create(records)
        stamped = [
            each.name
            for each in model._meta.concrete_fields
            if getattr(each, "auto_now_add", False) or getattr(each, "auto_now", False)
        ]
        for row, record in zip(rows, made, strict=True):
            self.rows.know(model, row.uid, record.pk, is_new=True)
            for name in stamped:
                setattr(record, name, row.values[name])
        if stamped:
            # Django wrote the present moment in them when the rows were made.
            model._base_manager.bulk_update(made, stamped)
        label = model._meta.label_lower
        self.result.made[label] = self.result.made.get(label, 0) + len(made)
        self.result.touched.setdefault(model, []).extend(record.pk for record in made)
        if model.deal_path == "":
            self.result.root = made[0]

    def _fill_circles(self, model: Model) -> None:
        """References to what came later, and lists of references."""
        for key, name, target, uid in self.rows.later.get(model, []):
            model._base_manager.filter(pk=key).update(**{name: self.rows.key_of(target, uid)})
        for field_ in lists(model):
            others: Any = field_.related_model
            for key, uids in self.rows.many.get((model, field_.name), []):
                record = model._base_manager.get(pk=key)
                getattr(record, field_.name).set([self.rows.key_of(others, uid) for uid in uids])

    def _keep_former_addresses(self) -> None:
        known = dict(self.known_as)
        for line in self.reader.lines(chains.FORMER):
            address, record = str(line.get("address")), str(line.get("record"))
            if not self.rows.knows(record) or len(address) > 120:
                raise ArchiveWrong(_("A former address names a record that is not in the archive."))
            known.setdefault(address, self.known_as.get(record, record))
        for address, record in known.items():
            FormerAddress.objects.get_or_create(address=address, defaults={"record": record})


def find_again(result: Restored, progress: Progress = nothing_told) -> None:
    """Put what came in into the search index; the index can be made anew at any time, so this may come later."""
    total = sum(len(keys) for keys in result.touched.values())
    done = 0
    for model, keys in result.touched.items():
        if model.search_row is Record.search_row:
            done += len(keys)
            continue
        for start in range(0, len(keys), SOME):
            refresh_many(model, keys[start : start + SOME])
            done += len(keys[start : start + SOME])
            progress(done, total, _("Making it findable."))
