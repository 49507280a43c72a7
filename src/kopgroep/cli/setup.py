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
