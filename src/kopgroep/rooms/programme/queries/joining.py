"""What a deal tells who may join: what partners get, whom to ask, and how fast one is answered."""

from __future__ import annotations

from datetime import date
from typing import Any

from kopgroep.facts.working_days import working_days_after
from kopgroep.kernel.texts import Text
from kopgroep.rooms.programme.charter import CharterJoining
from kopgroep.rooms.programme.models import Deal

REPLY_DAYS = 5


def joining_as_kept(joining: CharterJoining) -> dict[str, Any]:
    """As JSON on the deal; what the charter leaves out is left out."""
    said = {
        "gives": [text.plain() for text in joining.gives],
        "contact": joining.contact,
        "email": joining.email,
        "phone": joining.phone,
        "reply_days": joining.reply_days,
    }
    return {name: value for name, value in said.items() if value}


def joining_of(deal: Deal) -> CharterJoining:
    said = deal.joining
    return CharterJoining(
        gives=tuple(Text.of(text) for text in said.get("gives", ())),
        contact=said.get("contact"),
        email=said.get("email"),
        phone=said.get("phone"),
        reply_days=said.get("reply_days"),
    )


def reply_by(deal: Deal, on: date) -> date:
    """The day on which who writes on a day must have an answer."""
    return working_days_after(on, int(deal.joining.get("reply_days") or REPLY_DAYS))
