"""Why somebody cannot turn to a deal now, or an enquiry cannot be dealt with."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext_lazy as _

from kopgroep.kernel.obstacles import Obstacle
from kopgroep.rooms.partners.models import Enquiry
from kopgroep.rooms.programme.models import Deal
from kopgroep.rooms.programme.rules import obstacles_to_changing


def obstacles_to_enquiring(deal: Deal) -> Iterator[Obstacle]:
    """A deal that runs takes enquiries in every phase; one that is history takes none."""
    if deal.is_read_only:
        yield Obstacle("deal-is-over", _("This deal stands here as history. One cannot join it any more."))


def obstacles_to_enquiring_in_public(deal: Deal) -> Iterator[Obstacle]:
    yield from obstacles_to_enquiring(deal)
    if not deal.is_open:
        yield Obstacle(
            "not-public",
            _("This deal is not public, so it has no form for who is interested."),
            who=_("The programme manager, by the charter."),
        )


def obstacles_to_handling(enquiry: Enquiry) -> Iterator[Obstacle]:
    yield from obstacles_to_changing(enquiry.deal)
    if enquiry.is_closed:
        yield Obstacle(
            "dealt-with",
            _("This enquiry was dealt with already: %(state)s.") % {"state": enquiry.get_state_display()},
            mend_url=enquiry.get_absolute_url(),
            mend_label=_("Look at it, or open it again"),
        )


def obstacles_to_mailing(enquiry: Enquiry) -> Iterator[Obstacle]:
    if not enquiry.email:
        yield Obstacle(
            "no-address",
            _("No e-mail address is known, so nothing can be mailed. Call, and note it without a mail."),
            facts={"field": "send"},
        )


def obstacles_to_postponing(enquiry: Enquiry, until_on: date, *, on: date) -> Iterator[Obstacle]:
    yield from obstacles_to_handling(enquiry)
    if until_on <= on:
        yield Obstacle("not-later", _("Choose a day after today."), facts={"field": "until_on"})


def obstacles_to_reopening(enquiry: Enquiry) -> Iterator[Obstacle]:
    yield from obstacles_to_changing(enquiry.deal)
    if enquiry.partner_id is not None:
        yield Obstacle(
            "became-partner",
            _("This enquiry became a partner. What happens next is noted there."),
            mend_url=enquiry.partner.get_absolute_url() if enquiry.partner else "",
            mend_label=_("To the partner"),
        )
    elif not enquiry.is_closed:
        yield Obstacle("still-open", _("This enquiry is open."))
