"""`kopgroep deal archive` and `kopgroep deal restore`: a whole deal as one file, elsewhere a deal again."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kopgroep.cli import out
from kopgroep.kernel.actors import Actor
from kopgroep.kernel.archives.restore import Restored, open_archive
from kopgroep.kernel.clock import now
from kopgroep.kernel.obstacles import Words
from kopgroep.rooms.archive.actions import archive_deal, restore_deal
from kopgroep.rooms.programme.models import Deal

SHOWN = 20


@click.command(epilog=out.EXIT_CODES)
@click.argument("code", metavar="DEAL")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Write over a FILE that is there.")
@out.json_option
def archive(code: str, file: Path, force: bool, as_json: bool) -> None:
    """Write a DEAL and all that belongs to it to FILE, a zip that another installation restores.

    It holds names and mail addresses, no passwords and no secrets of links. What is in it stands in its README.txt and
    in docs/reference/archive-format.md. Others go on working meanwhile.
    """
    found = Deal.objects.filter(code=code).first()
    if found is None:
        known = ", ".join(Deal.objects.order_by("code").values_list("code", flat=True)) or "none yet"
        raise out.Refused(f"There is no deal '{code}'; there are: {known}.")
    if file.exists() and not force:
        raise out.Refused(f"{file} is there already; --force writes over it.")
    written = archive_deal(deal=found, path=file, by=Actor.system("deal archive"), at=now())
    if as_json:
        out.print_json(
            {
                "deal": code,
                "file": str(file),
                "bytes": file.stat().st_size,
                "rows": written.rows,
                "entries": written.entries,
                "files": written.files,
                "journalIsIntact": written.journal_is_intact,
            }
        )
        return
    click.echo(
        f"{code} is in {file}: {written.rows} records, {written.entries} entries of its journal, "
        f"{written.files} files; {file.stat().st_size / 1024:.0f} kB."
    )
    if not written.journal_is_intact:
        click.echo(
            f"Its journal is not as it was written: `kopgroep journal verify {code}` says where. "
            "An archive whose entries were changed cannot be restored.",
            err=True,
        )


@click.command(epilog=out.EXIT_CODES)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Do everything, tell what happened, and undo it.")
@out.json_option
def restore(file: Path, dry_run: bool, as_json: bool) -> None:
    """Bring in a deal from the archive FILE: all of it, or nothing.

    Organisations that are here already are recognised by uid or code, people by mail address; they stay as they are,
    and what the archive says otherwise is shown. A deal that is here already is never changed.
    """
    with open_archive(file, tell) as reader:
        done = restore_deal(
            reader=reader, by=Actor.system("deal restore"), at=now(), progress=tell, rehearse=dry_run
        )
    if as_json:
        out.print_json(
            {
                "deal": done.root.code,
                "restored": not dry_run,
                "made": done.made,
                "matched": done.matched,
                "differing": done.differing,
                "differences": done.differences,
                "filesMissing": done.files_missing,
            }
        )
        return
    _say(done, dry_run)


def _say(done: Restored, dry_run: bool) -> None:
    for kind in sorted({*done.made, *done.matched}):
        made, matched = done.made.get(kind, 0), done.matched.get(kind, 0)
        here = f", {matched} were here" if matched else ""
        click.echo(f"  {kind}: {made} new{here}")
    if done.differing:
        click.echo(f"{done.differing} records that were here differ from the archive; they stay as they are:")
        for each in done.differences[:SHOWN]:
            click.echo(
                f"  {each['record']}, {each['field']}: here '{each['here']}', in the archive '{each['archive']}'"
            )
        if len(done.differences) > SHOWN:
            click.echo("  ... --json shows more.")
    if done.files_missing:
        click.echo(f"{done.files_missing} files were gone already when the archive was made.")
    verdict = "would be restored; nothing was changed" if dry_run else "is restored"
    click.echo(f"{done.root.code} {verdict}: {sum(done.made.values())} records.")


def tell(done: int, total: int, words: Words) -> None:
    """Commands tell how far they are only when somebody looks on."""
    if sys.stderr.isatty() and total:
        end = "\n" if done >= total else ""
        click.echo(f"\r{words} {min(100, done * 100 // total)}% ", nl=False, err=True)
        click.echo(end, nl=False, err=True)
