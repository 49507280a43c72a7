"""`kopgroep privacy`: hand over, erase and remove personal data."""

from __future__ import annotations

from pathlib import Path

import click
from django.utils.translation import override

from kopgroep.cli import out
from kopgroep.kernel.actors import Actor
from kopgroep.kernel.clock import now, today
from kopgroep.kernel.comments.models import record_at
from kopgroep.kernel.privacy.cleaning import erased_before
from kopgroep.kernel.privacy.erase import Preview, erase_person, preview
from kopgroep.kernel.privacy.export import export_person
from kopgroep.kernel.privacy.held import held_about
from kopgroep.kernel.privacy.retention import remove_what_is_past, what_is_past
from kopgroep.kernel.privacy.rules import obstacles_to_erasing
from kopgroep.kernel.privacy.subjects import Subject, is_erased, subject_of, subject_with

BY = Actor.system("kopgroep privacy")


@click.group(epilog=out.EXIT_CODES)
def privacy() -> None:
    """Personal data: hand over what is kept about somebody, erase it, and remove what is past its time."""


@privacy.command(epilog=out.EXIT_CODES)
@click.argument("email")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--language", type=click.Choice(["nl", "en"]), default="nl", show_default=True, help="Of the page."
)
@out.json_option
def export(email: str, file: Path, language: str, as_json: bool) -> None:
    """Write all that is kept about the person with this EMAIL address to a zip FILE: a page to read, and JSON."""
    subject = _subject(email)
    with override(language):
        handed = export_person(subject=subject, by=BY, at=now())
    file.write_bytes(handed.content)
    if as_json:
        out.print_json({"person": subject.name, "file": str(file), "bytes": len(handed.content)})
        return
    click.echo(f"All that is kept about {subject.name} stands in {file}.")


@privacy.command(epilog=out.EXIT_CODES)
@click.argument("email", required=False)
@click.option("--dry-run", is_flag=True, help="Tell what would go and what would stay, and change nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option(
    "--again", is_flag=True, help="Erase once more everybody who was erased before: after a restore."
)
@out.json_option
def erase(email: str | None, dry_run: bool, yes: bool, again: bool, as_json: bool) -> None:
    """Erase the person with this EMAIL address. What is of the organisation stays on the organisation."""
    if again:
        _erase_again(as_json)
        return
    if not email:
        raise click.UsageError("Name the person by an EMAIL address, or use --again.")
    subject = _subject(email)
    shown = preview(subject)
    if dry_run:
        _tell(subject, shown, as_json)
        return
    if not yes and not as_json:
        _tell(subject, shown, as_json)
        click.confirm("Erase this person? It cannot be undone", abort=True)
    counts = erase_person(subject=subject, by=BY, at=now())
    if as_json:
        out.print_json({"erased": True, "rows": counts})
        return
    click.echo(f"Erased; {sum(counts.values())} records lost the name.")


@privacy.command(epilog=out.EXIT_CODES)
@click.option("--dry-run", is_flag=True, help="Count what would go, and change nothing.")
@out.json_option
def retention(dry_run: bool, as_json: bool) -> None:
    """Remove personal data whose time is past; the worker does so every night."""
    at = now()
    counts = what_is_past(at=at) if dry_run else remove_what_is_past(by=BY, at=at).counts
    if as_json:
        out.print_json({"at": at.isoformat(), "dry_run": dry_run, "rows": counts})
        return
    for label, count in counts.items():
        click.echo(f"{label}: {count}")
    total = sum(counts.values())
    click.echo(f"{total} records {'would lose' if dry_run else 'lost'} personal data whose time is past.")


def _erase_again(as_json: bool) -> None:
    done = 0
    for address in erased_before():
        row = record_at(address)
        if row is not None and not is_erased(row):
            erase_person(subject=subject_of(row), by=BY, at=now())
            done += 1
    if as_json:
        out.print_json({"erased": done})
        return
    click.echo(f"{done} records of people who were erased before were erased again.")


def _subject(email: str) -> Subject:
    subject = subject_with(email)
    if not subject.rows and not held_about(subject):
        raise out.Refused(f"Nothing is kept about anybody with the address {email}.")
    return subject


def _tell(subject: Subject, shown: Preview, as_json: bool) -> None:
    obstacles = [str(each) for each in obstacles_to_erasing(subject, BY, today())]
    if as_json:
        parts = [
            {"what": str(each.what), "count": each.count, "becomes": each.erasing, "stays": str(each.stays)}
            for each in shown.parts
        ]
        named = {str(what): count for what, count in shown.mentions}
        out.print_json({"person": subject.name, "parts": parts, "named_in": named, "obstacles": obstacles})
        return
    out.print_table(
        ("WHAT", "COUNT", "BECOMES"), ((each.what, each.count, each.erasing.value) for each in shown.parts)
    )
    for what, count in shown.mentions:
        click.echo(f"Named in {count} of: {what}")
    click.echo(
        f"{shown.texts} texts in the history are removed; {shown.entries} entries stay, without the name."
    )
    for obstacle in obstacles:
        click.echo(obstacle)
