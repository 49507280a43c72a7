"""What is signed, by whom, and who still has to."""

from kopgroep.rooms.signing.queries.parties import Party, parties_list, parties_of, signed_on
from kopgroep.rooms.signing.queries.texts import canonical, digest_of, first_parts

__all__ = [
    "Party",
    "canonical",
    "digest_of",
    "first_parts",
    "parties_list",
    "parties_of",
    "signed_on",
]
