"""A table comes in, step by step; and goes out again."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import Count
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from kopgroep.formats.tables import Table, Unreadable, header_row
from kopgroep.kernel.actors import Actor
from kopgroep.kernel.imports import columns as heads
from kopgroep.kernel.imports import files
from kopgroep.kernel.imports.kinds import Judged, Progress, Trail, Verdict, kind_of
from kopgroep.kernel.imports.memory import all_of_it_stays
from kopgroep.kernel.imports.models import Import, Step
from kopgroep.kernel.imports.rules import (
    obstacles_to_going_on,
    obstacles_to_importing,
    obstacles_to_mapping,
    obstacles_to_undoing,
)
from kopgroep.kernel.imports.words import why
from kopgroep.kernel.journal.models import Chain
from kopgroep.kernel.journal.record import held_chain, record
from kopgroep.kernel.journal.verbs import Verb
from kopgroep.kernel.obstacles import Obstacle, Obstructed, clear
from kopgroep.kernel.records import Record
from kopgroep.kernel.search.index import forget_many, postponed, refresh_many
from kopgroep.kernel.texts import Text

# The journal of what all deals share.
REGISTRY = "registry"
# While others are at work too the rows are judged again, and not for ever.
TIMES_JUDGED = 3

# So many records become findable in one transaction: more at once cost less, and keep others waiting longer.
INDEX_TOGETHER = 2_000


def quiet(_done: int, _total: int, _message: object) -> None:
    """Progress that nobody watches."""


def upload_table(*, kind: str, about: Record, upload: UploadedFile[Any], by: Actor, at: datetime) -> Import:
    """Keep a file and propose what its columns are; Obstructed when it is no table."""
    if upload.size is not None and upload.size > files.limits().file_bytes:
        most = files.limits().file_bytes // 1_000_000
        raise Obstructed([why(Unreadable("too-large", {"most": most}))])
    made = Import(
        kind=kind_of(kind).code,
        on=about.address,
        file_name=(upload.name or "table").replace("\x00", "")[-200:],
        kept_as=files.keep(upload),
        asked_by=by.user,
        asked_at=at,
    )
    try:
        _look_at(made, files.table_of(made))
    except Unreadable as unreadable:
        files.remove(made.kept_as)
        raise Obstructed([why(unreadable)]) from unreadable
    made.save(force_insert=True)
    return made


def _look_at(of: Import, table: Table, *, heads_at: int | None = None) -> None:
    """Find the heads, and propose what each column is."""
    kind = kind_of(of.kind)
    of.form, of.encoding, of.delimiter = table.form, table.encoding, table.delimiter
    of.sheet, of.sheets = table.sheet[:100], list(table.sheets)
    of.header_row = (
        header_row(table.rows, knows=lambda head: heads.knows(kind, head)) if heads_at is None else heads_at
    )
    of.heads = files.heads_in(table, of.header_row)
    if not any(any(row) for row in table.rows[of.header_row + 1 :]):
        raise Unreadable("only-heads")
    known = heads.remembered(kind, of.heads)
    of.columns = dict(known.columns) if known else heads.proposed(kind, of.heads)
    of.options = dict(known.options) if known else {each.code: each.default for each in kind.options}


def look_again(*, of: Import, sheet: str = "", heads_at: int | None = None) -> Import:
    """Read another sheet, or another row as the heads."""
    clear(obstacles_to_going_on(of))
    of.sheet = sheet if sheet in of.sheets else of.sheet
    try:
        table = files.table_of(of)
        if heads_at is not None and not 0 <= heads_at < len(table.rows):
            heads_at = None
        _look_at(of, table, heads_at=heads_at)
    except Unreadable as unreadable:
        raise Obstructed([why(unreadable)]) from unreadable
    of.choices, of.step = {}, Step.COLUMNS
    of.save()
    return of


def choose_columns(
    *, of: Import, columns: Mapping[str, str], options: Mapping[str, str], at: datetime
) -> Import:
    """Keep which column is what, and remember it for the next table with these heads."""
    clear(obstacles_to_going_on(of))
    clear(obstacles_to_mapping(kind_of(of.kind), dict(columns)))
    of.columns = {number: code for number, code in columns.items() if code}
    of.options, of.choices = dict(options), {}
    of.step = Step.COLUMNS
    of.save()
    heads.remember(of, at=at)
    return of


def _judged(of: Import, *, at: datetime, progress: Progress) -> list[Verdict]:
    try:
        rows = files.rows_of(of, files.table_of(of))
    except Unreadable as unreadable:
        raise Obstructed([why(unreadable)]) from unreadable
    named = {
        code: of.heads[int(number)] for number, code in of.columns.items() if int(number) < len(of.heads)
    }
    with all_of_it_stays():
        return kind_of(of.kind).judge(
            rows,
            about=of.about,
            options=of.options,
            heads=named,
            choices=of.choices,
            at=at,
            progress=progress,
        )


def _digest(verdicts: Sequence[Verdict]) -> str:
    digest = hashlib.sha256()
    for verdict in verdicts:
        digest.update(json.dumps(verdict.as_json(), sort_keys=True).encode())
    return digest.hexdigest()


def judge_rows(*, of: Import, at: datetime, progress: Progress = quiet) -> Import:
    """Say of every row what would become of it, and why; nothing comes in yet."""
    verdicts = _judged(of, at=at, progress=progress)
    files.keep_verdicts(of, verdicts)
    of.counts = dict(Counter(str(verdict.judged) for verdict in verdicts))
    of.digest, of.step = _digest(verdicts), Step.CHECKED
    of.save(update_fields=["counts", "digest", "step"])
    return of


def decide(*, of: Import, choices: Mapping[str, str]) -> Import:
    """Keep what was chosen for doubtful rows; an empty choice takes an earlier one away."""
    clear(obstacles_to_going_on(of))
    of.choices = {number: answer for number, answer in {**of.choices, **choices}.items() if answer}
    of.save(update_fields=["choices"])
    return of


def import_table(*, of: Import, by: Actor, at: datetime, progress: Progress = quiet) -> Import:
    """Bring in the rows that were shown, all of them or none, as one thing in the journal.

    The verdicts are made again first: when anything differs from what was shown nothing comes in. Until the rows are
    written it can be stopped; writing takes seconds and is one transaction. The search index learns it after that.
    """
    clear(obstacles_to_importing(_without_job(of)))
    for _time in range(TIMES_JUDGED):
        known = _what_is_known(of)
        verdicts = _judged(of, at=at, progress=progress)
        if _digest(verdicts) != of.digest:
            judge_rows(of=of, at=at)
            words = _("What is known changed since you looked. Look at the rows again.")
            raise Obstructed([Obstacle("changed-meanwhile", words)])
        progress(0, 0, _("Writing %(count)d rows") % {"count": len(verdicts)})
        trail = _write(of, verdicts, known=known, by=by, at=at)
        # What was judged is much, and needed no more.
        del verdicts
        if trail is not None:
            found = trail.found
            del trail
            index_import(of, found, progress=progress)
            return of
    raise Obstructed([_clash()])


def _what_is_known(of: Import) -> tuple[object, ...]:
    """Another value as soon as somebody changes the network or another table comes in or goes out."""
    # One that is still empty is as good as none: the first import of an installation makes it by holding it.
    chains = Chain.objects.filter(name__in=(REGISTRY, of.journal_chain), length__gt=0).order_by("name")
    imports = Import.objects.aggregate(done=Count("done_at"), undone=Count("undone_at"))
    return (*chains.values_list("name", "length"), *imports.values())


def _clash() -> Obstacle:
    words = _("Somebody added the same at this very moment. Nothing came in; look at the rows again.")
    return Obstacle("clash", words)


def _without_job(of: Import) -> Import:
    """As the job itself sees it: it is the one that is busy."""
    of.job = None
    return of


@transaction.atomic
def _write(
    of: Import, verdicts: Sequence[Verdict], *, known: tuple[object, ...], by: Actor, at: datetime
) -> Trail | None:
    """None when somebody was first since the rows were judged: what is new for both would come in twice."""
    held_chain(REGISTRY)
    if _what_is_known(of) != known:
        return None
    job_id = Import.objects.filter(pk=of.pk).values_list("job_id", flat=True).first()
    of.claim(None)
    if Import.objects.filter(pk=of.pk, step=Step.DONE).exists():
        raise Obstructed(
            [Obstacle("done-already", _("This table was imported already. Start a new import."))]
        )
    coming = [each for each in verdicts if each.judged in (Judged.NEW, Judged.CHANGED)]
    with postponed():
        try:
            trail = kind_of(of.kind).write(coming, about=of.about, at=at)
        except IntegrityError as clash:
            raise Obstructed([_clash()]) from clash
        of.made = trail.made
        of.changed = [list(each) for each in trail.changed]
        of.step, of.done_at, of.job_id = Step.DONE, at, job_id
        of.save(update_fields=["made", "changed", "step", "done_at"])
        record(
            Verb.TABLE_IMPORTED,
            about=of,
            also=[of.about, *trail.told],
            by=by,
            at=at,
            facts={**_in_numbers(of), "kind": Text.of(str(of.title)).plain()},
            private={"file": of.file_name},
        )
    return trail


def _in_numbers(of: Import) -> dict[str, Any]:
    return {verdict: of.counts.get(verdict, 0) for verdict in ("new", "changed", "same", "doubt", "refused")}


def index_again(*, of: Import, progress: Progress = quiet) -> None:
    """Let the search index learn what an import made and changed, when it was broken off before it did."""
    found = {label: set(keys) for label, keys in of.made.items()}
    for label, key, *_rest in of.changed:
        found.setdefault(label, set()).add(key)
    index_import(of, found, progress=progress)


def index_import(of: Import, found: Mapping[str, Any], *, progress: Progress = quiet) -> None:
    """Let the search index learn what came in; after the import itself, in small steps."""
    total = sum(len(keys) for keys in found.values())
    done = 0
    for label, keys in found.items():
        ordered = sorted(keys)
        for start in range(0, len(ordered), INDEX_TOGETHER):
            some = ordered[start : start + INDEX_TOGETHER]
            with transaction.atomic():
                for first in range(0, len(some), 500):
                    refresh_many(apps.get_model(label), some[first : first + 500])
            done += len(some)
            words = ngettext("%(count)d record can be found.", "%(count)d records can be found.", done)
            _tell_without_stopping(progress, done, total, words % {"count": done})


def _tell_without_stopping(progress: Progress, done: int, total: int, words: str) -> None:
    """The rows are in: stopping now would only leave them hard to find."""
    try:
        progress(done, total, words)
    except Exception as asked:
        if type(asked).__name__ != "Stopped":
            raise


def undo_import(*, of: Import, by: Actor, at: datetime, progress: Progress = quiet) -> Import:
    """Take back what an import made and changed; refused when something was changed after it."""
    progress(0, 0, _("Looking whether anything was changed since"))
    clear(obstacles_to_undoing(_without_job(of)))
    with transaction.atomic():
        _take_back(of, by=by, at=at)
    keys: dict[str, set[int]] = {}
    for label, key, _name, _old, _revision in of.changed:
        keys.setdefault(label, set()).add(key)
    index_import(of, keys, progress=progress)
    return of


def _take_back(of: Import, *, by: Actor, at: datetime) -> None:
    job_id = Import.objects.filter(pk=of.pk).values_list("job_id", flat=True).first()
    of.claim(None)
    _hold_what_it_wrote(of)
    clear(obstacles_to_undoing(of))
    with postponed():
        for label, key, name, old, _revision in reversed(of.changed):
            model = apps.get_model(label)
            if not name:
                continue
            row = model._base_manager.get(pk=key)
            row.claim(None)
            setattr(row, name, model._meta.get_field(name).to_python(old))
            row.save(update_fields=[name])
        for label, keys in reversed(list(of.made.items())):
            model = apps.get_model(label)
            if model.search_row is not Record.search_row:
                forget_many(model, keys)
            for start in range(0, len(keys), 500):
                model._base_manager.filter(pk__in=keys[start : start + 500]).delete()
        of.step, of.undone_at, of.job_id = Step.UNDONE, at, job_id
        of.save(update_fields=["step", "undone_at"])
        record(
            Verb.IMPORT_UNDONE,
            about=of,
            also=[of.about],
            by=by,
            at=at,
            facts={"kind": Text.of(str(of.title)).plain()},
            private={"file": of.file_name},
        )


def _hold_what_it_wrote(of: Import) -> None:
    """Nobody changes these rows, or hangs something on them, between looking whether somebody did and taking back."""
    keys = {label: set(some) for label, some in of.made.items()}
    for label, key, *_rest in of.changed:
        keys.setdefault(label, set()).add(key)
    for label, some in keys.items():
        rows, ordered = apps.get_model(label)._base_manager.select_for_update(), sorted(some)
        for start in range(0, len(ordered), 500):
            list(rows.filter(pk__in=ordered[start : start + 500]).values_list("pk"))


def remove_upload(*, of: Import) -> None:
    """Give up an import, or let its file go when its days are over; what was imported stays on record."""
    files.remove(of.kept_as)
    Import.objects.filter(pk=of.pk).update(kept_as="")
