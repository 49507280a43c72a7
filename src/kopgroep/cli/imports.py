"""`kopgroep import`: a table into a deal, with the verdict of every row first."""

from __future__ import annotations

from pathlib import Path

import click
from django.core.files import File
from django.core.files.uploadedfile import UploadedFile

from kopgroep.cli import out
from kopgroep.kernel.actors import Actor
from kopgroep.kernel.clock import now
from kopgroep.kernel.imports import actions, files
from kopgroep.kernel.imports.kinds import Judged, kinds
from kopgroep.kernel.imports.models import Import
from kopgroep.kernel.imports.words import VERDICTS
from kopgroep.rooms.programme.models import Deal

LISTED = (Judged.REFUSED, Judged.DOUBT, Judged.CHANGED)
MOST_LISTED = 40


@click.command(name="import", epilog=out.EXIT_CODES)
@click.argument("deal", metavar="DEAL")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--kind", default="partners", show_default=True, help="partners, contacts or organisations.")
@click.option(
    "--without-kind", default="", help="Kind of organisation where the table says none: company, ..."
)
@click.option("--yes", "-y", is_flag=True, help="Do not ask; needed where nobody can answer.")
@out.json_option
def import_(deal: str, file: Path, kind: str, without_kind: str, yes: bool, as_json: bool) -> None:
    """Import the table in FILE (CSV, xlsx, ods) into a DEAL: shows what would happen to each row, and asks.

    Columns are recognised by their heads. Rows that may be known already stay out: choose for them on the web page.
    """
    found = Deal.objects.filter(code=deal).first()
    if found is None:
        raise out.Refused(f"There is no deal '{deal}'.")
    if kind not in {each.code for each in kinds()}:
        raise out.Refused(f"There is no import of '{kind}'; there are: {', '.join(k.code for k in kinds())}.")
    by = Actor.system("import")
    with file.open("rb") as stream:
        upload = UploadedFile(File(stream), name=file.name, size=file.stat().st_size)
        of = actions.upload_table(kind=kind, about=found, upload=upload, by=by, at=now())
    try:
        options = {**of.options, **({"kind": without_kind} if without_kind else {})}
        actions.choose_columns(of=of, columns=of.columns, options=options, at=now())
        actions.judge_rows(of=of, at=now())
    except Exception:
        actions.remove_upload(of=of)
        raise
    if not as_json:
        _tell(of)
    if of.coming_in and _agreed(of, yes=yes, as_json=as_json):
        actions.import_table(of=of, by=by, at=now())
    if as_json:
        out.print_json(_as_json(of))
    elif of.done_at:
        click.echo(f"{of.coming_in} rows came in; it can be undone on {of.get_absolute_url()}")


def _agreed(of: Import, *, yes: bool, as_json: bool) -> bool:
    if yes:
        return True
    if as_json:
        return False
    if not click.confirm(f"Import {of.coming_in} rows?"):
        raise out.Refused("Nothing came in.")
    return True


def _tell(of: Import) -> None:
    columns = [(of.heads[int(number)], code) for number, code in of.columns.items()]
    out.print_table(("COLUMN", "IS"), columns)
    click.echo()
    listed = [verdict for verdict in files.verdicts_of(of) if verdict.judged in LISTED]
    for verdict in listed[:MOST_LISTED]:
        why = " ".join(str(each) for each in [*verdict.reasons, *(c.why for c in verdict.candidates[:1])])
        click.echo(f"row {verdict.number}  {VERDICTS[verdict.judged]}  {verdict.title}  {why}")
    if len(listed) > MOST_LISTED:
        click.echo(f"... and {len(listed) - MOST_LISTED} more")
    counts = ", ".join(f"{of.counts[str(j)]} {VERDICTS[j]}" for j in Judged if of.counts.get(str(j)))
    click.echo(f"{of.rows} rows: {counts}.")


def _as_json(of: Import) -> dict[str, object]:
    return {
        "import": str(of.uid),
        "result": "imported" if of.done_at else "looked at",
        "columns": {of.heads[int(number)]: code for number, code in of.columns.items()},
        "counts": of.counts,
        "rows": [verdict.as_json() for verdict in files.verdicts_of(of)],
    }
