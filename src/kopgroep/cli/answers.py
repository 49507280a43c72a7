"""An answer of the engine for people in a terminal: lists become tables, the rest lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import click

from kopgroep.cli import out

SHORT = 12
OUTCOME = "outcome"


def print_answer(answer: Mapping[str, Any]) -> None:
    """Every part of the answer in its order; how sure it is comes last."""
    for name, part in answer.items():
        if name != OUTCOME and part not in (None, [], {}):
            _print_part(_words(name), part)
    if OUTCOME in answer:
        click.echo(_outcome(answer[OUTCOME]))


def _print_part(title: str, part: Any) -> None:
    if isinstance(part, list) and part and isinstance(part[0], dict):
        click.echo(title)
        _print_rows(part)
        click.echo()
    elif isinstance(part, dict):
        click.echo(title)
        for name, value in part.items():
            if isinstance(value, list) and value and isinstance(value[0], dict):
                _print_part(f"{title}: {_words(name)}", value)
            else:
                click.echo(f"  {_words(name)}: {cell(value)}")
        click.echo()
    else:
        click.echo(f"{title}: {cell(part)}")


def _print_rows(rows: Sequence[Mapping[str, Any]]) -> None:
    heads = [head for head in rows[0] if any(row.get(head) not in (None, [], {}) for row in rows)]
    out.print_table(
        [_words(head) for head in heads],
        [[cell(row.get(head)) for head in heads] for row in rows],
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
        case list():
            return ", ".join(cell(one) for one in value) or "-"
        case _:
            return str(value)


def _words(name: str) -> str:
    return name.replace("_", " ")


def _outcome(outcome: Mapping[str, Any]) -> str:
    parts = [_words(outcome["status"])]
    parts += [
        f"{name} {cell(outcome[name])}"
        for name in ("objective", "bound", "seed")
        if outcome.get(name) is not None
    ]
    made = " ".join(f"{name} {number}" for name, number in outcome.get("versions", {}).items())
    return " · ".join([*parts, f"input {outcome['digest'][:SHORT]}", made])
