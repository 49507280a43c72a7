"""The state of a deal on a day: its norms, its gates, what is missing, and the route it goes."""

from kopgroep.rooms.gates.queries.counted import CountedParties, counted_parties
from kopgroep.rooms.gates.queries.route import Route, route_of
from kopgroep.rooms.gates.queries.small_route import SmallRoute, small_routes
from kopgroep.rooms.gates.queries.state import (
    DealState,
    GateState,
    NormState,
    State,
    for_public,
    for_readers,
    gate,
    judge,
    next_phase,
    planned_phase,
    state_of,
)

__all__ = [
    "CountedParties",
    "DealState",
    "GateState",
    "NormState",
    "Route",
    "SmallRoute",
    "State",
    "counted_parties",
    "for_public",
    "for_readers",
    "gate",
    "judge",
    "next_phase",
    "planned_phase",
    "route_of",
    "small_routes",
    "state_of",
]
