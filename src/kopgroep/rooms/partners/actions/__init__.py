"""What can happen in the network."""

from kopgroep.rooms.partners.actions.accepting import accept_enquiry, welcome_partner
from kopgroep.rooms.partners.actions.enquiries import (
    answer_enquiry,
    decline_enquiry,
    postpone_enquiry,
    register_enquiry,
    reopen_enquiry,
)
from kopgroep.rooms.partners.actions.leaving import leave_deal, undo_leaving
from kopgroep.rooms.partners.actions.merging import merge_organisations, undo_merger
from kopgroep.rooms.partners.actions.organisations import add_organisation, change_organisation
from kopgroep.rooms.partners.actions.partners import (
    add_partner,
    change_partner,
    change_relation,
    give_motivation,
    move_partner,
    take_role,
)
from kopgroep.rooms.partners.actions.people import add_contact, change_contact, end_contact
from kopgroep.rooms.partners.actions.rehearsal import rehearse_merger

__all__ = [
    "accept_enquiry",
    "add_contact",
    "add_organisation",
    "add_partner",
    "answer_enquiry",
    "change_contact",
    "change_organisation",
    "change_partner",
    "change_relation",
    "decline_enquiry",
    "end_contact",
    "give_motivation",
    "leave_deal",
    "merge_organisations",
    "move_partner",
    "postpone_enquiry",
    "register_enquiry",
    "rehearse_merger",
    "reopen_enquiry",
    "take_role",
    "undo_leaving",
    "undo_merger",
    "welcome_partner",
]
