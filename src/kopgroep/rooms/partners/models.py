"""Organisations stand in one registry for all deals; a partner is an organisation's participation in one deal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery

from kopgroep.kernel.access import Role
from kopgroep.kernel.accounts.models import User
from kopgroep.kernel.clock import today
from kopgroep.kernel.records import Keep, Record
from kopgroep.rooms.programme.models import BelongsToDeal, Deal, ParticipationRole


class Helix(models.TextChoices):
    """The quadruple helix: the four kinds of parties that a deal needs."""

    GOVERNMENT = "government", "government"
    BUSINESS = "business", "business"
    KNOWLEDGE = "knowledge", "knowledge"
    SOCIETY = "society", "society"


class OrganisationKind(models.TextChoices):
    MUNICIPALITY = "municipality", "municipality"
    PROVINCE = "province", "province"
    WATER_AUTHORITY = "water_authority", "water authority"
    MINISTRY = "ministry", "ministry"
    NATIONAL_BODY = "national_body", "national body"
    JOINT_ARRANGEMENT = "joint_arrangement", "joint arrangement"
    UMBRELLA = "umbrella", "umbrella"
    COMPANY = "company", "company"
    KNOWLEDGE_INSTITUTION = "knowledge_institution", "knowledge institution"
    CIVIL_ORGANISATION = "civil_organisation", "civil organisation"
    CITIZENS_GROUP = "citizens_group", "citizens' group"
    OTHER = "other", "other"


class Relation(models.TextChoices):
    INITIATOR = "initiator", "initiator"
    PARTNER = "partner", "partner"
    ASSOCIATE = "associate", "associate"


class Stage(models.TextChoices):
    """How far an organisation has come into the deal, each step with its date."""

    APPROACHED = "approached", "approached"
    TALK = "talk", "talk"
    INTENTION = "intention", "intention"
    PARTNER = "partner", "partner"
    SIGNATORY = "signatory", "signatory"
    LEFT = "left", "left"


TAKING_PART = (Stage.PARTNER, Stage.SIGNATORY)


class Organisation(Record):
    """A legal person or group (organisatie), known to all deals of the installation."""

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=24, choices=OrganisationKind.choices)
    helix = models.CharField(max_length=12, choices=Helix.choices)
    kvk = models.CharField(max_length=8, blank=True)
    oin = models.CharField(max_length=20, blank=True)
    cbs_code = models.CharField(max_length=6, blank=True)
    website = models.URLField(max_length=300, blank=True)
    note = models.TextField(blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True, help_text="First day on which it does not exist any more.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kvk"], condition=~Q(kvk=""), name="kvk_number_once"),
            models.UniqueConstraint(fields=["oin"], condition=~Q(oin=""), name="oin_once"),
            models.UniqueConstraint(fields=["cbs_code"], condition=~Q(cbs_code=""), name="cbs_code_once"),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_until=None) | Q(valid_until__gt=F("valid_from")),
                name="organisation_ends_after_it_begins",
            ),
        ]
        indexes = [models.Index(fields=["name"], name="organisation_by_name")]

    def __str__(self) -> str:
        return self.name

    def roles_of(self, user: Any) -> frozenset[Role]:
        if not user.is_authenticated:
            return frozenset()
        return frozenset(
            Role.DEPUTY if capacity == Capacity.DEPUTY else Role.CONTACT
            for capacity in self.contacts.speaking_for(today()).filter(person__user=user).values_list("capacity", flat=True)
        )


class Alias(Record):
    """Another name by which an organisation is or was known."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="alias_once_per_organisation")]

    def __str__(self) -> str:
        return self.name


class Succession(Record):
    """One organisation going on as another from a day, as municipalities do that merge (herindeling)."""

    predecessor = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="succession")
    successor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="predecessions")
    on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")), name="organisation_does_not_succeed_itself"
            )
        ]

    def __str__(self) -> str:
        return f"{self.on}"


class PartnerQuerySet(models.QuerySet["Partner"]):
    def standing_on(self, on: date) -> PartnerQuerySet:
        """With the stage, relation and date of the last standing on or before a day; without those that had none."""
        latest = Standing.objects.filter(partner=OuterRef("pk"), since_on__lte=on).order_by("-since_on", "-pk")
        return self.annotate(
            stage=Subquery(latest.values("stage")[:1]),
            relation=Subquery(latest.values("relation")[:1]),
            since_on=Subquery(latest.values("since_on")[:1]),
        ).exclude(stage=None)

    def taking_part(self, on: date) -> PartnerQuerySet:
        """Partners and signatories of any relation but associate, on a day."""
        return self.standing_on(on).filter(stage__in=TAKING_PART).exclude(relation=Relation.ASSOCIATE)


class Partner(BelongsToDeal):
    """An organisation's participation in a deal (partner, deelnemer)."""

    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, related_name="partners")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="partnerships")
    intends_next_phases = models.BooleanField(
        default=True, help_text="Joining counts as the intention to join the next phases, unless said otherwise."
    )
    note = models.TextField(blank=True)

    objects = PartnerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["deal", "organisation"], name="partner_once_per_deal"),
        ]

    def __str__(self) -> str:
        return f"partner {self.pk}"

    def roles_of(self, user: Any) -> frozenset[Role]:
        return self.deal.roles_of(user) | self.organisation.roles_of(user)


class Standing(BelongsToDeal):
    """A partner's stage and relation from a day until the next standing."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="standings")
    stage = models.CharField(max_length=12, choices=Stage.choices)
    relation = models.CharField(max_length=10, choices=Relation.choices)
    since_on = models.DateField()
    note = models.CharField(max_length=500, blank=True)

    deal_path: ClassVar[str | None] = "partner__deal"

    class Meta:
        indexes = [models.Index(fields=["partner", "-since_on"], name="standings_of_a_partner")]

    def __str__(self) -> str:
        return f"{self.stage} {self.since_on}"

    @property
    def deal(self) -> Deal:
        return self.partner.deal


class Motivation(BelongsToDeal):
    """Why an organisation takes part, in its own words; the last one counts."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="motivations")
    text = models.TextField()
    given_on = models.DateField()

    deal_path: ClassVar[str | None] = "partner__deal"

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="motivation_says_something")]
        indexes = [models.Index(fields=["partner", "-given_on"], name="motivations_of_a_partner")]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def deal(self) -> Deal:
        return self.partner.deal


class Participation(BelongsToDeal):
    """The role and intensity that a partner takes for a period (rol en inzet)."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="participations")
    role = models.ForeignKey(ParticipationRole, on_delete=models.PROTECT, related_name="participations")
    days_per_month = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True, help_text="First day on which it does not hold any more.")

    deal_path: ClassVar[str | None] = "partner__deal"

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gt=F("from_on")), name="participation_ends_after_it_begins"
            )
        ]
        indexes = [models.Index(fields=["partner", "-from_on"], name="participations_of_a_partner")]

    def __str__(self) -> str:
        return f"{self.from_on}"

    @property
    def deal(self) -> Deal:
        return self.partner.deal


class Person(Record):
    """A human being one can call; may be contact of several organisations, and may have an account."""

    name = models.CharField(max_length=150)
    email = models.EmailField(max_length=254, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    user = models.OneToOneField(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="person")

    personal: ClassVar[Mapping[str, Keep]] = {
        "name": Keep(days=730, after="contacts__until_on"),
        "email": Keep(days=365, after="contacts__until_on"),
        "phone": Keep(days=365, after="contacts__until_on"),
    }

    class Meta:
        constraints = [models.UniqueConstraint(fields=["email"], condition=~Q(email=""), name="person_email_once")]

    def __str__(self) -> str:
        return self.name


class Capacity(models.TextChoices):
    """What a person is for an organisation."""

    CONTACT = "contact", "contact"
    DEPUTY = "deputy", "deputy"
    SECRETARIAT = "secretariat", "secretariat"
    ADMINISTRATOR = "administrator", "administrator"
    MEMBER = "member", "member"


class ContactQuerySet(models.QuerySet["Contact"]):
    def current(self, on: date) -> ContactQuerySet:
        return self.filter(Q(until_on=None) | Q(until_on__gt=on), since_on__lte=on)

    def speaking_for(self, on: date) -> ContactQuerySet:
        """Contacts and deputies: who may act for the organisation on a day."""
        return self.current(on).filter(capacity__in=(Capacity.CONTACT, Capacity.DEPUTY))


class Contact(Record):
    """A person in an organisation (contactpersoon, vervanger), for all its deals or for one."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="contacts")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="contacts")
    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, null=True, blank=True, related_name="contacts")
    capacity = models.CharField(max_length=14, choices=Capacity.choices, default=Capacity.CONTACT)
    position = models.CharField(max_length=150, blank=True)
    since_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    objects = ContactQuerySet.as_manager()

    personal: ClassVar[Mapping[str, Keep]] = {"position": Keep(days=730, after="until_on")}

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person", "capacity"],
                condition=Q(until_on=None),
                name="person_once_per_organisation_and_capacity",
            ),
        ]

    def __str__(self) -> str:
        return f"contact {self.pk}"

    def roles_of(self, user: Any) -> frozenset[Role]:
        return self.organisation.roles_of(user)
