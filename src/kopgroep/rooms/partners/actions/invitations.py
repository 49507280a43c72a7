"""People are invited, reminded, and come in."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from kopgroep.kernel.access import Role
from kopgroep.kernel.accounts.actions import add_user, grant_role
from kopgroep.kernel.accounts.models import Grant, User
from kopgroep.kernel.actors import Actor
from kopgroep.kernel.clock import day_of
from kopgroep.kernel.journal.mail import Kind, mail_to
from kopgroep.kernel.journal.record import record
from kopgroep.kernel.journal.verbs import Verb
from kopgroep.kernel.links.actions import digest_of_token
from kopgroep.kernel.obstacles import clear
from kopgroep.kernel.records import Record
from kopgroep.rooms.partners.models import Contact, Invitation
from kopgroep.rooms.partners.queries.invitations import words_of_invitation
from kopgroep.rooms.partners.rules.invitations import (
    obstacles_to_accepting,
    obstacles_to_inviting_contact,
    obstacles_to_inviting_to_role,
    obstacles_to_withdrawing,
)
from kopgroep.rooms.programme.models import Deal

VALID = timedelta(days=30)


@transaction.atomic
def invite_contact(
    *, contact: Contact, deal: Deal | None = None, words: str = "", by: Actor, at: datetime
) -> Invitation:
    """Ask by mail somebody who stands here for an organisation to come in; a button in the mail is enough."""
    contact.claim(None)
    clear(obstacles_to_inviting_contact(contact, day_of(at)))
    person = contact.person
    return _send(
        {
            "contact": contact,
            "deal": contact.deal or deal,
            "name": person.name,
            "email": person.email,
            "language": person.user.language if person.user else "nl",
            "words": words.strip(),
        },
        by=by,
        at=at,
    )


@transaction.atomic
def invite_to_role(
    *,
    deal: Deal,
    role: Role,
    name: str,
    email: str,
    language: str = "nl",
    words: str = "",
    by: Actor,
    at: datetime,
) -> Invitation:
    """Ask somebody by mail for a role on the deal; the role begins when it is accepted."""
    email = email.strip().lower()
    deal.claim(None)
    clear(obstacles_to_inviting_to_role(deal, role, email))
    return _send(
        {
            "deal": deal,
            "role": role,
            "name": name.strip(),
            "email": email,
            "language": language,
            "words": words.strip(),
        },
        by=by,
        at=at,
    )


@transaction.atomic
def resend_invitation(*, invitation: Invitation, by: Actor, at: datetime) -> Invitation:
    """Mail a new link, valid anew; the one that was mailed before ends."""
    invitation.claim(None)
    invitation.refresh_from_db()
    clear(obstacles_to_withdrawing(invitation))
    invitation.ended_at = at
    invitation.save(update_fields=["ended_at"])
    kept = ("contact", "deal", "role", "name", "email", "language", "words")
    facts = {name: getattr(invitation, name) for name in kept}
    if invitation.contact is not None:
        # The address may have been put right since.
        facts |= {"name": invitation.contact.person.name, "email": invitation.contact.person.email}
        clear(obstacles_to_inviting_contact(invitation.contact, day_of(at)))
    return _send(facts, by=by, at=at)


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: Actor, at: datetime) -> Invitation:
    """The link in the mail opens nothing any more; what the person is for an organisation stays as it was."""
    invitation.claim(None)
    invitation.refresh_from_db()
    clear(obstacles_to_withdrawing(invitation))
    invitation.ended_at = at
    invitation.save(update_fields=["ended_at"])
    _record(Verb.INVITATION_WITHDRAWN, invitation, by=by, at=at)
    return invitation


@transaction.atomic
def accept_invitation(*, invitation: Invitation, at: datetime) -> User:
    """Make the account where there is none, give what was promised, once."""
    invitation.claim(None)
    invitation.refresh_from_db()
    clear(obstacles_to_accepting(invitation, day_of(at)))
    by = Actor.link(str(invitation.uid))
    user = User.objects.filter(email=invitation.email).first()
    if user is None:
        user = add_user(
            email=invitation.email, name=invitation.name, language=invitation.language, by=by, at=at
        )
    if invitation.contact is not None:
        person = invitation.contact.person
        person.claim(None)
        person.user = user
        person.save(update_fields=["user"])
    elif invitation.deal is not None:
        _grant(user, Role(invitation.role), invitation.deal, by=by, at=at)
    invitation.accepted_at, invitation.accepted_by = at, user
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    _record(Verb.INVITATION_ACCEPTED, invitation, by=by, at=at)
    return user


def _grant(user: User, role: Role, deal: Deal, *, by: Actor, at: datetime) -> None:
    if not Grant.objects.filter(user=user, role=role, on=deal.address, ended_on=None).exists():
        grant_role(user=user, role=role, on=deal, by=by, at=at)


def _send(facts: dict[str, Any], *, by: Actor, at: datetime) -> Invitation:
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        **facts,
        digest=digest_of_token(token),
        invited_at=at,
        invited_by=by.user,
        expires_on=day_of(at) + VALID,
    )
    _record(Verb.INVITATION_SENT, invitation, by=by, at=at)
    url = settings.BASE_URL + reverse("partners:invitation", args=[token])
    mail_to(
        email=invitation.email,
        language=invitation.language,
        template="invitation",
        words={**words_of_invitation(invitation), "url": url},
        at=at,
        kind=Kind.ACCOUNT,
        about=_about(invitation),
    )
    return invitation


def _about(invitation: Invitation) -> Record:
    if invitation.contact is not None:
        return invitation.contact.organisation
    assert invitation.deal is not None
    return invitation.deal


def _record(verb: Verb, invitation: Invitation, *, by: Actor, at: datetime) -> None:
    also: list[Record] = [invitation]
    if invitation.contact is not None:
        also += [invitation.contact, invitation.contact.person]
    record(verb, about=_about(invitation), also=also, by=by, at=at, private={"person": invitation.name})
