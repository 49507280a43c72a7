"""`kopgroep settings`: every setting, its meaning, and what it is now. Secrets are never shown."""

import os

import click

from kopgroep.cli import out
from kopgroep.config.env import SETTINGS


@click.command(epilog=out.EXIT_CODES)
@out.json_option
def settings(as_json: bool) -> None:
    """Every setting of an installation: environment variables that start with KOPGROEP_."""
    rows = []
    for setting in SETTINGS:
        given = os.environ.get(setting.variable, "")
        rows.append(
            {
                "variable": setting.variable,
                "kind": setting.kind,
                "default": setting.default,
                "value": "(hidden)" if setting.secret and given else given,
                "meaning": setting.meaning,
            }
        )
    if as_json:
        out.print_json(rows)
        return
    for row in rows:
        value = f" = {row['value']}" if row["value"] else ""
        default = f"default {row['default']}" if row["default"] else "default empty"
        click.echo(f"{row['variable']}{value}\n    {row['kind']}; {default}\n    {row['meaning']}")
