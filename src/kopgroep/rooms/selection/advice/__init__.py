"""What the engine says of which tools go together."""

from kopgroep.rooms.selection.advice.proposal import (
    DIRECT,
    Limits,
    Proposal,
    ask_for_proposal,
    job_of,
    proposal_of,
    propose,
)
from kopgroep.rooms.selection.advice.words import relaxation_of, sentence_of, title_of

__all__ = [
    "DIRECT",
    "Limits",
    "Proposal",
    "ask_for_proposal",
    "job_of",
    "proposal_of",
    "propose",
    "relaxation_of",
    "sentence_of",
    "title_of",
]
