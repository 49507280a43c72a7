"""Why nobody can take over from a contact now, or be asked who does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext_lazy as _

from kopgroep.kernel.obstacles import Obstacle
from kopgroep.rooms.partners.models import Contact, Person


def obstacles_to_settling(contact: Contact) -> Iterator[Obstacle]:
    """It is settled once, and only of who leaves."""
    if contact.settled_at is not None:
        yield _settled(contact)
    elif contact.until_on is None:
        yield Obstacle(
            "is-still-here",
            _("%(person)s is still here. Note first from which day this is over.")
            % {"person": contact.person.name},
        )


def obstacles_to_succeeding(contact: Contact, *, person: Person | None, from_on: date) -> Iterator[Obstacle]:
    """`person` is who takes over, when that is somebody whom we know."""
    if contact.settled_at is not None:
        yield _settled(contact)
    if person is not None and person.pk == contact.person_id:
        yield Obstacle(
            "same-person", _("Nobody takes over from oneself: name somebody else."), facts={"field": "known"}
        )
    if from_on < contact.since_on:
        yield Obstacle(
            "before-it-began",
            _("This is before the day on which %(person)s began.") % {"person": contact.person.name},
            facts={"field": "from_on"},
        )


def _settled(contact: Contact) -> Obstacle:
    if contact.successor is not None:
        words = _("%(person)s takes over already.") % {"person": contact.successor.person.name}
        return Obstacle("has-successor", words)
    return Obstacle("settled", _("It was noted already that nobody takes over."))
