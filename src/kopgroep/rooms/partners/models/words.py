"""The words in which the network is told: kinds, helices, stages, relations, capacities."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kopgroep.kernel.access import Role


class Helix(models.TextChoices):
    """The quadruple helix: the four kinds of parties that a deal needs."""

    GOVERNMENT = "government", _("government")
    BUSINESS = "business", _("business")
    KNOWLEDGE = "knowledge", _("knowledge")
    SOCIETY = "society", _("society")


class OrganisationKind(models.TextChoices):
    MUNICIPALITY = "municipality", _("municipality")
    PROVINCE = "province", _("province")
    WATER_AUTHORITY = "water_authority", _("water authority")
    MINISTRY = "ministry", _("ministry")
    NATIONAL_BODY = "national_body", _("national body")
    JOINT_ARRANGEMENT = "joint_arrangement", _("joint arrangement")
    UMBRELLA = "umbrella", _("umbrella organisation")
    COMPANY = "company", _("company")
    KNOWLEDGE_INSTITUTION = "knowledge_institution", _("knowledge institution")
    CIVIL_ORGANISATION = "civil_organisation", _("civil organisation")
    CITIZENS_GROUP = "citizens_group", _("citizens' group")
    OTHER = "other", _("other")


class Relation(models.TextChoices):
    INITIATOR = "initiator", _("initiator")
    PARTNER = "partner", _("partner")
    ASSOCIATE = "associate", _("associate")


class Stage(models.TextChoices):
    """How far an organisation has come into the deal, each step with its date."""

    APPROACHED = "approached", _("approached")
    TALK = "talk", _("in talks")
    INTENTION = "intention", _("intends to join")
    PARTNER = "partner", _("partner")
    SIGNATORY = "signatory", _("signatory")
    LEFT = "left", _("left")


class Capacity(models.TextChoices):
    """What a person is for an organisation."""

    CONTACT = "contact", _("contact")
    DEPUTY = "deputy", _("deputy")
    SECRETARIAT = "secretariat", _("secretariat")
    ADMINISTRATOR = "administrator", _("administrator (signs, does not sign in)")
    MEMBER = "member", _("member")


# Not yet in the deal: known to those who build the network, not to the public.
PIPELINE = (Stage.APPROACHED, Stage.TALK, Stage.INTENTION)
TAKING_PART = (Stage.PARTNER, Stage.SIGNATORY)
# Those who may call a talk, speak for the organisation or work for it take part in its deals.
PEOPLE_OF_A_DEAL = (Capacity.CONTACT, Capacity.DEPUTY, Capacity.MEMBER)
STAFF = frozenset({Role.MANAGER, Role.OFFICE})
