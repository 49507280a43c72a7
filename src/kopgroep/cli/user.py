"""`kopgroep user`: accounts, and the roles that people have."""

from __future__ import annotations

import click

from kopgroep.cli import out
from kopgroep.kernel.access import Role
from kopgroep.kernel.accounts.actions import add_user, end_grant, grant_role, reset_second_factor
from kopgroep.kernel.accounts.models import Grant, User
from kopgroep.kernel.accounts.rules import GRANTABLE
from kopgroep.kernel.actors import Actor
from kopgroep.kernel.clock import now, today
from kopgroep.rooms.programme.models import Deal

BY = Actor.system("kopgroep user")
ROLES = click.Choice([role.value for role in GRANTABLE])


@click.group(epilog=out.EXIT_CODES)
def user() -> None:
    """Add users, and give them roles on a deal."""


@user.command(epilog=out.EXIT_CODES)
@click.argument("email")
@click.option("--name", required=True, help="What the person is called.")
@click.option(
    "--language", type=click.Choice(["nl", "en"]), default="nl", show_default=True, help="Of the screens."
)
@click.option(
    "--password", help="Give one by hand; `-` asks for it. Without one: sign in with a code by mail."
)
@click.option("--administrator", is_flag=True, help="May set up deals and give roles on all of them.")
@out.json_option
def add(
    email: str, name: str, language: str, password: str | None, administrator: bool, as_json: bool
) -> None:
    """Make an account for the person with this EMAIL address."""
    if password == "-":
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    made = add_user(
        email=email,
        name=name,
        language=language,
        password=password,
        is_administrator=administrator,
        by=BY,
        at=now(),
    )
    if as_json:
        out.print_json({"uid": made.uid, "email": made.email, "name": made.name})
        return
    click.echo(f"{made.name} <{made.email}> has an account.")


@user.command(epilog=out.EXIT_CODES)
@click.argument("email")
@click.argument("role", type=ROLES)
@click.argument("deal")
@click.option("--end", is_flag=True, help="Take the role back instead.")
def grant(email: str, role: str, deal: str, end: bool) -> None:
    """Give the person with this EMAIL address a ROLE on a DEAL (its code)."""
    person, record = find_user(email), _deal(deal)
    if not end:
        grant_role(user=person, role=Role(role), on=record, by=BY, at=now())
        click.echo(f"{person.name} is {role} of {record.name}.")
        return
    held = Grant.objects.in_force(today()).filter(user=person, role=role, on=record.address).first()
    if held is None:
        raise out.Refused(f"{person.name} is not {role} of {record.name}.")
    end_grant(grant=held, on=record, by=BY, at=now())
    click.echo(f"{person.name} is no {role} of {record.name} any more.")


@user.command("reset-factor", epilog=out.EXIT_CODES)
@click.argument("email")
def reset_factor(email: str) -> None:
    """Remove the second factor of who lost it; the person with this EMAIL address is signed out everywhere and told."""
    person = find_user(email)
    reset_second_factor(user=person, by=BY, at=now())
    click.echo(f"{person.name} has no second factor any more, and is signed out everywhere.")


@user.command("list", epilog=out.EXIT_CODES)
@click.option("--deal", help="Only who has a role on this deal (its code).")
@out.json_option
def list_users(deal: str | None, as_json: bool) -> None:
    """Who has an account, and which roles."""
    codes = {each.address: each.code for each in Deal.objects.all()}
    roles: dict[int, list[str]] = {}
    for held in Grant.objects.in_force(today()).order_by("on", "role"):
        roles.setdefault(held.user_id, []).append(f"{held.role} of {codes.get(held.on, held.on)}")
    rows = User.objects.order_by("name", "email")
    if deal:
        rows = rows.filter(
            grants__in=Grant.objects.in_force(today()).filter(on=_deal(deal).address)
        ).distinct()
    people = [
        {
            "name": each.name,
            "email": each.email,
            "active": each.is_active,
            "administrator": each.is_superuser,
            "roles": roles.get(each.pk, []),
        }
        for each in rows
    ]
    if as_json:
        out.print_json(people)
        return
    out.print_table(
        ("NAME", "E-MAIL", "ROLES"),
        ((each["name"], each["email"], _words(each)) for each in people),
    )


def _words(person: dict[str, object]) -> str:
    held = list(person["roles"]) if isinstance(person["roles"], list) else []
    return ", ".join([*(["administrator"] if person["administrator"] else []), *held])


def find_user(email: str) -> User:
    found = User.objects.filter(email=email.strip().lower()).first()
    if found is None:
        raise out.Refused(
            f"Nobody has an account with the address {email}. `kopgroep user list` shows who has."
        )
    return found


def _deal(code: str) -> Deal:
    found = Deal.objects.filter(code=code).first()
    if found is None:
        known = ", ".join(Deal.objects.order_by("code").values_list("code", flat=True))
        raise out.Refused(f"There is no deal '{code}'. There are: {known or 'none yet'}.")
    return found
