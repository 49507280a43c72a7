"""What the engine says of the assessments: rows to numbers, numbers to rows."""

from kopgroep.rooms.assessment.advice.certainty import Certainty, certainty_of, robust_of
from kopgroep.rooms.assessment.advice.numbers import Judged, judged
from kopgroep.rooms.assessment.advice.ranking import Line, lines_of, own_lines_of, ranking_of

__all__ = [
    "Certainty",
    "Judged",
    "Line",
    "certainty_of",
    "judged",
    "lines_of",
    "own_lines_of",
    "ranking_of",
    "robust_of",
]
