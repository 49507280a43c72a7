"""Why a link cannot be sent, or not be answered any more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext_lazy as _

from kopgroep.kernel.links.models import PersonalLink
from kopgroep.kernel.links.purposes import Purpose
from kopgroep.kernel.obstacles import Obstacle
from kopgroep.kernel.records import Record

ASK_AGAIN = _("Who asked you can send a new one.")


def obstacles_to_asking(purpose: Purpose, about: Record, email: str, on: date) -> Iterator[Obstacle]:
    if not email:
        yield Obstacle("no-address", _("This person has no e-mail address here."))
    elif not purpose.may_answer(about, email, on):
        yield Obstacle("not-theirs", _("This person does not speak for this organisation."))
    yield from purpose.obstacles(about)


def obstacles_to_answering(
    link: PersonalLink, purpose: Purpose, about: Record, on: date
) -> Iterator[Obstacle]:
    if link.used_at is not None:
        yield Obstacle("used", _("This question was answered by this link. Thank you."))
    elif link.ended_at is not None:
        yield Obstacle(
            "ended", _("This link has ended; perhaps a newer one was mailed to you."), who=ASK_AGAIN
        )
    elif on > link.expires_on:
        yield Obstacle("expired", _("This link was valid for a while, and that is over."), who=ASK_AGAIN)
    elif not purpose.may_answer(about, link.email, on):
        yield Obstacle(
            "not-theirs",
            _("You do not speak for this organisation any more, as far as we know."),
            who=ASK_AGAIN,
        )
    else:
        yield from purpose.obstacles(about)
