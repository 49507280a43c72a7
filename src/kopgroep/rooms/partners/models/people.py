"""The people one can call, and what they are for which organisation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from kopgroep.kernel.access import Role
from kopgroep.kernel.accounts.models import User
from kopgroep.kernel.clock import day_of, today
from kopgroep.kernel.mailing.models import MailAddress
from kopgroep.kernel.records import Keep, Privacy, Record
from kopgroep.kernel.search import STAFF as STAFF_READ
from kopgroep.kernel.search import SearchRow
from kopgroep.rooms.partners.models.organisations import Organisation
from kopgroep.rooms.partners.models.words import PEOPLE_OF_A_DEAL, STAFF, Capacity
from kopgroep.rooms.programme.models import Deal

# So long after somebody left a successor is asked for.
SUCCESSION_DAYS = 90


class Person(Record):
    """A human being one can call; may be contact of several organisations, and may have an account."""

    name = models.CharField(max_length=150)
    email = models.EmailField(max_length=254, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    user = models.OneToOneField(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="person")

    personal: ClassVar[Mapping[str, Keep]] = {
        "name": Keep(days=730, after="contacts__until_on", instead=_("Erased person")),
        "email": Keep(days=365, after="contacts__until_on"),
        "phone": Keep(days=365, after="contacts__until_on"),
    }

    identifies: ClassVar[Mapping[str, str]] = {"name": "name", "email": "email", "phone": "phone"}
    privacy: ClassVar[Privacy | None] = Privacy(
        what=_("Name, e-mail address and telephone number of a contact"),
        why=_("to reach who speaks or works for an organisation"),
        seen_by=_("who takes part in the deals of your organisation"),
        stays=_(
            "A nameless person stays where hours, attendance or signatures of the organisation hang on it."
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["email"], condition=~Q(email=""), name="person_email_once")
        ]

    def __str__(self) -> str:
        return self.name

    def roles_of(self, user: Any) -> frozenset[Role]:
        """Who runs a deal of one of this person's organisations, keeps that role here."""
        return frozenset(
            role
            for contact in self.contacts.select_related("organisation")
            for role in contact.organisation.roles_of(user)
            if role in STAFF
        )

    def search_row(self) -> SearchRow | None:
        return next(row for _person, row in self.search_rows([self]))

    @classmethod
    def search_rows(cls, records: Sequence[Self]) -> list[tuple[Self, SearchRow | None]]:
        """The same few queries for any number."""
        contacts: dict[int, list[Contact]] = defaultdict(list)
        current = Contact.objects.current(today()).filter(person__in=records)
        # Fetched beside each other: many share an organisation, and then share one object for it.
        for contact in current.prefetch_related("organisation", "deal").order_by("pk"):
            contacts[contact.person_id].append(contact)
        # Asked for here and not by the model, which stands in a file that knows this one.
        known = Person.objects.filter(pk__in=[each.pk for each in records], expertise__isnull=False)
        words = dict(known.values_list("pk", "expertise__words"))
        reads: dict[int, dict[int, str]] = defaultdict(dict)
        there = {each.organisation_id: each.organisation for some in contacts.values() for each in some}
        pages = {key: f"{organisation.get_absolute_url()}#contacts" for key, organisation in there.items()}
        parts = Deal.objects.filter(partners__organisation__in=there)
        pairs = list(parts.values_list("pk", "partners__organisation"))
        deals = Deal.objects.in_bulk({deal for deal, _organisation in pairs})
        for deal, organisation_id in pairs:
            reads[organisation_id][deal] = deals[deal].contacts_audience
        return [
            (each, each._row(contacts[each.pk], reads, pages, words.get(each.pk, ""))) for each in records
        ]

    def _row(
        self,
        contacts: Sequence[Contact],
        reads: Mapping[int, Mapping[int, str]],
        pages: Mapping[int, str],
        knows: str,
    ) -> SearchRow | None:
        """Found by who is in a deal of one of the organisations; of a contact for one deal, in that deal alone.

        Who is so for all deals of organisations that are in none is found by the staff of any deal, who invite them.
        """
        if not contacts:
            return None
        audience = {contact.deal.contacts_audience for contact in contacts if contact.deal}
        for contact in contacts:
            if contact.deal is None:
                audience.update(reads.get(contact.organisation_id, {}).values())
        page = pages[contacts[0].organisation_id]
        text = ". ".join(
            filter(
                None, [*(contact.organisation.name for contact in contacts), knows, self.email, self.phone]
            )
        )
        return SearchRow("person", self.name, text, page, audience or {STAFF_READ})


class ContactQuerySet(models.QuerySet["Contact"]):
    def current(self, on: date) -> ContactQuerySet:
        return self.filter(Q(until_on=None) | Q(until_on__gt=on), since_on__lte=on)

    def speaking_for(self, on: date) -> ContactQuerySet:
        """Contacts and deputies: who may act for the organisation on a day."""
        return self.current(on).filter(capacity__in=(Capacity.CONTACT, Capacity.DEPUTY))

    def without_successor(self, on: date) -> ContactQuerySet:
        """Who spoke for an organisation and left lately, or will, and of whom nobody said who takes over."""
        return self.filter(
            until_on__gt=on - timedelta(days=SUCCESSION_DAYS),
            settled_at=None,
            capacity__in=(Capacity.CONTACT, Capacity.DEPUTY),
        )

    def with_arrival(self) -> ContactQuerySet:
        """Says of each whether mail to them comes back."""
        address = Lower(OuterRef("person__email"))
        return self.annotate(mail_comes_back=Exists(MailAddress.objects.not_arriving().filter(email=address)))

    def unreachable_by_mail(self) -> ContactQuerySet:
        return self.with_arrival().filter(Q(mail_comes_back=True))

    def in_its_deals(self, on: date) -> ContactQuerySet:
        """Contacts, deputies and members: who takes part in the organisation's deals on a day."""
        return self.current(on).filter(capacity__in=PEOPLE_OF_A_DEAL)


class Contact(Record):
    """A person in an organisation (contactpersoon, vervanger), for all its deals or for one."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="contacts")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="contacts")
    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, null=True, blank=True, related_name="contacts")
    capacity = models.CharField(max_length=14, choices=Capacity.choices, default=Capacity.CONTACT)
    position = models.CharField(max_length=150, blank=True)
    since_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    handover = models.TextField(
        blank=True, max_length=10000, help_text="What only this person knows, for who takes over."
    )
    successor = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="predecessors"
    )
    settled_at = models.DateTimeField(
        null=True, blank=True, help_text="When it was clear who takes over, or that nobody does."
    )

    objects = ContactQuerySet.as_manager()

    goes_with: ClassVar[tuple[str, ...]] = ("organisation",)

    personal: ClassVar[Mapping[str, Keep]] = {
        "position": Keep(days=730, after="until_on"),
        "handover": Keep(days=730, after="until_on"),
    }
    privacy: ClassVar[Privacy | None] = Privacy(
        what=_("For which organisations somebody is or was contact, deputy or member, and the position"),
        why=_("to know who speaks for an organisation, and who did so before"),
        seen_by=_("who takes part in the deals of your organisation"),
        stays=_("That the organisation had a contact in that time stays; the task itself ends."),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person", "capacity"],
                condition=Q(until_on=None),
                name="person_once_per_organisation_and_capacity",
            ),
            # On the very day that it began it may end: a mistake that is put right.
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("since_on")),
                name="contact_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None) | Q(until_on__isnull=False),
                name="contact_whose_succession_is_settled_ends",
            ),
            models.CheckConstraint(
                condition=Q(successor=None) | Q(settled_at__isnull=False),
                name="contact_with_a_successor_is_settled",
            ),
        ]

    def __str__(self) -> str:
        return f"contact {self.pk}"

    def closed_by_erasure(self, at: datetime) -> Mapping[str, object]:
        """A nameless person cannot be called: the organisation needs another contact from that day."""
        return {} if self.until_on else {"until_on": max(day_of(at), self.since_on)}

    def roles_of(self, user: Any) -> frozenset[Role]:
        """Who is so for one deal only is the business of that deal and of the organisation itself."""
        if self.deal is not None:
            return self.deal.roles_of(user) | self.organisation.contact_roles(user, deal=self.deal)
        return self.organisation.roles_of(user)
