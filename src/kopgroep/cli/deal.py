"""`kopgroep deal`: deals in and out as charters, and what there is."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from kopgroep.cli import out
from kopgroep.cli.archives import archive, restore
from kopgroep.kernel.actors import Actor
from kopgroep.kernel.clock import now, today
from kopgroep.kernel.texts import Text
from kopgroep.rooms.archive.actions import clone_deal, load_deal
from kopgroep.rooms.archive.queries import changes_by_loading, export_deal
from kopgroep.rooms.programme.charter import (
    SHIPPED,
    Charter,
    CharterWrong,
    read_charter,
    shipped_text,
    write_charter,
)
from kopgroep.rooms.programme.models import Deal, phase_on
from kopgroep.rooms.programme.queries import charter_of

FILE_HELP = "FILE is a charter (YAML), '-' for standard input, or the name of a charter that comes along"
SHIPPED_HELP = f"{FILE_HELP}: {', '.join(SHIPPED)}."


@click.group(epilog=out.EXIT_CODES)
def deal() -> None:
    """Deals: load them from a charter, export, clone, list and show them."""


deal.add_command(archive)
deal.add_command(restore)


@deal.command(epilog=f"{SHIPPED_HELP}\n\n{out.EXIT_CODES}")
@click.argument("file")
@click.option("--yes", "-y", is_flag=True, help="Do not ask; needed where nobody can answer.")
@out.json_option
def load(file: str, yes: bool, as_json: bool) -> None:
    """Make a deal from its charter, or make it agree with a changed one.

    Shows what would change and asks. Loading the same charter again changes nothing. This is the one way to change a
    historical deal.
    """
    charter = _read(file)
    known = Deal.objects.filter(code=charter.deal.code).first()
    changes = [] if known is None else [str(each) for each in changes_by_loading(known, charter)]
    if not as_json:
        _say_what_changes(charter, known, changes)
    if (known is None or changes) and not yes:
        if as_json or file == "-":
            raise out.Refused("Say --yes to load it; nothing was changed.")
        if not click.confirm("Load it?"):
            raise out.Refused("Nothing was changed.")
    made = load_deal(charter=charter, by=Actor.system("deal load"), at=now())
    result = "set up" if known is None else "changed" if changes else "unchanged"
    if as_json:
        out.print_json({"deal": made.code, "result": result, "changes": changes})
    elif result != "unchanged":
        click.echo(f"{made.code}: {result}.")


@deal.command(epilog=out.EXIT_CODES)
@click.argument("code", metavar="DEAL")
@click.argument("file", required=False, type=click.Path(dir_okay=False, allow_dash=True, path_type=Path))
def export(code: str, file: Path | None) -> None:
    """Write a DEAL as a charter to FILE, or to standard output: its rules and partners as they are now."""
    text = write_charter(export_deal(_deal(code)))
    if file is None or str(file) == "-":
        click.echo(text, nl=False)
        return
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise out.EnvironmentWrong(f"{file} cannot be written: {error.strerror}.") from error
    click.echo(f"{code} is in {file}.")


@deal.command(epilog=out.EXIT_CODES)
@click.argument("template", metavar="DEAL")
@click.argument("code")
@click.option("--name", required=True, help="Name of the new deal.")
@click.option(
    "--starts-on",
    type=out.DAY,
    help="The first date of the planning becomes this day; the others move along.",
)
def clone(template: str, code: str, name: str, starts_on: date | None) -> None:
    """Set up a living deal CODE with the rules of another DEAL, without its partners and numbers."""
    made = clone_deal(
        template=_deal(template),
        code=code,
        name=Text.of(name.strip()),
        starts_on=starts_on,
        by=Actor.system("deal clone"),
        at=now(),
    )
    click.echo(f"{made.code}: set up with {template} as template.")


@deal.command(name="list", epilog=out.EXIT_CODES)
@out.json_option
def list_deals(as_json: bool) -> None:
    """Every deal of this installation."""
    rows = [_row(each) for each in Deal.objects.order_by("code")]
    if as_json:
        out.print_json(rows)
    elif rows:
        out.print_table(
            ("CODE", "KIND", "PHASE", "NAME"),
            [(r["code"], r["kind"], r["phase"] or "-", r["name"]) for r in rows],
        )
    else:
        click.echo("There are no deals yet; `kopgroep deal load blank` makes one.")


@deal.command(epilog=out.EXIT_CODES)
@click.argument("code", metavar="DEAL")
@out.json_option
def show(code: str, as_json: bool) -> None:
    """One DEAL: its phases with their dates, its principles and its norms."""
    found = _deal(code)
    charter = charter_of(found)
    phases = [
        {"code": each.code, "name": str(each.name), "starts": _text(each.starts), "ends": _text(each.ends)}
        for each in charter.phases
    ]
    norms = [
        {"code": each.code, "sentence": str(each.sentence), "strength": each.strength, "gate": each.gate}
        for each in charter.norms
    ]
    principles = [{"code": each.code, "name": str(each.name)} for each in charter.principles]
    if as_json:
        out.print_json({**_row(found), "phases": phases, "principles": principles, "norms": norms})
        return
    click.echo(f"{found.name} ({found.code}, {found.kind})\n{found.summary}\n")
    out.print_table(("PHASE", "NAME", "STARTS", "ENDS"), [tuple(each.values()) for each in phases])
    if principles:
        click.echo()
        out.print_table(("PRINCIPLE", "NAME"), [tuple(each.values()) for each in principles])
    if norms:
        click.echo()
        out.print_table(("NORM", "SENTENCE", "STRENGTH", "GATE"), [tuple(each.values()) for each in norms])


@deal.command(epilog=f"{SHIPPED_HELP}\n\n{out.EXIT_CODES}")
@click.argument("file")
def check(file: str) -> None:
    """Read a charter and say everything that is wrong with it; nothing is loaded."""
    charter = _read(file)
    click.echo(
        f"{file}: in order. Deal {charter.deal.code}, {len(charter.phases)} phases, {len(charter.norms)} norms."
    )


def _read(file: str) -> Charter:
    """A charter from a file, standard input or the shipped ones; a file of that name goes first."""
    path = Path(file)
    try:
        if file == "-":
            text: str | bytes = sys.stdin.buffer.read()
        elif file in SHIPPED and not path.is_file():
            text = shipped_text(file)
        else:
            text = path.read_bytes()
    except OSError as error:
        shipped = "" if path.exists() else f" Shipped charters are: {', '.join(SHIPPED)}."
        raise out.Refused(f"{file} cannot be read: {error.strerror}.{shipped}") from error
    try:
        return read_charter(text, name=file)
    except CharterWrong as wrong:
        raise out.Refused(str(wrong)) from wrong


def _deal(code: str) -> Deal:
    found = Deal.objects.filter(code=code).first()
    if found is None:
        known = ", ".join(Deal.objects.order_by("code").values_list("code", flat=True)) or "none yet"
        raise out.Refused(f"There is no deal '{code}'; there are: {known}.")
    return found


def _row(found: Deal) -> dict[str, str | None]:
    phase = phase_on(found, today())
    return {
        "code": found.code,
        "name": str(found.name),
        "kind": found.kind,
        "phase": phase.code if phase else None,
        "signed": _text(found.signed),
    }


def _text(moment: object) -> str | None:
    return str(moment) if moment else None


def _say_what_changes(charter: Charter, known: Deal | None, changes: list[str]) -> None:
    if known is None:
        click.echo(f"New deal {charter.deal.code}: {charter.deal.name}")
        click.echo(
            f"  {len(charter.phases)} phases, {len(charter.principles)} principles, {len(charter.norms)} norms, "
            f"{len(charter.partners)} partners by name"
        )
    elif changes:
        click.echo(f"In the deal {charter.deal.code} this changes:")
        for each in changes:
            click.echo(f"  {each}")
    else:
        click.echo(f"{charter.deal.code}: nothing changes.")
