"""`kopgroep gate`: the same as the page of a gate, for scripts and for people in a terminal."""

from __future__ import annotations

import sys
from datetime import date
from typing import Any

import click

from kopgroep.cli import out
from kopgroep.kernel.clock import today
from kopgroep.kernel.measures import Item
from kopgroep.rooms.gates.queries import DealState, GateState, NormState, state_of
from kopgroep.rooms.programme.models import Deal

STATE_WORDS = {"met": "met", "almost": "almost", "not_yet": "not yet", "not_measured": "not measured"}
NAMED = 10


@click.command(
    epilog="""\b
Exit codes:
  0  the gate can be passed: every required norm is met
  1  it cannot; what is missing is printed
  2  the command was not used as it is meant
  3  a setting or the environment is wrong"""
)
@click.argument("deal")
@click.option(
    "--phase", metavar="CODE", help="The phase whose gate it is; without it, the phase of that day."
)
@click.option(
    "--on",
    "day",
    type=out.DAY,
    metavar="DATE",
    help="Another day than today: 2020-12-03.",
)
@out.json_option
def gate(deal: str, phase: str | None, day: date | None, as_json: bool) -> None:
    """Which norms of a gate of DEAL (its code) are met, on what evidence, and what is missing."""
    on = day or today()
    if on > today():
        raise click.BadParameter(f"{on} has yet to come; take today or an earlier day.", param_hint="--on")
    found = Deal.objects.filter(code=deal).first()
    if found is None:
        codes = ", ".join(Deal.objects.order_by("code").values_list("code", flat=True)) or "none yet"
        raise click.BadParameter(f"There is no deal '{deal}'; there are: {codes}.", param_hint="DEAL")
    asked = _gate_of(state_of(found, on), phase)
    if as_json:
        out.print_json(plain(asked))
    else:
        _print(asked)
    sys.exit(out.OK if asked.is_open else out.REFUSED)


def _gate_of(state: DealState, code: str | None) -> GateState:
    wanted = state.next_gate if code is None else next((g for g in state.gates if g.phase.code == code), None)
    if wanted is None:
        codes = ", ".join(one.phase.code for one in state.gates) or "none"
        raise click.BadParameter(f"There is no phase '{code}'; there are: {codes}.", param_hint="--phase")
    return wanted


def plain(gate: GateState) -> dict[str, Any]:
    """A gate as JSON; the numbers are exact, as text."""
    return {
        "deal": gate.deal.code,
        "phase": gate.phase.code,
        "on": gate.on.isoformat(),
        "canBePassed": gate.is_open,
        "met": gate.met,
        "asked": gate.asked,
        "decision": gate.decision.decision if gate.decision else None,
        "norms": [_norm(state) for state in gate.norms],
    }


def _norm(state: NormState) -> dict[str, Any]:
    return {
        "code": state.code,
        "sentence": state.sentence,
        "strength": state.strength,
        "measure": state.norm.measure,
        "per": state.norm.per,
        "state": str(state.state),
        "value": None if state.value is None else f"{state.value.normalize():f}",
        "asked": None if state.asked is None else f"{state.asked.normalize():f}",
        "knownByName": None if state.known is None else f"{state.known.normalize():f}",
        "note": str(state.note),
        "evidence": [_item(item) for item in state.evidence],
        "missing": [_item(item) for item in state.missing],
    }


def _item(item: Item) -> dict[str, str]:
    return {"label": str(item.label), "detail": str(item.detail), "url": item.url, "address": item.address}


def _print(gate: GateState) -> None:
    can = "can be passed" if gate.is_open else "cannot be passed yet"
    click.echo(
        f"{gate.deal}: the gate of {gate.phase} on {gate.on} {can} ({gate.met} of {gate.asked} required norms met)."
    )
    if gate.norms:
        click.echo()
        out.print_table(
            ["norm", "strength", "state", "value", "asked"],
            [
                [s.sentence, s.strength, STATE_WORDS[s.state], s.value_words or "-", s.threshold_words or "-"]
                for s in gate.norms
            ],
        )
    for state in gate.norms:
        if state.missing:
            click.echo(f"\nMissing for: {state.sentence}")
            for item in state.missing[:NAMED]:
                click.echo(
                    "  " + "  ".join(part for part in (str(item.label), str(item.detail), item.url) if part)
                )
            if len(state.missing) > NAMED:
                click.echo(f"  and {len(state.missing) - NAMED} more; --json lists them all")
