"""Organisations stand in one registry for all deals; a partner is an organisation's participation in one deal."""

from kopgroep.rooms.partners.models.enquiries import Channel, Enquiry, EnquiryState, Wish
from kopgroep.rooms.partners.models.expertise import Expertise
from kopgroep.rooms.partners.models.invitations import Invitation
from kopgroep.rooms.partners.models.organisations import Alias, Merger, Organisation, Succession
from kopgroep.rooms.partners.models.partners import Motivation, Participation, Partner, Standing
from kopgroep.rooms.partners.models.people import Contact, Person
from kopgroep.rooms.partners.models.relations import ContactMoment, RelationManager, Way
from kopgroep.rooms.partners.models.words import (
    PIPELINE,
    STAFF,
    TAKING_PART,
    Capacity,
    Helix,
    OrganisationKind,
    Relation,
    Stage,
)

__all__ = [
    "PIPELINE",
    "STAFF",
    "TAKING_PART",
    "Alias",
    "Capacity",
    "Channel",
    "Contact",
    "ContactMoment",
    "Enquiry",
    "EnquiryState",
    "Expertise",
    "Helix",
    "Invitation",
    "Merger",
    "Motivation",
    "Organisation",
    "OrganisationKind",
    "Participation",
    "Partner",
    "Person",
    "Relation",
    "RelationManager",
    "Stage",
    "Standing",
    "Succession",
    "Way",
    "Wish",
]
