"""What personal links are for: each room registers its own, once at start-up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Protocol

from django import forms

from kopgroep.kernel.actors import Actor
from kopgroep.kernel.obstacles import Obstacle, Words


class Purpose(Protocol):
    """One small act that somebody can do from a mail.

    code      its name in the database
    days      how long its links live
    template  the mail: mails/<template>.txt and .html
    """

    code: str
    days: int
    template: str

    def title(self, about: Any) -> Words: ...

    def facts(self, about: Any, on: date) -> Mapping[str, Any]:
        """What the page shows: lead, facts (as ui/facts.html), submit, and what mails need."""
        ...

    def may_answer(self, about: Any, email: str, on: date) -> bool:
        """Whether the person with this address is still the one to ask."""
        ...

    def obstacles(self, about: Any) -> Iterable[Obstacle]: ...

    def form(self, about: Any, typed: Any) -> forms.Form: ...

    def act(self, about: Any, typed: Mapping[str, Any], *, by: Actor, at: datetime) -> None: ...

    def effect(self, about: Any, on: date) -> Words:
        """What the answer changed, for who gave it."""
        ...


_purposes: dict[str, Purpose] = {}


def register(purpose: Purpose) -> None:
    _purposes[purpose.code] = purpose


def purpose_of(code: str) -> Purpose:
    return _purposes[code]


def is_known(code: str) -> bool:
    return code in _purposes
