"""An answer of the engine for people in a terminal: lists become tables, the rest lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import click

from kopgroep.cli import out

SHORT = 12
OUTCOME = "outcome"
NOTHING: tuple[Any, ...] = (None, [], (), {})
Row = Mapping[str, Any]


def print_answer(answer: Row) -> None:
    """Every part of the answer in its order; how sure it is comes last."""
    for name, part in answer.items():
        if name != OUTCOME and part not in NOTHING:
            _print_part(_words(name), part)
    if OUTCOME in answer:
        click.echo(_outcome(answer[OUTCOME]))


def _print_part(title: str, part: Any) -> None:
    if _is_table(part):
        _print_table(title, part)
    elif isinstance(part, dict):
        click.echo(title)
        tables = {name: one for name, one in part.items() if _is_table(one)}
        for name, one in part.items():
            if name not in tables and one not in NOTHING:
                click.echo(f"  {_words(name)}: {cell(one)}")
        click.echo()
        for name, one in tables.items():
            _print_table(f"{title}: {_words(name)}", one)
    else:
        click.echo(f"{title}: {cell(part)}")


def _print_table(title: str, rows: Sequence[Row]) -> None:
    """The rows; and what is a table within each row as one table below, with the row's names before it."""
    within = [head for head in rows[0] if any(_is_table(row[head]) for row in rows)]
    heads = [head for head in rows[0] if head not in within and any(row[head] not in NOTHING for row in rows)]
    click.echo(title)
    out.print_table([_words(head) for head in heads], [[cell(row[head]) for head in heads] for row in rows])
    click.echo()
    named = [head for head in heads[:2] if all(isinstance(row[head], str) for row in rows)]
    for head in within:
        below = [{**{name: row[name] for name in named}, **one} for row in rows for one in row[head]]
        _print_table(f"{title}: {_words(head)}", below)


def _is_table(part: Any) -> bool:
    """A list of things with fields; reasons are short enough to stand in a cell."""
    return (
        isinstance(part, list | tuple) and bool(part) and isinstance(part[0], dict) and "code" not in part[0]
    )


def cell(value: Any) -> str:
    """One value in a few characters: four decimals, lists with commas, reasons as code (name=value)."""
    match value:
        case None:
            return "-"
        case bool():
            return "yes" if value else "no"
        case float():
            return f"{value:.4f}".rstrip("0").rstrip(".") or "0"
        case {"code": code, "params": params, "refs": refs}:
            about = ", ".join([*(f"{name}={cell(one)}" for name, one in params.items()), *refs])
            return f"{code} ({about})" if about else str(code)
        case dict():
            return ", ".join(f"{name} {cell(one)}" for name, one in value.items()) or "-"
        case list() | tuple():
            return ", ".join(cell(one) for one in value) or "-"
        case _:
            return str(value)


def _words(name: str) -> str:
    return name.replace("_", " ")


def _outcome(outcome: Row) -> str:
    parts = [_words(outcome["status"])]
    parts += [
        f"{name} {cell(outcome[name])}"
        for name in ("objective", "bound", "seed")
        if outcome.get(name) is not None
    ]
    made = " ".join(f"{name} {number}" for name, number in outcome.get("versions", {}).items())
    return " · ".join([*parts, f"input {outcome['digest'][:SHORT]}", made])
