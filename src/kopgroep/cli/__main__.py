"""`kopgroep ...`: the list of commands, and one way for everything that goes wrong."""

from __future__ import annotations

import importlib
import os
import sys
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast

import click
import django
from django.apps import apps
from django.utils.translation import activate

from kopgroep.cli import out
from kopgroep.config.env import SettingWrong
from kopgroep.kernel.clock import now

# name -> module and attribute, and the line in the list. Loaded when asked for, so that help needs no database.
COMMANDS: Mapping[str, tuple[str, str]] = {
    "setup": ("setup:setup", "Make or update the database, and load the example deals into an empty one."),
    "serve": ("serve:serve", "Start the web server and the worker."),
    "worker": ("worker:worker", "Do the work that waits in the queue."),
    "deal": ("deal:deal", "Load, export, clone and list deals."),
    "import": ("imports:import_", "Bring a table with partners or contacts into a deal."),
    "gate": ("gate:gate", "Which norms of a gate are met, and what is missing."),
    "engine": ("engine:engine", "Rank, choose, allocate and foresee, on files."),
    "search": ("search:search", "Search, and rebuild the index."),
    "user": ("user:user", "Add users, and give them roles."),
    "token": ("token:token", "Make, end and list the tokens of programs."),
    "privacy": ("privacy:privacy", "Hand over, erase and remove personal data."),
    "journal": ("journal:journal", "Verify, show and sign the journal."),
    "mail": ("mail:mail", "How mail stands, and what came back."),
    "backup": ("backup:backup", "Write the whole installation to one file."),
    "restore": ("backup:restore", "Make this installation what a backup says."),
    "seed": ("seed:seed", "Make the fictional deal."),
    "settings": ("settings:settings", "Every setting of an installation."),
}
WITHOUT_DJANGO = {"engine", "settings"}


class Kopgroep(click.Group):
    """A group that loads a command's module only when it is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        if cmd_name not in WITHOUT_DJANGO:
            start_django()
        module, attribute = COMMANDS[cmd_name][0].split(":")
        command: click.Command = getattr(importlib.import_module(f"kopgroep.cli.{module}"), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


def start_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kopgroep.config.settings")
    django.setup()
    # Commands speak English; the pages speak the reader's language.
    activate("en")


@click.group(
    cls=Kopgroep,
    epilog=out.EXIT_CODES,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)
@click.version_option(package_name="kopgroep", message="%(version)s")
@click.option("--debug", is_flag=True, help="Show where in the program an error arose.")
def commands(debug: bool) -> None:
    """Kopgroep: build, run, account for and hand on a City Deal."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command; whatever happens, end with a sentence and an exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        code = commands.main(given, prog_name="kopgroep", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped.", err=True)
        sys.exit(out.REFUSED)
    except BrokenPipeError:
        # Who reads the output has seen enough; Python would complain once more when it closes the pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(out.OK)
    except Exception as error:  # noqa: BLE001 -- whatever it is, it ends in a sentence
        if "--debug" in given:
            traceback.print_exc()
        words, code = explained(error)
        click.echo(words, err=True)
    sys.exit(code if isinstance(code, int) else out.OK)


def explained(error: Exception) -> tuple[str, int]:
    """What to tell about an error that a command let pass, and the exit code."""
    if isinstance(error, SettingWrong):
        return f"{error}\n`kopgroep settings` lists every setting.", out.WRONG_SETTING
    if apps.ready and (foreseen := importlib.import_module("kopgroep.cli.refusals").explained(error)):
        return cast(tuple[str, int], foreseen)
    if isinstance(error, PermissionError | FileNotFoundError | NotADirectoryError):
        return f"{error.strerror}: {error.filename}", out.WRONG_SETTING
    return _unforeseen(error), out.UNFORESEEN


def _unforeseen(error: Exception) -> str:
    path = _log_file()
    reason = (str(error).strip() or "no reason given").splitlines()[0]
    words = f"Something went wrong that should not: {type(error).__name__}: {reason}"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as log:
            log.write(f"{now().isoformat()}\n{''.join(traceback.format_exception(error))}\n")
    except OSError:
        return f"{words}\nRun it again with --debug to see where."
    return f"{words}\nThe details are in {path}; --debug shows them at once."


def _log_file() -> Path:
    return Path(os.environ.get("KOPGROEP_DATA") or "var").resolve() / "log" / "commands.log"


if __name__ == "__main__":
    main()
