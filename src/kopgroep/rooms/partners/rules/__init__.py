"""Why something in the network cannot happen now."""

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
    "obstacles_to_keeping",
    "obstacles_to_merging",
    "obstacles_to_moving",
    "obstacles_to_taking_role",
    "obstacles_to_undoing",
    "wrong_facts",
]
