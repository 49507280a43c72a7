"""Why somebody cannot be made a contact, changed or ended."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from kopgroep.kernel.obstacles import Obstacle
from kopgroep.rooms.partners.models import Contact, Organisation, Person


def obstacles_to_adding_contact(
    organisation: Organisation, *, name: str, email: str, capacity: str, tells: bool = True
) -> Iterator[Obstacle]:
    """`tells`: who asks may know whose address it is."""
    known = Person.objects.filter(email=email).first() if email else None
    if known and known.name.casefold() != name.casefold():
        yield Obstacle(
            "email-of-another",
            _("This e-mail address belongs to %(person)s. Write that name, or another address.")
            % {"person": known.name}
            if tells
            else _(
                "This e-mail address belongs to somebody with another name. Write that name, or another address."
            ),
            facts={"field": "email"},
        )
    elif known and organisation.contacts.filter(person=known, capacity=capacity, until_on=None).exists():
        yield Obstacle(
            "already-contact",
            _("%(person)s has this task for the organisation already.") % {"person": known.name},
            facts={"field": "name"},
        )


def obstacles_to_changing_person(
    person: Person, *, email: str, beyond: Sequence[Organisation] = ()
) -> Iterator[Obstacle]:
    """`beyond` are the other organisations of this person of which who asks may not change the contacts."""
    if email and Person.objects.filter(email=email).exclude(pk=person.pk).exists():
        yield Obstacle(
            "email-of-another", _("Somebody else has this e-mail address."), facts={"field": "email"}
        )
    if email != person.email and beyond:
        # The address is the key to what somebody may do there.
        yield Obstacle(
            "also-elsewhere",
            _("%(person)s also speaks for %(organisation)s, so that you cannot change the address.")
            % {"person": person.name, "organisation": beyond[0].name},
            who=_("this person, or the programme office"),
            facts={"field": "email"},
        )


def obstacles_to_ending_contact(contact: Contact, *, until_on: date) -> Iterator[Obstacle]:
    if contact.until_on is not None:
        yield Obstacle("already-ended", _("This was ended already."))
    if until_on < contact.since_on:
        yield Obstacle(
            "before-it-began", _("This is before the day that it began."), facts={"field": "until_on"}
        )
