"""Questions about a deal: what its charter says, how it is planned, and where it is now."""

from kopgroep.rooms.programme.queries.charter import charter_of, differences_with

__all__ = ["charter_of", "differences_with"]
