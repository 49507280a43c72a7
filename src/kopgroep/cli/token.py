"""`kopgroep token`: secrets with which programs act as a user."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import click

from kopgroep.cli import out
from kopgroep.cli.user import find_user
from kopgroep.kernel.access import SCOPES
from kopgroep.kernel.accounts.actions import end_token, make_token
from kopgroep.kernel.accounts.models import ApiToken
from kopgroep.kernel.actors import Actor
from kopgroep.kernel.clock import now, today

BY = Actor.system("kopgroep token")


@click.group(epilog=out.EXIT_CODES)
def token() -> None:
    """Make, end and list the tokens of programs."""


@token.command(epilog=out.EXIT_CODES)
@click.argument("email")
@click.option("--name", required=True, help="Which program it is for.")
@click.option(
    "--scope", "scopes", multiple=True, required=True, type=click.Choice(list(SCOPES)), help="What it may do."
)
@click.option("--days", default=90, show_default=True, type=click.IntRange(1, 366), help="How long it lasts.")
@out.json_option
def make(email: str, name: str, scopes: tuple[str, ...], days: int, as_json: bool) -> None:
    """Make a token with which a program acts as the user with this EMAIL address. Its secret is shown once."""
    made, secret = make_token(
        user=find_user(email),
        name=name,
        scopes=scopes,
        expires_on=today() + timedelta(days=days),
        by=BY,
        at=now(),
    )
    if as_json:
        out.print_json(
            {"uid": made.uid, "token": secret, "scopes": made.scopes, "expires_on": made.expires_on}
        )
        return
    click.echo(f"{secret}\nKeep it now: it is not shown again. It ends on {made.expires_on}.")


@token.command(epilog=out.EXIT_CODES)
@click.argument("uid", type=click.UUID)
def end(uid: UUID) -> None:
    """End the token with this UID (see `kopgroep token list`)."""
    found = ApiToken.objects.filter(uid=uid).first()
    if found is None:
        raise out.Refused(f"There is no token {uid}.")
    end_token(token=found, by=BY, at=now())
    click.echo(f"The token {found.name} has ended.")


@token.command("list", epilog=out.EXIT_CODES)
@click.option("--all", "everything", is_flag=True, help="Those too that have ended or expired.")
@out.json_option
def list_tokens(everything: bool, as_json: bool) -> None:
    """The tokens that programs can use; never their secrets."""
    rows = ApiToken.objects.select_related("user").order_by("made_at")
    if not everything:
        rows = rows.filter(ended_at=None, expires_on__gte=today())
    tokens = [
        {
            "uid": each.uid,
            "user": each.user.email,
            "name": each.name,
            "scopes": each.scopes,
            "expires_on": each.expires_on,
            "used_at": each.used_at,
            "ended_at": each.ended_at,
        }
        for each in rows
    ]
    if as_json:
        out.print_json(tokens)
        return
    out.print_table(
        ("UID", "USER", "PROGRAM", "MAY", "UNTIL"),
        (
            (each["uid"], each["user"], each["name"], " ".join(each["scopes"]), each["expires_on"])
            for each in tokens
        ),
    )
