"""Who in a deal knows what, of those who agreed that it is shown."""

from __future__ import annotations

from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from kopgroep.rooms.partners.models import Contact, Expertise, Partner, Person
from kopgroep.rooms.partners.models.people import ContactQuerySet
from kopgroep.rooms.programme.models import Deal


def people_in(deal: Deal, on: date) -> ContactQuerySet:
    """The contacts, of whatever capacity, of who takes part in a deal, for all deals or for this one."""
    taking_part = Partner.objects.taking_part(on).filter(deal=deal).values("organisation")
    return Contact.objects.current(on).filter(Q(deal=None) | Q(deal=deal), organisation__in=taking_part)


def knowing_people(deal: Deal, on: date) -> QuerySet[Person]:
    """Each once, with the words, and as `here` the tasks in this deal."""
    here = people_in(deal, on).select_related("organisation").order_by("organisation__name", "pk")
    people = Person.objects.filter(expertise__isnull=False, pk__in=people_in(deal, on).values("person"))
    return people.select_related("expertise").prefetch_related(
        Prefetch("contacts", queryset=here, to_attr="here")
    )


def words_in(deal: Deal, on: date) -> list[str]:
    """Every word that somebody in the deal is found by, once, in order; however each wrote it."""
    rows = Expertise.objects.filter(person__in=people_in(deal, on).values("person")).order_by("pk")
    found: dict[str, str] = {}
    for expertise in rows:
        for word in expertise.word_list:
            found.setdefault(word.casefold(), word)
    return [found[key] for key in sorted(found)]
