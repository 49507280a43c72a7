"""What can happen in the network."""

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
    "add_contact",
    "add_organisation",
    "add_partner",
    "change_contact",
    "change_organisation",
    "change_partner",
    "change_relation",
    "end_contact",
    "give_motivation",
    "merge_organisations",
    "move_partner",
    "rehearse_merger",
    "take_role",
    "undo_merger",
]
