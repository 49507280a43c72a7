"""Evidence as it was on the day of a decision, and what is different now."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from kopgroep.kernel.measures import Item
from kopgroep.kernel.texts import Text
from kopgroep.rooms.gates.models import Review
from kopgroep.rooms.gates.queries.norms import NormState, in_words
from kopgroep.rooms.gates.queries.state import GateState

FORMAT = 1


def freeze(gate: GateState) -> dict[str, Any]:
    """A plain copy of a gate that needs no other record to be read."""
    return {
        "format": FORMAT,
        "on": gate.on.isoformat(),
        "norms": [_freeze_norm(state) for state in gate.norms],
    }


def _freeze_norm(state: NormState) -> dict[str, Any]:
    return {
        "code": state.code,
        "sentence": state.norm.sentence.plain(),
        "strength": state.strength,
        "measure": state.norm.measure,
        "per": state.norm.per,
        "state": str(state.state),
        "value": _plain(state.value),
        "asked": _plain(state.asked),
        "known": _plain(state.known),
        "evidence": [_freeze_item(item) for item in state.evidence],
        "missing": [_freeze_item(item) for item in state.missing],
    }


def _plain(number: Decimal | None) -> str | None:
    return None if number is None else format(number.normalize(), "f")


def _freeze_item(item: Item) -> dict[str, str]:
    frozen = {"label": str(item.label), "detail": str(item.detail), "url": item.url, "address": item.address}
    return {name: value for name, value in frozen.items() if value}


def fingerprint(gate: GateState) -> str:
    """Short and the same as long as nothing changed: no value, state, evidence or decision; whatever the language."""
    told: list[Any] = [str(review.uid) for review in gate.reviews]
    told += [
        [
            norm.code,
            str(norm.state),
            _plain(norm.value),
            _plain(norm.asked),
            sorted(item.address or item.url for item in norm.evidence),
        ]
        for norm in gate.norms
    ]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Compared:
    """A norm as it was judged, beside today."""

    sentence: str
    strength: str
    then: str
    then_words: str
    now: str
    now_words: str
    exception: str
    evidence: tuple[str, ...]
    gone: tuple[str, ...]
    new: tuple[str, ...]

    @property
    def has_changed(self) -> bool:
        return (self.then, self.then_words) != (self.now, self.now_words) or bool(self.gone or self.new)


def compare(review: Review, today: GateState) -> list[Compared]:
    """Each norm of a decision, in its order, with what is different today; norms that came later stand last."""
    now = {state.code: state for state in today.norms}
    frozen: list[Mapping[str, Any]] = review.evidence.get("norms", [])
    judged = [
        _compare(norm, now.get(norm["code"]), review.exceptions.get(norm["code"], "")) for norm in frozen
    ]
    seen = {norm["code"] for norm in frozen}
    return judged + [
        _compare(_not_judged(state), state, "") for state in today.norms if state.code not in seen
    ]


def _not_judged(state: NormState) -> Mapping[str, Any]:
    return {"sentence": state.norm.sentence.plain(), "strength": state.strength, "state": "", "evidence": []}


def _compare(norm: Mapping[str, Any], state: NormState | None, exception: str) -> Compared:
    then = {_name(item): item["label"] for item in norm["evidence"]}
    now = {item.address or str(item.label): str(item.label) for item in state.evidence} if state else {}
    return Compared(
        sentence=str(Text.of(norm["sentence"])),
        strength=norm["strength"],
        then=norm["state"],
        then_words=_numbers(norm.get("value"), norm.get("asked")),
        now=str(state.state) if state else "",
        now_words=_numbers(state.value, state.asked) if state else "",
        exception=exception,
        evidence=tuple(then.values()),
        gone=_beyond(then, now),
        new=_beyond(now, then) if norm["state"] else (),
    )


def _name(item: Mapping[str, str]) -> str:
    return item.get("address") or item["label"]


def _beyond(mine: Mapping[str, str], theirs: Iterable[str]) -> tuple[str, ...]:
    others = set(theirs)
    return tuple(label for name, label in mine.items() if name not in others)


def _numbers(value: Decimal | str | None, asked: Decimal | str | None) -> str:
    if value is None or asked is None:
        return ""
    return gettext("%(met)s of %(asked)s") % {
        "met": in_words(Decimal(value)),
        "asked": in_words(Decimal(asked)),
    }
