"""Somebody agrees to be found by what they know, and may take that back at any moment."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kopgroep.kernel.actors import Actor
from kopgroep.kernel.journal.record import record
from kopgroep.kernel.journal.verbs import Verb
from kopgroep.rooms.partners.models import Expertise, Person


@transaction.atomic
def give_expertise(*, person: Person, words: str, is_own: bool, by: Actor, at: datetime) -> Expertise:
    """Keep the words, and that the person agreed now."""
    person.claim(None)
    expertise, made = Expertise.objects.get_or_create(
        person=person, defaults={"words": words, "consented_at": at, "is_own": is_own}
    )
    if not made:
        expertise.claim(None)
        expertise.words, expertise.consented_at, expertise.is_own = words, at, is_own
        expertise.save(update_fields=["words", "consented_at", "is_own"])
    record(
        Verb.EXPERTISE_GIVEN,
        about=person,
        also=[expertise],
        by=by,
        at=at,
        private={"person": person.name},
    )
    return expertise


@transaction.atomic
def withdraw_expertise(*, person: Person, by: Actor, at: datetime) -> None:
    """Remove the words, and with them that anybody finds this person by them."""
    person.claim(None)
    Expertise.objects.filter(person=person).delete()
    record(Verb.EXPERTISE_WITHDRAWN, about=person, by=by, at=at, private={"person": person.name})
