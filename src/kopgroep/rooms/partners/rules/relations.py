"""Why a line cannot stand in the contact log, or somebody cannot be relation manager."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext_lazy as _

from kopgroep.kernel.accounts.models import User
from kopgroep.kernel.obstacles import Obstacle
from kopgroep.rooms.partners.models import Contact, ContactMoment, Partner
from kopgroep.rooms.partners.queries.peers import office_of


def obstacles_to_managing(partner: Partner, user: User, *, on: date) -> Iterator[Obstacle]:
    if user not in office_of(partner.deal, on=on):
        yield Obstacle(
            "not-of-the-office",
            _("%(person)s does not run this deal.") % {"person": user.name},
            facts={"field": "user"},
        )


def obstacles_to_logging(
    partner: Partner, *, contact: Contact | None, held_on: date, follow_up_on: date | None, on: date
) -> Iterator[Obstacle]:
    """History is no reason: also of a deal that is over one may be called."""
    if held_on > on:
        yield Obstacle("in-the-future", _("This day is still to come."), facts={"field": "held_on"})
    if follow_up_on is not None and follow_up_on < held_on:
        yield Obstacle(
            "before-the-contact",
            _("Coming back to it is later than the contact itself."),
            facts={"field": "follow_up_on"},
        )
    if contact is not None and contact.organisation_id != partner.organisation_id:
        yield Obstacle("of-another", _("This person is of another organisation."), facts={"field": "contact"})


def obstacles_to_following_up(moment: ContactMoment) -> Iterator[Obstacle]:
    if not moment.is_open:
        yield Obstacle("not-open", _("Nothing is open here: somebody came back to it already."))
