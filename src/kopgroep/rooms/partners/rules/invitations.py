"""Why somebody cannot be invited, or cannot come in by an invitation."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kopgroep.kernel.accounts.models import User
from kopgroep.kernel.accounts.rules import GRANTABLE
from kopgroep.kernel.obstacles import Obstacle
from kopgroep.rooms.partners.models import Contact, Invitation, Person
from kopgroep.rooms.partners.models.words import PEOPLE_OF_A_DEAL
from kopgroep.rooms.programme.models import Deal

ASK_AGAIN = _("who invited you, or the programme office")


def obstacles_to_inviting_contact(contact: Contact, on: date) -> Iterator[Obstacle]:
    person = contact.person
    if contact.until_on is not None and contact.until_on <= on:
        yield Obstacle(
            "ended", _("%(person)s is no contact of this organisation any more.") % {"person": person.name}
        )
    elif contact.capacity not in PEOPLE_OF_A_DEAL:
        yield Obstacle(
            "does-not-sign-in",
            _("Only a contact, a deputy and a member sign in here."),
            mend_url=reverse("partners:contact-edit", args=[contact.pk]),
            mend_label=_("Change what this person is"),
        )
    elif not person.email:
        yield Obstacle(
            "no-address",
            _("No e-mail address of %(person)s is known.") % {"person": person.name},
            mend_url=reverse("partners:contact-edit", args=[contact.pk]),
            mend_label=_("Write it down"),
        )
    elif person.user is not None and person.user.last_login is not None:
        yield Obstacle(
            "is-in",
            _("%(person)s has an account and signs in already; an invitation is not needed.")
            % {"person": person.name},
        )
    elif Invitation.objects.open().filter(contact__person=person).exists():
        yield Obstacle(
            "invited", _("%(person)s was invited; you can send it once more.") % {"person": person.name}
        )


def obstacles_to_inviting_to_role(deal: Deal, role: str, email: str) -> Iterator[Obstacle]:
    if role not in GRANTABLE:
        yield Obstacle(
            "not-grantable",
            _("The role %(role)s is not given: it follows from what somebody is for an organisation.")
            % {"role": role},
            facts={"field": "role"},
        )
    if deal.invitations.open().filter(role=role, email=email).exists():
        yield Obstacle(
            "invited",
            _("This person was invited for this role; you can send it once more."),
            facts={"field": "email"},
        )


def obstacles_to_withdrawing(invitation: Invitation) -> Iterator[Obstacle]:
    if invitation.accepted_at is not None:
        yield Obstacle("accepted", _("%(person)s has come in already.") % {"person": invitation.name})
    elif invitation.ended_at is not None:
        yield Obstacle("ended", _("This invitation was withdrawn or replaced before."))


def obstacles_to_accepting(invitation: Invitation, on: date) -> Iterator[Obstacle]:
    contact = invitation.contact
    if invitation.accepted_at is not None:
        yield Obstacle(
            "accepted",
            _("This invitation was accepted. It works once; from now on you sign in."),
            mend_url=reverse("account_login"),
            mend_label=_("Sign in"),
        )
    elif invitation.ended_at is not None:
        yield Obstacle(
            "ended",
            _("This invitation was withdrawn, or a newer one was mailed to you."),
            who=ASK_AGAIN,
        )
    elif invitation.is_over(on):
        yield Obstacle(
            "expired", _("This invitation was valid for a while, and that is over."), who=ASK_AGAIN
        )
    elif contact is not None and contact.until_on is not None and contact.until_on <= on:
        yield Obstacle(
            "not-theirs",
            _("You are no contact of %(organisation)s any more, as far as we know.")
            % {"organisation": contact.organisation.name},
            who=ASK_AGAIN,
        )
    elif contact is not None and contact.person.email != invitation.email:
        yield Obstacle(
            "other-address", _("You have another e-mail address here since you were invited."), who=ASK_AGAIN
        )
    else:
        yield from _obstacles_of_account(invitation)


def _obstacles_of_account(invitation: Invitation) -> Iterator[Obstacle]:
    user = User.objects.filter(email=invitation.email).first()
    if user is None:
        return
    other = Person.objects.filter(user=user).first()
    if not user.is_active:
        yield Obstacle("closed", _("The account with your address is closed."), who=ASK_AGAIN)
    elif invitation.contact is not None and other is not None and other != invitation.contact.person:
        yield Obstacle(
            "account-of-another",
            _("The account with your address is tied to another person in the network."),
            who=_("the programme office, which can put the two right"),
        )
