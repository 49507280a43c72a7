"""How commands answer: tables for people, JSON for machines, and refusals with their exit code."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])

OK = 0
REFUSED = 1
WRONG_USE = 2
WRONG_SETTING = 3
UNFORESEEN = 4

EXIT_CODES = """\b
Exit codes:
  0  done, or the answer is yes
  1  the answer is no, or it was refused; the reason is printed
  2  the command was not used as it is meant
  3  a setting or the environment is wrong
  4  something unforeseen; the log says more"""


class Day(click.ParamType[date]):
    """A day, and how to write it for who wrote it otherwise."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            example = "write year-month-day, such as 2020-12-03 for 3 December 2020"
            self.fail(f"'{value}' is not a day of the calendar; {example}.", param, ctx)


DAY = Day()


class Refused(click.ClickException):
    """The answer is no, or the product's rules refuse it."""

    exit_code = REFUSED

    def show(self, file: Any = None) -> None:
        click.echo(self.message, err=True, file=file)


class EnvironmentWrong(Refused):
    """Something outside the program stands in the way: a port, a folder, a database."""

    exit_code = WRONG_SETTING


def json_option(command: Command) -> Command:
    """Gives a command `--json`; it arrives as `as_json`."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")(command)


def print_json(data: Any) -> None:
    click.echo(json.dumps(data, ensure_ascii=False, indent=2, default=str))


def print_table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Columns of text, each as wide as it needs."""
    lines = [tuple(str(cell) for cell in row) for row in (heads, *rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(heads))]
    for line in lines:
        cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        click.echo("  ".join(cells).rstrip())
