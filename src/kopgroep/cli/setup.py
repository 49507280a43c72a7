"""`kopgroep setup`: makes an installation ready to serve; a second run keeps what is there."""

from __future__ import annotations

from pathlib import Path

import click
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from kopgroep.cli import out
from kopgroep.cli.seed import DEAL
from kopgroep.cli.seeding.play import play
from kopgroep.kernel.actors import Actor
from kopgroep.kernel.clock import now, today
from kopgroep.rooms.archive.actions import load_deal
from kopgroep.rooms.programme.charter import shipped_charter
from kopgroep.rooms.programme.models import Deal

HISTORICAL = ("slimme-stad", "slim-maatwerk")
LOCALE = Path(__file__).resolve().parent.parent / "locale"


@click.command(epilog=out.EXIT_CODES)
@click.option("--no-examples", is_flag=True, help="Leave an empty installation empty.")
def setup(no_examples: bool) -> None:
    """Make or update the database, the texts and the static files; load the example deals when there are none.

    A second run keeps all data.
    """
    _compile_texts()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    click.echo(f"Database ready ({connection.display_name}).")
    call_command("collectstatic", interactive=False, verbosity=0)
    click.echo(f"Static files ready in {settings.STATIC_ROOT}.")
    if Deal.objects.exists():
        click.echo(f"{Deal.objects.count()} deals are there and stay as they are.")
    elif not no_examples:
        _load_examples()


def _load_examples() -> None:
    """Two deals that really ran, read-only, and an invented one to try everything with."""
    for name in HISTORICAL:
        deal = load_deal(charter=shipped_charter(name), by=Actor.system("setup"), at=now())
        click.echo(f"Loaded: {deal.name}.")
    played = play(until="partners", seed=1, partners=51, code=DEAL, on=today())
    click.echo(f"Made: {played.deal.name}, with example people to sign in as.")


def _compile_texts() -> None:
    """Compiled texts come with the package; a checkout has the catalogue only."""
    for catalogue in LOCALE.glob("*/LC_MESSAGES/*.po"):
        compiled = catalogue.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= catalogue.stat().st_mtime:
            continue
        with catalogue.open("rb") as source:
            texts = read_po(source)
        with compiled.open("wb") as target:
            write_mo(target, texts)
