"""`kopgroep journal`: is it as it was written, what stands in it, and signing how far it has come."""

from __future__ import annotations

import sys

import click
from django.db import transaction

from kopgroep.cli import out
from kopgroep.kernel.clock import now
from kopgroep.kernel.journal.history import told
from kopgroep.kernel.journal.models import Chain, Entry
from kopgroep.kernel.journal.record import make_checkpoint
from kopgroep.kernel.journal.verify import verify as verified


@click.group(epilog=out.EXIT_CODES)
def journal() -> None:
    """The journal: who did what, about what, when. A DEAL is its code; `registry` and `accounts` are journals too."""


@journal.command(epilog=out.EXIT_CODES)
@click.argument("deal", required=False)
@out.json_option
def verify(deal: str | None, as_json: bool) -> None:
    """Look for entries that were changed, removed, inserted or moved, and for a tail that was cut off.

    Of one DEAL, or of everything. Ends with 1 when something is found.
    """
    names = None if deal is None else [_chain_name(deal)]
    findings = list(verified(names))
    count = Entry.objects.filter(**({} if names is None else {"chain__name__in": names})).count()
    if as_json:
        out.print_json(
            {"entries": count, "intact": not findings, "findings": [each.plain() for each in findings]}
        )
    else:
        for each in findings:
            entry = f" entry {each.number}" if each.number is not None else ""
            moment = f" ({each.at:%Y-%m-%d %H:%M}, {each.verb})" if each.at else ""
            click.echo(f"{each.chain}{entry}{moment}: {each.problem}. {each.why}")
        click.echo(
            f"{count} entries; " + (f"{len(findings)} found." if findings else "all as they were written.")
        )
    sys.exit(out.REFUSED if findings else out.OK)


@journal.command(epilog=out.EXIT_CODES)
@click.argument("deal")
@click.option(
    "--last", default=20, show_default=True, type=click.IntRange(1, 10_000), help="How many entries."
)
@out.json_option
def show(deal: str, last: int, as_json: bool) -> None:
    """The last entries of a DEAL's journal, newest first."""
    rows = (
        Entry.objects.filter(chain__name=_chain_name(deal)).select_related("private_text").order_by("-number")
    )
    entries = told(rows[:last])
    if as_json:
        out.print_json(
            [
                {"number": each.number, "at": each.at.isoformat(), "sentence": each.sentence}
                for each in entries
            ]
        )
        return
    for each in entries:
        click.echo(f"{each.number:>6}  {each.at:%Y-%m-%d %H:%M}  {each.sentence}")


@journal.command(epilog=out.EXIT_CODES)
@out.json_option
def checkpoint(as_json: bool) -> None:
    """Sign how far every journal has come, in the database and in the file checkpoints.jsonl beside it."""
    made = []
    for name in Chain.objects.filter(length__gt=0).order_by("name").values_list("name", flat=True):
        with transaction.atomic():
            made.append(make_checkpoint(Chain.objects.select_for_update().get(name=name), at=now()))
    if as_json:
        out.print_json(
            [{"chain": each.chain.name, "number": each.number, "hash": each.hash} for each in made]
        )
        return
    for each in made:
        click.echo(f"{each.chain.name}: signed at entry {each.number}.")


def _chain_name(deal: str) -> str:
    for name in (f"deal:{deal}", deal):
        if Chain.objects.filter(name=name).exists():
            return name
    raise out.Refused(f"There is no journal of '{deal}'. There are: {', '.join(_known()) or 'none yet'}.")


def _known() -> list[str]:
    names = Chain.objects.order_by("name").values_list("name", flat=True)
    return [name.removeprefix("deal:") for name in names]
