"""`kopgroep seed`: the fictional deal, up to a stage."""

from __future__ import annotations

import time
from datetime import date

import click

from kopgroep.cli import out
from kopgroep.cli.seeding.play import STAGES, Progress, parties, play
from kopgroep.kernel.clock import today
from kopgroep.rooms.partners.models import Partner
from kopgroep.rooms.programme.models import Deal, DealKind

DEAL = "leefbare-straat"


@click.command(epilog=out.EXIT_CODES)
@click.option(
    "--until", type=click.Choice(STAGES), default="partners", show_default=True, help="Where to stop."
)
@click.option("--seed", default=1, show_default=True, help="Another number tells another story.")
@click.option(
    "--partners",
    type=click.IntRange(3, 20_000),
    help="How many organisations; 51 when not given, or 58 for a story that explores, of which 7 join late.",
)
@click.option("--deal", "code", default=DEAL, show_default=True, help="The code of the deal.")
@click.option(
    "--on",
    type=out.DAY,
    help="The day that the story ends on; today when not given. The same day and seed give the same deal.",
)
@out.json_option
def seed(until: str, seed: int, partners: int | None, code: str, on: date | None, as_json: bool) -> None:
    """Make an invented deal with invented organisations and people, through the same actions that people use."""
    known = Deal.objects.filter(code=code).first()
    if known and known.kind != DealKind.FICTIONAL:
        raise out.Refused(
            f"{code} is a real deal; invented partners do not belong in it. Choose another --deal."
        )
    started = time.perf_counter()
    played = play(
        until=until,
        seed=seed,
        partners=partners or parties(until),
        code=code,
        on=on or today(),
        progress=_tell(as_json),
    )
    count = Partner.objects.filter(deal=played.deal).count()
    if as_json:
        out.print_json({"deal": played.deal.code, "partners": count, "actions": played.scenes})
        return
    seconds = time.perf_counter() - started
    click.echo(
        f"{played.deal.name}: {count} organisations, {played.scenes} actions in {seconds:.1f} seconds."
    )


def _tell(as_json: bool) -> Progress:
    def tell(done: int, of: int) -> None:
        if of > 1000 and not as_json:
            click.echo(f"{done} of {of} actions", err=True)

    return tell
