"""Why something in the network cannot happen now."""

from kopgroep.rooms.partners.rules.enquiries import (
    obstacles_to_enquiring,
    obstacles_to_enquiring_in_public,
    obstacles_to_handling,
    obstacles_to_mailing,
    obstacles_to_postponing,
    obstacles_to_reopening,
)
from kopgroep.rooms.partners.rules.leaving import obstacles_to_undoing_leaving, obstacles_to_welcoming
from kopgroep.rooms.partners.rules.merging import obstacles_to_merging, obstacles_to_undoing
from kopgroep.rooms.partners.rules.organisations import obstacles_to_keeping, wrong_facts
from kopgroep.rooms.partners.rules.partners import (
    obstacles_to_adding,
    obstacles_to_changing_relation,
    obstacles_to_moving,
    obstacles_to_taking_role,
)
from kopgroep.rooms.partners.rules.people import (
    obstacles_to_adding_contact,
    obstacles_to_changing_person,
    obstacles_to_ending_contact,
)

__all__ = [
    "obstacles_to_adding",
    "obstacles_to_adding_contact",
    "obstacles_to_changing_person",
    "obstacles_to_changing_relation",
    "obstacles_to_ending_contact",
    "obstacles_to_enquiring",
    "obstacles_to_enquiring_in_public",
    "obstacles_to_handling",
    "obstacles_to_keeping",
    "obstacles_to_mailing",
    "obstacles_to_merging",
    "obstacles_to_moving",
    "obstacles_to_postponing",
    "obstacles_to_reopening",
    "obstacles_to_taking_role",
    "obstacles_to_undoing",
    "obstacles_to_undoing_leaving",
    "obstacles_to_welcoming",
    "wrong_facts",
]
