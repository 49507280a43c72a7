"""Who keeps in touch with a partner, and the contact log. Nothing of it stands in the deal's own journal."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from kopgroep.kernel.accounts.models import User
from kopgroep.kernel.actors import Actor
from kopgroep.kernel.clock import day_of
from kopgroep.kernel.journal.record import record
from kopgroep.kernel.journal.verbs import Verb
from kopgroep.kernel.obstacles import clear
from kopgroep.rooms.partners.models import Contact, ContactMoment, Partner, RelationManager
from kopgroep.rooms.partners.rules.relations import (
    obstacles_to_following_up,
    obstacles_to_logging,
    obstacles_to_managing,
)


@transaction.atomic
def name_relation_manager(
    *, partner: Partner, user: User | None, by: Actor, at: datetime
) -> RelationManager | None:
    """From today somebody of the office keeps in touch with this partner; None: nobody does."""
    on = day_of(at)
    if user is not None:
        clear(obstacles_to_managing(partner, user, on=on))
    partner.claim(None)
    before = partner.relation_managers.filter(until_on=None).select_related("user").first()
    if before is not None and before.user == user:
        return before
    facts = {"partner": partner.organisation.name}
    if before is not None:
        before.claim(None)
        before.until_on = max(on, before.since_on)
        before.save(update_fields=["until_on"])
    if user is None:
        if before is not None:
            record(Verb.RELATION_MANAGER_ENDED, about=before, by=by, at=at, facts=facts)
        return None
    named = RelationManager.objects.create(partner=partner, user=user, since_on=on)
    record(Verb.RELATION_MANAGER_NAMED, about=named, by=by, at=at, facts=facts, private={"person": user.name})
    return named


@transaction.atomic
def log_contact(
    *,
    partner: Partner,
    way: str,
    agreed: str,
    held_on: date | None = None,
    follow_up_on: date | None = None,
    contact: Contact | None = None,
    by: Actor,
    at: datetime,
) -> ContactMoment:
    """Write down that one spoke with a partner, what was agreed, and when to come back to it."""
    held_on = held_on or day_of(at)
    clear(
        obstacles_to_logging(
            partner, contact=contact, held_on=held_on, follow_up_on=follow_up_on, on=day_of(at)
        )
    )
    moment = ContactMoment.objects.create(
        partner=partner,
        contact=contact,
        held_on=held_on,
        way=way,
        agreed=agreed.strip(),
        follow_up_on=follow_up_on,
        made_by=by.user,
        made_at=at,
    )
    _record(Verb.CONTACT_MOMENT_LOGGED, moment, by=by, at=at)
    return moment


@transaction.atomic
def change_contact_moment(
    *,
    moment: ContactMoment,
    way: str,
    agreed: str,
    held_on: date,
    follow_up_on: date | None,
    contact: Contact | None,
    seen_revision: int | None = None,
    by: Actor,
    at: datetime,
) -> ContactMoment:
    """Another day to come back to it opens it again."""
    clear(
        obstacles_to_logging(
            moment.partner, contact=contact, held_on=held_on, follow_up_on=follow_up_on, on=day_of(at)
        )
    )
    moment.claim(seen_revision)
    if follow_up_on != moment.follow_up_on:
        moment.followed_up_at = None
    values: dict[str, Any] = {
        "way": way,
        "agreed": agreed.strip(),
        "held_on": held_on,
        "follow_up_on": follow_up_on,
        "contact": contact,
    }
    for name, value in values.items():
        setattr(moment, name, value)
    moment.save(update_fields=[*values, "followed_up_at"])
    _record(Verb.CONTACT_MOMENT_CHANGED, moment, by=by, at=at)
    return moment


@transaction.atomic
def follow_up(*, moment: ContactMoment, by: Actor, at: datetime) -> ContactMoment:
    """Somebody came back to it."""
    moment.claim(None)
    moment.refresh_from_db()
    clear(obstacles_to_following_up(moment))
    moment.followed_up_at = at
    moment.save(update_fields=["followed_up_at"])
    _record(Verb.CONTACT_MOMENT_FOLLOWED_UP, moment, by=by, at=at)
    return moment


@transaction.atomic
def remove_contact_moment(*, moment: ContactMoment, by: Actor, at: datetime) -> None:
    """A line that stands there by mistake goes; that one was removed stays in the office's own journal."""
    moment.claim(None)
    _record(Verb.CONTACT_MOMENT_REMOVED, moment, by=by, at=at)
    moment.delete()


def _record(verb: Verb, moment: ContactMoment, *, by: Actor, at: datetime) -> None:
    facts = {"partner": moment.partner.organisation.name, "on": moment.held_on}
    record(verb, about=moment, by=by, at=at, facts=facts)
