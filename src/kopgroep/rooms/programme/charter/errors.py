"""What is wrong with a charter, on which line, in which field."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True, order=True)
class CharterError:
    """One mistake; `field` is a path such as 'norms[3].measure', counted from 1, or '' for the whole file."""

    line: int
    field: str
    message: str


class CharterWrong(Exception):
    """A charter that cannot be read, with everything that is wrong with it."""

    def __init__(self, errors: Iterable[CharterError], *, name: str) -> None:
        self.errors = tuple(sorted(set(errors)))
        self.name = name
        super().__init__(self.name, self.errors)

    def __str__(self) -> str:
        return "\n".join(self.lines())

    def lines(self) -> list[str]:
        """Each error as one line of text: file, line, field, message."""
        return [
            _("%(file)s, line %(line)d, %(field)s: %(message)s")
            % {"file": self.name, "line": error.line, "field": error.field, "message": error.message}
            if error.field
            else _("%(file)s, line %(line)d: %(message)s")
            % {"file": self.name, "line": error.line, "message": error.message}
            for error in self.errors
        ]


# Who writes a charter may well think of the word on the screen.
DUTCH = {
    "naam": "name",
    "soort": "kind",
    "samenvatting": "summary",
    "opgave": "assignment",
    "meedoen": "joining",
    "fasen": "phases",
    "fase": "phase",
    "rollen": "roles",
    "bijdragen": "contributions",
    "doelen": "norms",
    "woorden": "words",
    "bronnen": "sources",
    "bron": "source",
    "initiatiefnemers": "initiators",
    "initiatiefnemer": "initiator",
    "ontwerpprincipes": "principles",
    "aantallen": "counts",
    "eis": "must",
    "streven": "aim",
    "signaal": "hint",
    "netwerk": "network",
    "verkennen": "explore",
    "ontwikkelen": "develop",
    "borgen": "secure",
    "gemeente": "municipality",
    "provincie": "province",
    "waterschap": "water_authority",
    "ministerie": "ministry",
    "bedrijf": "company",
    "kennisinstelling": "knowledge_institution",
    "overheid": "government",
    "kennis": "knowledge",
    "samenleving": "society",
    "betrokkene": "associate",
    "ondertekenaar": "signatory",
    "gesprek": "talk",
    "intentie": "intention",
    "principe": "principle",
    "drempel": "threshold",
}


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that means this in English or looks most like it, if any does."""
    by_lower = {each.lower(): each for each in known}
    asked = word.lower().strip().replace(" ", "_")
    if (english := DUTCH.get(asked)) in by_lower:
        return by_lower[english]
    close = get_close_matches(asked, by_lower, n=1, cutoff=0.5)
    return by_lower[close[0]] if close else None


def unknown_word(word: str, known: Iterable[str]) -> str:
    """Say that a word is not known, and which one was probably meant."""
    known = list(known)
    if meant := nearest(word, known):
        return _("'%(word)s' is not a known word here; did you mean '%(meant)s'?") % {
            "word": word,
            "meant": meant,
        }
    if not known:
        return _("'%(word)s' is not a known word here; there is nothing to choose from yet.") % {"word": word}
    return _("'%(word)s' is not a known word here; choose from: %(known)s.") % {
        "word": word,
        "known": ", ".join(known),
    }
