"""`kopgroep search`: ask the index, make it anew, and keep the installation's own synonyms."""

from __future__ import annotations

import sys

import click
from django.conf import settings

from kopgroep.cli import out
from kopgroep.kernel.obstacles import Words
from kopgroep.kernel.search.find import find
from kopgroep.kernel.search.index import rebuild as make_anew
from kopgroep.kernel.search.models import Audience
from kopgroep.kernel.search.synonyms import add_synonym, known_synonyms, remove_synonym


@click.group(epilog=out.EXIT_CODES)
def search() -> None:
    """Search, and rebuild the index."""


@search.command("find", epilog=out.EXIT_CODES)
@click.argument("words", nargs=-1, required=True)
@click.option("--kind", default="", help="Only what is of this kind: deal, partner, organisation, person ...")
@click.option(
    "--limit", default=20, show_default=True, type=click.IntRange(1, 1000), help="How many to show."
)
@out.json_option
def find_words(words: tuple[str, ...], kind: str, limit: int, as_json: bool) -> None:
    """Find everything that answers to the words, whoever may see it. Exit code 1 when there is nothing."""
    everybody = frozenset(Audience.objects.order_by().values_list("token", flat=True).distinct())
    answer = find(" ".join(words), audiences=everybody, kind=kind)
    rows = list(answer.rows[:limit])
    if as_json:
        found = [
            {"kind": row.kind, "title": row.title.plain(), "url": f"{settings.BASE_URL}{row.url}"}
            for row in rows
        ]
        out.print_json({"kinds": answer.kinds, "rows": found})
    elif rows:
        out.print_table(("KIND", "TITLE", "PAGE"), [(row.kind, row.title, row.url) for row in rows])
    if not rows:
        raise out.Refused("Nothing was found.")


@search.command(epilog=out.EXIT_CODES)
def rebuild() -> None:
    """Make the whole index anew from the records; it can be searched meanwhile."""

    def progress(done: int, total: int, message: Words) -> None:
        if sys.stderr.isatty():
            click.echo(f"\r{done} of {total}  {message}\x1b[K", nl=False, err=True)

    rows = make_anew(progress)
    if sys.stderr.isatty():
        click.echo(err=True)
    click.echo(f"The index has {rows} rows.")


@search.group(epilog=out.EXIT_CODES)
def synonyms() -> None:
    """Words that mean the same to who searches."""


@synonyms.command("list", epilog=out.EXIT_CODES)
@out.json_option
def list_synonyms(as_json: bool) -> None:
    """Every word that has synonyms, the product's own and the installation's."""
    known = known_synonyms()
    if as_json:
        out.print_json(known)
    else:
        out.print_table(("WORD", "MEANS"), [(word, ", ".join(same)) for word, same in known.items()])


@synonyms.command("add", epilog=out.EXIT_CODES)
@click.argument("word")
@click.argument("means")
def add(word: str, means: str) -> None:
    """Who searches WORD also finds MEANS, and the reverse; at once."""
    added = add_synonym(word=word, means=means)
    click.echo(f"{added.word} and {added.means} find each other now.")


@synonyms.command("remove", epilog=out.EXIT_CODES)
@click.argument("word")
def remove(word: str) -> None:
    """Take away the installation's own synonyms of WORD."""
    if not remove_synonym(word=word):
        raise out.Refused(f"'{word}' has no synonyms of this installation.")
    click.echo(f"The synonyms of '{word}' are removed.")
