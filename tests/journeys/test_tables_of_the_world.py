"""Every table of the outside world comes in or is refused, row by row with the reason: none is lost silently."""

import csv

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils.translation import override

from kopgroep.kernel.actors import Actor
from kopgroep.kernel.clock import now
from kopgroep.kernel.imports import actions, files
from kopgroep.kernel.imports.kinds import Judged
from kopgroep.kernel.obstacles import Obstructed
from kopgroep.rooms.partners.models import Organisation, Partner
from tests.factories.programme import make_deal

pytestmark = [pytest.mark.proof, pytest.mark.django_db]

BY = Actor.system("test")


def looked_at(deal, path):
    """The table with its columns as they were recognised, and a company where nothing else is said."""
    upload = SimpleUploadedFile(path.name, path.read_bytes())
    of = actions.upload_table(kind="partners", about=deal, upload=upload, by=BY, at=now())
    options = {**of.options, "kind": "company"}
    actions.choose_columns(of=of, columns=of.columns, options=options, at=now())
    return actions.judge_rows(of=of, at=now())


def rows_under_the_heads(path, of):
    """Counted by another reader than our own; a workbook by what its sheet says."""
    if of.form != "csv":
        return sum(any(row) for row in files.table_of(of).rows[of.header_row + 1 :])
    with path.open(encoding=of.encoding, newline="") as file:
        rows = list(csv.reader(file, delimiter=of.delimiter))
    return sum(any(cell.strip() for cell in row) for row in rows[of.header_row + 1 :])


def says_why(verdict):
    """A reason in both languages; of a doubtful row at every answer that can be chosen."""
    said = [each.why for each in verdict.candidates] if verdict.judged == Judged.DOUBT else verdict.reasons
    for language in ("nl", "en"):
        with override(language):
            if not said or not all(str(each).strip() for each in said):
                return False
    return True


def silent(verdicts):
    """Rows of which nobody is told what became of them. Of what is new the row itself tells it."""
    return [each.number for each in verdicts if each.judged != Judged.NEW and not says_why(each)]


def answered(of):
    """Every doubt decided, by the first answer that is offered."""
    doubts = [each for each in files.verdicts_of(of) if each.judged == Judged.DOUBT]
    actions.decide(of=of, choices={str(each.number): each.candidates[0].answer for each in doubts})
    return actions.judge_rows(of=of, at=now())


def broken_promises(path):
    """What did not hold for one table; brought in by itself, and taken away again for the next one."""
    with transaction.atomic():
        deal = make_deal()
        of = looked_at(deal, path)
        first = list(files.verdicts_of(of))
        verdicts = list(files.verdicts_of(answered(of)))
        if of.coming_in:
            actions.import_table(of=of, by=BY, at=now())
        new = {each.number: each.title for each in verdicts if each.judged == Judged.NEW}
        names = set(Organisation.objects.values_list("name", flat=True))
        promises = {
            "every row has a verdict": len(first) == rows_under_the_heads(path, of),
            "every row has one verdict": len({each.number for each in verdicts})
            == len(verdicts)
            == len(first),
            "every verdict says why": silent(first) == silent(verdicts) == [],
            "every doubt can be answered": Judged.DOUBT not in {each.judged for each in verdicts},
            "what is new is in, once": len(new) == len(names) and set(new.values()) == names,
            "what is taken takes part": Partner.objects.count() == len(names),
        }
        transaction.set_rollback(True)
    return [promise for promise, holds in promises.items() if not holds], len(new)


@pytest.mark.parametrize(
    ("folder", "no_tables", "most"),
    [
        ("organisaties", [], 1_000),
        ("rommelige-bestanden", ["si-ubl-verschillen.xlsx"], 1_000),
    ],
)
def test_every_row_of_every_table_is_in_or_is_refused_with_the_reason(
    samples, folder, no_tables, most, settings, tmp_path
):
    settings.DATA_DIR = tmp_path
    paths = [
        path for path in sorted((samples / folder).rglob("*")) if path.is_file() and path.suffix != ".md"
    ]
    refused, broken, came_in = {}, {}, 0
    for path in paths:
        try:
            wrong, new = broken_promises(path)
        except Obstructed as refusal:
            refused[path.name] = str(refusal)
            continue
        came_in += new
        if wrong:
            broken[path.name] = wrong

    assert paths
    assert broken == {}
    # A whole file is refused when it is no table of organisations, and it is said why.
    assert sorted(refused) == no_tables
    assert all(refused.values())
    assert came_in > most
