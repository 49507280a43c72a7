"""`kopgroep backup` and `kopgroep restore`: the whole installation as one file, and back."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click
from django.core.management import call_command

from kopgroep.cli import out
from kopgroep.cli.archives import tell
from kopgroep.kernel.backup.restore import open_backup, restore_backup
from kopgroep.kernel.backup.write import write_backup
from kopgroep.kernel.clock import now


@click.command(epilog=out.EXIT_CODES)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Write over a FILE that is there.")
@click.option(
    "--without-keys", is_flag=True, help="Leave the keys out; then keep journal.key safe somewhere else."
)
@out.json_option
def backup(file: Path, force: bool, without_keys: bool, as_json: bool) -> None:
    """Write the whole installation to FILE: database, uploads, checkpoints and keys.

    Works while people go on, on SQLite and on PostgreSQL, and needs no other program. FILE holds personal data and
    keys: it is readable by its owner only, and should stay so. Settings of the environment (KOPGROEP_...) and the
    theme are not in it.
    """
    if file.exists() and not force:
        raise out.Refused(f"{file} is there already; --force writes over it.")
    written = write_backup(path=file, at=now(), with_keys=not without_keys, progress=tell)
    size = file.stat().st_size
    if as_json:
        out.print_json(
            {
                "file": str(file),
                "bytes": size,
                "rows": written.rows,
                "files": written.files,
                "keys": written.has_keys,
            }
        )
        return
    keys = "with its keys: keep it as a secret" if written.has_keys else "without keys"
    click.echo(f"{file}: {written.rows} rows and {written.files} files, {size / 1024:.0f} kB, {keys}.")


@click.command(epilog=out.EXIT_CODES)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Replace all that this installation holds.")
@click.option("--yes", "-y", is_flag=True, help="Do not ask before replacing.")
@out.json_option
def restore(file: Path, replace: bool, yes: bool, as_json: bool) -> None:
    """Make this installation what the backup FILE says: an empty one, or with --replace any.

    Stop the server and the worker first. A backup of SQLite can be restored in PostgreSQL and the other way round.
    """
    with open_backup(file, tell) as reader:
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        if replace and not yes:
            click.confirm("Everything that this installation holds is replaced. Go on?", abort=True)
        done = restore_backup(
            reader=reader,
            replace=replace,
            given_keys=bool(os.environ.get("KOPGROEP_JOURNAL_KEY")),
            progress=tell,
        )
    findings = [each.plain() for each in done.findings]
    if as_json:
        out.print_json(
            {"rows": done.rows, "files": done.files, "madeAt": done.made_at, "journalFindings": findings}
        )
    else:
        click.echo(f"Restored: {done.rows} rows and {done.files} files, as they were at {done.made_at}.")
        click.echo(
            f"{len(findings)} found in the journal; `kopgroep journal verify` shows them. Is journal.key the right one?"
            if findings
            else "The journal is as it was written. Next: `kopgroep setup`, then `kopgroep serve`."
        )
    sys.exit(out.REFUSED if findings else out.OK)
